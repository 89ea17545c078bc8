"""Words of official documents and what else people say for them."""

SYNONYMS = {
    word: others.split("|")
    for word, others in (
        line.split(": ")
        for line in """announce: unveil|make public|reveal
announced: unveiled|made public|revealed
sign: approve|put his name to
signed: approved|enacted
provide: give|supply|offer
provided: gave|supplied
providing: giving|supplying
establish: create|set up
established: created|set up
establishing: creating|setting up
launch: start|begin|kick off
launched: started|begun|kicked off
invest: spend|put
invested: spent|put
investment: spending
investments: spending
funding: money|funds|financing
assistance: help|aid|support
support: help
supported: helped|backed
visit: go to|travel to
visited: went to|travelled to
discuss: talk about
discussed: talked about
reduce: cut|lower|bring down
reduced: cut|lowered
reducing: cutting|lowering
increased: raised|went up|grew
increasing: raising|boosting
nominate: pick|choose|name
nominated: picked|chosen|named
appoint: name|choose
appointed: named|chosen
purchase: buy
purchased: bought
children: kids
individuals: people
persons: people
citizens: people
employees: workers|staff
workers: employees
companies: firms|businesses
company: firm|business
businesses: firms|companies
jobs: positions
homes: houses
vehicles: cars
physicians: doctors
attorney: lawyer
attorneys: lawyers
legislation: law|bill
agreement: deal|accord
agreements: deals|accords
conflict: war|fighting
nation: country
nations: countries
Nation: country
Federal: federal
commitment: promise|pledge
commitments: promises|pledges
commit: pledge|promise
committed: pledged|promised
ensure: make sure
protect: safeguard|guard|defend
protecting: safeguarding|defending
assist: help
prohibit: ban|forbid
prohibited: banned|forbade
expand: widen|extend|broaden
expanded: widened|extended
expanding: widening|extending
strengthen: bolster|reinforce
strengthening: bolstering|reinforcing
address: tackle|deal with
addressing: tackling|dealing with
combat: fight
combating: fighting
issued: published|put out
released: published|put out
award: grant|give
awarded: granted|given
receive: get|obtain
received: got|obtained
serve: work
served: worked
serving: working
begin: start
began: started
conduct: carry out
implement: carry out|put into practice
develop: build|work out
deploy: send|station
deployed: sent|stationed
approve: authorize|clear
approved: authorized|cleared
deliver: bring|hand over
delivered: brought
additional: more|extra|further
approximately: about|around
major: big|large
significant: big|considerable
critical: vital|crucial
vital: crucial
entire: whole
promote: advance|encourage
promoting: advancing
created: made|set up
creating: making
host: hold|receive
hosted: held|received
participate: take part
participated: took part
attend: go to
attended: went to
explain: make clear
emphasize: stress|underline
emphasized: stressed|underlined
highlight: stress|point out
highlighted: stressed|pointed out
reaffirm: confirm again|restate
reaffirmed: confirmed again|restated
express: voice
expressed: voiced
direct: order|instruct|tell
directed: ordered|instructed|told
directing: ordering|instructing
prevent: stop|avert
preventing: stopping|averting
eliminate: get rid of|end|abolish
terminate: end
terminated: ended
construct: build
construction: building
assess: evaluate|judge
obtain: get
acquire: buy|get
designate: name|declare
designated: named|declared
proclaim: declare
partnership: cooperation
initiative: programme|effort
rule: regulation
regulation: rule
students: pupils|learners
education: schooling
drug: medicine
drugs: medicines
costs: prices|expenses
cost: price
tax: levy
income: earnings
families: households
households: families
communities: places|towns
veterans: former soldiers|ex-servicemembers
military: armed forces
troops: soldiers
allies: partners
immigration: migration
border: frontier
crime: offences
violence: attacks
weapons: arms
firearms: guns
emissions: pollution
renewable: clean
electricity: power
expected: due|set
projected: forecast
percentage: share
role: job|part
former: ex-|previous
currently: now|at present
worldwide: around the world|globally
globally: around the world|worldwide
annually: a year|each year
""".splitlines()
    )
}
