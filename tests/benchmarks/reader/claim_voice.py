"""Active sentences made passive, and passive ones active."""

from collections.abc import Iterator

from claim_grammar import Edit, inflect
from claim_phrases import is_plain, is_plural, one_child, phrase, span_of
from claim_roles import are_actors
from spacy.tokens import Doc, Token

_OBJECT_FORMS = {"he": "him", "she": "her", "they": "them", "we": "us", "i": "me", "it": "it", "who": "whom"}
_STATES = frozenset("have be include want need lack mean say become remain cost weigh contain let get like see".split())


def to_passive(doc: Doc, verb: Token) -> Iterator[Edit]:
    """An active sentence made passive, and with the roles exchanged."""
    subject, thing = one_child(verb, "nsubj"), one_child(verb, "dobj")
    others = {child.dep_ for child in verb.children}
    if subject is None or thing is None or verb.lemma_ in _STATES or subject.i > verb.i or _is_cut_off(subject):
        return
    if others & {"neg", "conj", "ccomp", "xcomp", "dative", "oprd", "prt", "expl"} or thing.pos_ == "PRON":
        return
    if not is_plain(subject, 10) or not is_plain(thing, 14) or thing.left_edge.i != verb.i + 1:
        return
    if subject.pos_ == "PRON" and subject.lower_ not in _OBJECT_FORMS or subject.lower_ == "it":
        return
    helpers = [child for child in verb.children if child.dep_ == "aux"]
    if len(helpers) > 1 or subject.right_edge.i + 1 + len(helpers) != verb.i:
        return
    plural, done = is_plural(thing), inflect(verb.lemma_, "VBN")
    if helpers and helpers[0].tag_ == "MD":
        being = f"{helpers[0].text} be"
    elif helpers and helpers[0].lemma_ == "have":
        being = {"had": "had been"}.get(helpers[0].lower_, "have been" if plural else "has been")
    elif not helpers and verb.tag_ in ("VBD", "VBZ", "VBP"):
        past = verb.tag_ == "VBD"
        being = ("were" if plural else "was") if past else ("are" if plural else "is")
    else:
        return
    actor = _OBJECT_FORMS.get(subject.lower_, phrase(subject))
    start, end = span_of(subject)[0], span_of(thing)[1]
    new = f"{phrase(thing)} {being} {done} by {actor}"
    yield Edit("passive", "supported", "supported", ((start, end, new),))
    if subject.pos_ != "PRON":
        backwards = f"{phrase(subject)} {_agreed(being, is_plural(subject))} {done} by {phrase(thing)}"
        kind = "roles exchanged" if are_actors(subject, thing) else "things exchanged"
        yield Edit(kind, "refuted", "refuted", ((start, end, backwards),))


def _is_cut_off(noun: Token) -> bool:
    """Whether the parser took only the end of a name or a list for a phrase."""
    first = noun.left_edge
    before = [one.pos_ for one in noun.doc[max(0, first.i - 2) : first.i]]
    return before[-1:] == ["PROPN"] or before == ["PROPN", "PUNCT"]


def _agreed(being: str, plural: bool) -> str:
    forms = {"was": "were", "is": "are", "has been": "have been"}
    backwards = {value: key for key, value in forms.items()}
    return forms.get(being, being) if plural else backwards.get(being, being)


def to_active(doc: Doc, verb: Token) -> Iterator[Edit]:
    """A passive sentence that names who acts made active, and with the roles exchanged."""
    subject, agent = one_child(verb, "nsubjpass"), one_child(verb, "agent")
    actor = one_child(agent, "pobj") if agent is not None else None
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if subject is None or actor is None or not helpers or any(c.dep_ in ("neg", "conj") for c in verb.children):
        return
    if not is_plain(subject) or not is_plain(actor) or agent is None or agent.i != verb.i + 1 or subject.pos_ == "PRON":
        return
    if subject.right_edge.i + 1 != helpers[0].i or helpers[-1].i + 1 != verb.i or actor.tag_ == "VBG":
        return
    plural, said = is_plural(actor), [one.lower_ for one in helpers]
    if said in (["was"], ["were"]):
        done = inflect(verb.lemma_, "VBD")
    elif said in (["is"], ["are"]):
        done = inflect(verb.lemma_, "VBP" if plural else "VBZ")
    elif said in (["has", "been"], ["have", "been"]):
        done = f"{'have' if plural else 'has'} {inflect(verb.lemma_, 'VBN')}"
    elif len(said) == 2 and helpers[0].tag_ == "MD" and said[1] == "be":
        done = f"{helpers[0].text} {verb.lemma_}"
    else:
        return
    start, end = span_of(subject)[0], span_of(actor)[1]
    yield Edit("active", "supported", "supported", ((start, end, f"{phrase(actor)} {done} {phrase(subject)}"),))
    if is_plural(subject) == plural:
        wrong = f"{phrase(subject)} {done} {phrase(actor)}"
        yield Edit("roles exchanged", "refuted", "refuted", ((start, end, wrong),))
