"""Which words a claim may exchange: those that keep a sentence true and those that make it wrong.

Groups are lines. A stroke parts groups that contradict each other, an equals sign parts words that may stand for each
other: in `approve=okay | reject=turn down`, 'approve' contradicts 'turn down'. A verb is given as its base form, with
what follows it; only its first word is inflected. `~` marks a verb that has no passive voice.
"""

OPPOSED_VERBS = """
approve=okay=green-light=~give approval to | reject=turn down=refuse | delay=put off=postpone=push back | cancel=call off
sign | veto
ratify | reject=turn down
adopt=pass | reject=vote down=defeat | repeal=rescind
enact=~put into law | repeal=do away with
uphold=affirm | overturn=strike down=reverse
extend=prolong=lengthen | shorten=cut short=curtail | end=terminate=~put an end to
increase=raise=boost=step up | reduce=lower=cut=decrease=bring down=scale back
expand=broaden=widen=enlarge | narrow=shrink=restrict=curb
strengthen=reinforce=bolster=shore up | weaken=undermine=erode
buy=purchase=acquire | sell=sell off
import | export
open=inaugurate | close=shut=shut down
create=establish=set up | abolish=eliminate=do away with=dismantle
launch=start=begin=kick off | end=stop=halt=discontinue
build=construct=put up | demolish=tear down=knock down
support=back=endorse=favor=~give support to | oppose=resist=object to
join | leave=quit=withdraw from | reject
accept | refuse=decline=reject=turn down
allow=permit=authorize | prohibit=forbid=ban=bar
require=oblige | allow=permit | forbid=prohibit
protect=safeguard=defend | endanger=jeopardize=threaten
rescue=save | abandon
win=secure | lose
gain=obtain | lose
hire=recruit=take on | fire=lay off=dismiss
appoint=name | dismiss=remove=oust
confirm=approve | reject=vote down
praise=commend=applaud=hail | criticize=condemn=denounce=~find fault with
condemn=denounce=criticize | praise=commend=applaud | excuse=play down
welcome=greet | deplore=lament=regret
include=contain=cover | exclude=leave out=omit
add=insert | remove=take away=delete
accelerate=speed up=hasten | slow=slow down=hold up
improve=enhance=better | worsen=degrade=impair
simplify=streamline | complicate
encourage=promote=foster | discourage=deter
prevent=avert=head off | cause=bring about=provoke
fund=finance=pay for | defund=cut off funds for
restore=reinstate=bring back | suspend | revoke=withdraw
impose=introduce | lift=remove=waive
lift=remove | impose=introduce | tighten
grant=award | deny=withhold | revoke=take back
deliver=hand over | withhold=hold back
release=free=let go | detain=hold=lock up
arrest=take into custody | release=let go
attack=assault | defend=protect
invade | liberate
remember=recall | forget
reveal=disclose=make public | conceal=hide=cover up
publish=bring out=make public | withhold=suppress
admit=acknowledge | deny=dispute
recognize=acknowledge | deny | ignore
continue=keep up=carry on with | discontinue=stop=~put a stop to
resume=restart | suspend=halt=break off
maintain=keep=retain | abandon=give up=drop
implement=carry out=put into effect | abandon=scrap=shelve
exceed=surpass=top | fall short of=miss
complete=finish=wrap up | begin=start | abandon
solve=resolve=settle | aggravate
unite=bring together | divide=split=drive apart
deploy=send in | withdraw=pull out
ban=outlaw=prohibit | legalize=allow=permit
tighten=toughen | loosen=relax=ease
double | halve
triple | halve
grow=expand=increase | shrink=reduce
host | snub
attend=~take part in | skip=miss=stay away from
invite | exclude=turn away
enforce=apply | waive=suspend
recover=regain=get back | lose=forfeit
receive=get=obtain | send | lose
earn=make | lose | spend
spend=lay out | save | earn
punish=penalize | reward | pardon
pardon | convict | sentence
convict=find guilty | acquit=clear
trust=~have confidence in | distrust=mistrust
honor=~pay tribute to | dishonor=insult
celebrate=commemorate=mark | mourn | ignore
declassify | classify
regulate | deregulate
empower=strengthen | disempower=weaken
hurt=harm=damage | help=benefit
help=assist=~come to the aid of | hinder=hamper=harm
benefit=help | hurt=harm
advance=further=~make progress on | hinder=hold back=set back
combat=fight=counter=tackle | promote=encourage=fuel
address=tackle=deal with | neglect=ignore
stabilize=steady | destabilize=upset
connect=link | disconnect=cut off
repair=fix=mend | damage=wreck
preserve=conserve=keep intact | destroy=ruin
destroy=ruin=wipe out | preserve=save | rebuild
rebuild=reconstruct | destroy=tear down
declare=proclaim | lift=end
terminate=end=~put an end to | extend=continue=renew
renew=extend | terminate=cancel
reauthorize=renew | repeal
defeat=beat | lose to
lead=head | leave
mobilize | demobilize
modernize=update=upgrade | neglect=let go to ruin
ensure=guarantee=make sure of | jeopardize=endanger
enhance=improve=build up | impair=weaken
meet=fulfill | miss=fall short of
unlock=open up | lock up=block
overcome=surmount | succumb to
evacuate | reoccupy
shield=protect | expose
stop=halt=~put a stop to | start=begin | continue
ease=relieve=alleviate | aggravate=worsen
fill | empty | leave vacant
share=pass on | withhold=keep back
nominate=put forward | pass over | withdraw
enter | leave=exit
investigate=look into=probe | ignore
defend=stand up for | attack=abandon
supply=provide=furnish | withhold=cut off
provide=supply=furnish | withhold=deny
modify=amend=change | leave unchanged
amend=revise=change | leave unchanged
contribute=give=donate | withdraw=withhold
respect=honor | disregard=ignore
deepen=intensify | loosen
curb=rein in=restrain | encourage=fuel
reverse=undo | continue=uphold
drive=propel=fuel | slow=hold back
generate=produce=yield | consume=use up
produce=make=turn out | consume=use up
advise=counsel | mislead
entitle | disqualify
repay=pay back | owe=borrow
settle=resolve | reopen
attract=draw=bring in | repel=drive away
spur=stimulate | stifle
arm | disarm
underestimate=underrate | overestimate=overrate
assert=claim=maintain | deny=dispute
achieve=attain=reach | miss=fail to reach
endorse=back=come out for | oppose=come out against
enable=allow | prevent
combine=merge=join | separate=split up
replace=~take the place of | keep=retain
rescind=revoke=withdraw | uphold=keep in force
revoke=rescind=cancel | grant=uphold
unveil=announce=make public | withdraw=keep secret
delay=put off=postpone=hold up | approve | advance=bring forward | speed up
reject=turn down=decline | accept | approve
reduce=lower=cut=decrease=bring down | increase=raise=boost
cut=reduce=lower=slash | raise=increase
lower=reduce=bring down | raise=increase=drive up
limit=restrict=cap | expand=extend
eliminate=remove=do away with=get rid of | introduce | keep=retain
end=stop=~put an end to | begin=start | extend=continue
block=stop=thwart | allow=permit=wave through
oppose=resist=object to | support=back=endorse
close=shut=shut down | open=reopen
undermine=weaken=erode | strengthen=bolster
violate=break=breach | obey=comply with
withdraw=pull out=take back | send=deploy=put forward
threaten=endanger=menace | protect=safeguard
deny=refuse=withhold | grant=approve
prohibit=forbid=ban=bar | allow=permit | require
waive=suspend | enforce=impose
suspend=halt | resume=continue
kill=~take the lives of | spare=save
reopen=open again | close=shut
"""
"""Verbs with an object, or in the passive."""

OTHER_VERBS = """
sign | propose | draft | review=look over
approve=okay | propose=put forward | consider=weigh | discuss=talk over
announce=unveil=make public | complete | study=look into | cancel=call off
visit=~pay a visit to | telephone=call up | invite
nominate=put forward | interview | appoint
fund=finance=pay for | inspect | design | study
build=construct | design | inspect | plan
create=establish=set up | propose | evaluate=assess
launch=start | discuss | evaluate=assess
thank | warn | consult
establish=create=set up | propose | review
introduce=bring in | withdraw | sponsor
propose=put forward=suggest | adopt | finalize
issue=put out=publish | revise | request
release=put out=publish | review | request
award=hand out | request=ask for | audit
investigate=look into=probe | fund
develop=work out | test | buy
support=back | lead | study
host | finance | boycott
meet=~hold talks with | replace | invite
direct=instruct=order | ask | forbid
urge=call on | pay | forbid
order=instruct=direct | ask | forbid
train | hire=recruit | survey
protect=safeguard | study | visit
deliver=hand over | order | collect
provide=supply | request=ask for | collect
expand=broaden | review | study
submit=hand in | withdraw | reject
acquire=buy | lease=rent | inspect
test=try out | buy | ban
"""
"""Verbs of one frame that do not contradict each other: the one says nothing about the other."""

INTRANSITIVE_VERBS = """
rise=increase=go up=climb | fall=decline=decrease=go down=drop | stay the same=remain unchanged
increase=rise=go up=grow | decrease=decline=fall=go down
grow=increase=expand | shrink=decline=decrease
decline=fall=go down=drop | rise=increase=go up
fall=drop=go down | rise=go up=climb
drop=fall=go down | rise=go up=increase
expand=grow | contract=shrink
begin=start=get under way | end=conclude=come to an end
start=begin | end=stop
end=conclude=finish=come to an end | begin=start | go on=continue
arrive=turn up | leave=depart
succeed=work | fail=come to nothing
improve=get better | worsen=deteriorate=get worse
accelerate=speed up | slow=slow down
continue=go on=carry on | stop=end=cease
agree=concur | disagree
advance=move forward | retreat=fall back
resign=step down=quit | stay on=stay in office
survive=live on | die=perish
die=pass away=perish | survive
return=come back | leave=go away
strengthen=firm up | weaken
prosper=thrive=flourish | struggle=languish
"""
"""Verbs without an object."""

INFINITIVE_VERBS = """
agree=undertake | refuse=decline
refuse=decline | agree=consent
plan=intend=mean | refuse=decline
promise=pledge=vow | refuse=decline
pledge=promise=vow | refuse=decline
vow=pledge=promise | refuse
continue=go on | cease
begin=start | cease
seek=try=attempt | refuse
try=attempt=seek | refuse
fail=~not manage | manage
manage=contrive | fail
commit=pledge | refuse
decide=resolve=choose | refuse=decline
aim=seek=intend | refuse
"""
"""Verbs that an infinitive follows."""

OPPOSED_WORDS = """
NN increase=rise=growth | decrease=decline=drop=reduction
NN rise=increase | fall=decrease=decline
NN decrease=reduction=decline | increase=rise
NN decline=decrease=fall | increase=rise
NN reduction=cut=decrease | increase=rise
NN growth=expansion | decline=contraction
NN import | export
NN export | import
NN surplus | deficit
NN deficit=shortfall | surplus
NN majority | minority
NN profit=gain | loss
NN supporter=backer | opponent=critic
NN opponent=critic | supporter=backer
NN ally=partner | enemy=adversary
NN enemy=adversary | ally=partner
NN success=triumph | failure
NN failure | success
NN beginning=start | end=close
NN buyer=purchaser | seller
NN lender | borrower
NN employer | employee=worker
NN strength | weakness
NN winner | loser
NN victory=win | defeat
NN advantage=benefit | drawback=disadvantage
NN support=backing | opposition=resistance
NN approval=consent | rejection=refusal
NN shortage=scarcity | surplus=glut
NN expansion=enlargement | reduction=contraction
NN opening | closing=closure
NN peace | war
NN creation=establishment | abolition=elimination
NN rural | urban
JJ large=big | small=little
JJ small=little | large=big
JJ high | low
JJ low | high
JJ higher | lower
JJ lower | higher
JJ strong=robust | weak=feeble
JJ public | private
JJ private | public
JJ domestic | foreign
JJ foreign | domestic
JJ federal | state | local
JJ temporary=provisional | permanent=lasting
JJ permanent=lasting | temporary
JJ voluntary=optional | mandatory=compulsory
JJ mandatory=compulsory=obligatory | voluntary=optional
JJ bipartisan | partisan
JJ legal=lawful | illegal=unlawful
JJ illegal=unlawful | legal=lawful
JJ northern | southern
JJ southern | northern
JJ eastern | western
JJ western | eastern
JJ annual=yearly | monthly | weekly
JJ urban | rural
JJ rural | urban
JJ former=past | current
JJ current=present | former
JJ early | late
JJ first | second | last
JJ largest=biggest | smallest | second largest
JJ highest | lowest | second highest
JJ lowest | highest
JJ safe=secure | unsafe=dangerous
JJ unanimous | divided
JJ safer | more dangerous
JJ cheaper | more expensive
JJ more expensive | cheaper
JJ short | long
JJ long=lengthy | short=brief
JJ rich=wealthy | poor
JJ senior | junior
JJ military | civilian
JJ unprecedented | routine=usual
JJ essential=vital=crucial | unimportant=negligible
JJ critical=crucial | unimportant=minor
JJ significant=substantial=considerable | insignificant=minor
JJ major=big | minor
JJ effective | ineffective
JJ full=complete | partial
JJ direct | indirect
JJ rapid=fast=quick | slow
JJ responsible | not responsible
JJ available | unavailable
JJ able | unable
JJ unable=not able | able
JJ open | closed
JJ successful | unsuccessful
JJ likely | unlikely
JJ positive | negative
JJ democratic | autocratic
RB rapidly=quickly=fast | slowly
RB significantly=substantially=considerably | slightly=marginally
RB unanimously | narrowly
RB permanently=for good | temporarily=for the time being
RB always | never
RB never | always | often
RB often=frequently | rarely=seldom
RB rarely=seldom | often
RB fully=completely=entirely | partly=in part
RB publicly=in public | privately=in private
RB successfully | unsuccessfully
RB immediately=at once=right away | eventually=much later
RB directly | indirectly
RB annually=every year | monthly=every month
RB sharply=steeply | slightly
RB together=jointly | separately
RB domestically=at home | abroad
IN before=prior to=ahead of | after
IN after=following | before
IN above | below
IN below | above
IN during | after | before
IN since | until=up to
IN until=up to | since
IN inside=within | outside
IN outside | inside
IN against | for
IN despite=in spite of | because of=due to
"""
"""Words but verbs, each line with the part of speech that the first word must have."""

SAME_WORDS = """
NN company=firm | NN companies=firms=businesses | NN nation=country | NN nations=countries | NN lawyer=attorney
NN physician=doctor | NN physicians=doctors | NN children=kids=minors | NN individuals=people | NN automobile=car
NN purchase=acquisition | NN assistance=help=aid | NN aid=assistance=help | NN infrastructure project=building project
NN jobs=positions=posts | NN workers=employees | NN employees=workers=staff | NN students=pupils | NN homes=houses
NN funds=money | NN funding=money=funds | NN legislation=laws | NN goal=aim=objective | NN goals=aims=objectives
NN efforts=endeavors | NN discussion=talk | NN discussions=talks
NN talks=discussions=negotiations | NN agreement=accord=deal | NN deal=agreement | NN obligation=duty
NN requirement=condition | NN requirements=conditions | NN danger=risk=hazard | NN cooperation=collaboration
NN citizens=nationals | NN relationship=ties=relations | NN partnership=alliance | NN conflict=war
NN challenges=difficulties=problems | NN opportunity=chance
NN residents=inhabitants | NN colleagues=coworkers | NN meeting=session | NN plan=program | NN decision=ruling
NN location=place=site | NN income=earnings | NN pay=wages=salary | NN wages=pay | NN fees=charges | NN freedom=liberty
NN freedoms=liberties | NN courage=bravery | NN sacrifice=selflessness | NN resources=means | NN damage=harm=destruction
NN response=reaction | NN area=region | NN areas=regions | NN consumers=buyers
NN facilities=sites=plants | NN invention=innovation | NN seniors=older people | NN cost=price
NN costs=expenses | NN victims=casualties
JJ approximately=about=roughly=around | RB approximately=about=roughly=around | RB roughly=about=approximately
RB nearly=almost=close to | RB almost=nearly=close to | RB currently=now=at present | RB recently=lately
RB previously=earlier=before | RB additionally=also=in addition=moreover 
RB nationwide=across the country | RB quickly=rapidly=swiftly | RB primarily=mainly=chiefly | RB especially=particularly
RB particularly=especially | RB today=this day | RB frequently=often | RB annually=every year=each year
RB ultimately=in the end=finally | RB however=but=yet | RB therefore=thus=for this reason | RB jointly=together
RB simply=just | RB greatly=very much | RB entirely=wholly=completely
JJ important=significant=weighty | JJ crucial=vital=essential | JJ vital=crucial=essential | JJ essential=vital
JJ additional=further=extra=more | JJ entire=whole | JJ numerous=many | JJ many=numerous | JJ various=several=different
JJ necessary=needed=required | JJ historic=momentous | JJ difficult=hard | JJ hard=difficult | JJ dangerous=hazardous
JJ affordable=inexpensive | JJ unlawful=illegal | JJ annual=yearly | JJ devastating=ruinous | JJ severe=serious
JJ serious=grave=severe | JJ robust=strong | JJ rapid=fast=swift | JJ enormous=huge=immense | JJ huge=enormous
JJ whole=entire | JJ brave=courageous | JJ wealthy=rich | JJ several=a number of | JJ sufficient=enough | JJ daily=everyday
IN regarding=concerning=about | IN concerning=about=regarding | IN throughout=all over=across | IN across=all over
IN amid=during | IN upon=on | IN within=inside | IN toward=towards | IN via=through=by way of | IN prior to=before
IN among=amongst | IN because=since=as | IN while=whereas | IN although=though=even though | IN following=after
VB help=assist | VB need=require | VB require=call for | VB begin=start | VB ask=request | VB show=demonstrate
VB demonstrate=show | VB discuss=talk about=talk over | VB use=employ=make use of | VB make=produce | VB choose=select=pick
VB underscore=stress=emphasize | VB emphasize=stress=underline | VB reaffirm=restate=affirm again | VB want=wish
VB receive=get | VB face=confront | VB live=reside | VB obtain=get | VB attend=go to | VB assist=help=aid
VB thank=express thanks to | VB mention=refer to | VB visit=pay a visit to=go to see
VB respond=react=reply | VB purchase=buy | VB aim=intend | VB get=receive=obtain | VB speak=talk | VB travel=journey=go
VB gather=collect=assemble | VB manufacture=make=produce | VB utilize=use | VB tell=inform | VB warn=caution=alert
VB apply=make an application | VB represent=stand for | VB choose=opt for | VB direct=instruct=order | VB urge=call on=press
VB instruct=direct=order | VB order=instruct=direct | VB announce=make known=make public | VB issue=put out=publish
VB deliver=bring | VB happen=occur=take place | VB occur=happen=take place | VB state=say=declare
VB convene=call together | VB study=examine=look into | VB examine=look into=study | VB review=look over
VB monitor=keep watch on=watch | VB consider=weigh=think about | VB identify=pinpoint=find | VB possess=have=own
VB lead=head | VB oversee=supervise=watch over | VB highlight=point out=stress | VB allocate=set aside=assign
VB ignore=pay no heed to=disregard | VB tour=go round | VB commemorate=mark | VB assess=evaluate=judge | VB seek=look for
VB hold=conduct | VB conduct=carry out | VB perform=carry out=do | VB learn=find out | VB injure=hurt=wound
"""
"""Words that may stand for each other; the first one is looked for."""

KINDS = """
senator senators: lawmaker lawmakers | congressman congressmen: lawmaker lawmakers | soldier soldiers: service member service members
nurse nurses: health worker health workers | doctor doctors: health worker health workers | truck trucks: vehicle vehicles
teacher teachers: educator educators | car cars: vehicle vehicles | bus buses: vehicle vehicles | missile missiles: weapon weapons
hurricane hurricanes: storm storms | tornado tornadoes: storm storms | wildfire wildfires: disaster disasters
flood floods: disaster disasters | earthquake earthquakes: disaster disasters | ambassador ambassadors: diplomat diplomats
son sons: child children | daughter daughters: child children | brother brothers: sibling siblings | bridge bridges: structure structures
hospital hospitals: health facility health facilities | clinic clinics: health facility health facilities | drone drones: aircraft aircraft
university universities: institution institutions | college colleges: institution institutions | governor governors: official officials
mayor mayors: official officials | tariff tariffs: duty duties | rifle rifles: gun guns | pistol pistols: gun guns | ship ships: vessel vessels
father fathers: parent parents | mother mothers: parent parents | wheat: grain | corn: grain | beef: meat | salmon: fish | fentanyl: drug
cancer: disease | diabetes: disease | malaria: disease | airline airlines: carrier carriers | airplane airplanes: aircraft aircraft
firefighter firefighters: first responder first responders | farmer farmers: producer producers | attack attacks: act of violence acts of violence
lithium: mineral | copper: metal | steel: metal | aluminum: metal | gasoline: fuel | diesel: fuel | coal: fuel | oil: fuel
law laws: measure measures | bill bills: measure measures | regulation regulations: rule rules | treaty treaties: agreement agreements
"""
"""Words and the name of their kind, which is true where they are, but does not say as much."""

QUANTIFIERS = {
    "all": (("some", "many", "most"), ("no", "few", "only some", "hardly any", "half of all")),
    "most": (("some", "many"), ("few", "no", "all", "a minority of", "hardly any")),
    "many": (("some",), ("few", "no", "all", "hardly any")),
    "some": (("a number of",), ("no", "all", "most")),
    "several": (("some", "a number of"), ("no", "all", "hardly any")),
    "few": (("hardly any", "not many"), ("many", "most", "all", "no")),
    "no": (("not any",), ("some", "many", "all", "most")),
    "numerous": (("many", "some"), ("few", "no", "all")),
    "thousands of": (("many", "hundreds of"), ("dozens of", "millions of", "no")),
    "millions of": (("many", "thousands of", "a great many"), ("thousands of", "hundreds of", "billions of")),
    "hundreds of": (("many", "dozens of"), ("thousands of", "a handful of", "no")),
    "dozens of": (("many", "some"), ("hundreds of", "a handful of", "no")),
    "every": (("each",), ("not every", "almost no")),
    "each": (("every",), ("not every", "hardly any")),
}
"""For each quantifier those that it makes true, and those that are wrong or say more."""

PHRASES = """
more than | = over | x fewer than | x up to
over | = more than | x under
less than | = under | x more than
fewer than | = under | x more than
at least | = no fewer than | x at most | x fewer than
up to | = as many as | x at least | x more than
nearly | = almost | x more than
almost | = nearly | x more than
as much as | = up to | x at least
no later than | = by | x no earlier than
due to | = because of | x despite
because of | = owing to | x despite
thanks to | = because of | x despite
as a result of | = because of | x in spite of
because | = since | x although
although | = though | x because
despite | = in spite of | x because of
led to | = resulted in | = brought about | x resulted from | x was caused by
resulted in | = led to | = brought about | x resulted from
resulting in | = leading to | x resulting from | x preventing
caused by | = due to | x causing
one of the largest | = among the largest | x the largest
one of the most | = among the most | x the most
the first | x the second | x the last
the most | x the least
the largest | = the biggest | x the second largest | x the smallest
the highest | x the lowest | x the second highest
the lowest | x the highest
only | x not only
both | x neither of
in support of | = in favor of | x in opposition to
in favor of | = in support of | x in opposition to
the United States | = the U.S. | = America
the U.S. | = the United States
in order to | = so as to | x instead of trying to
as well as | = and | x instead of | x but not
along with | = together with | x instead of
in addition to | = besides | x instead of
such as | = including | x other than
including | = among them | x with the exception of | x apart from
instead of | = rather than | x in addition to
rather than | = instead of | x as well as
has the right to | = is entitled to | x is not entitled to
as soon as | = once | x long before
"""
"""Phrases of several words or about numbers: `=` says the same or less, `x` is wrong."""

MODALS = {
    "will": ("may", "should", "will not", "could"),
    "must": ("may", "need not", "should", "can"),
    "shall": ("may", "need not", "shall not"),
    "may": ("will", "must", "may not"),
    "might": ("will", "might not"),
    "could": ("will", "could not", "must"),
    "can": ("must", "cannot"),
    "should": ("must", "will", "should not"),
    "would": ("did not want to", "would not", "must"),
    "cannot": ("can",),
}
"""For each modal those that change what is said; 'shall' and 'must' are the same."""
