"""Who does what to whom, exchanged; and the same act told from its other side."""

from collections.abc import Iterator

from claim_grammar import Edit, inflect
from claim_phrases import is_plain, is_plural, one_child, phrase, span_of
from spacy.tokens import Doc, Token

_TO_VERBS = {
    "give": "receive",
    "send": "receive",
    "lend": "borrow",
    "sell": "buy",
    "award": "receive",
    "offer": "receive",
    "provide": "receive",
    "pay": "receive",
    "grant": "receive",
    "deliver": "receive",
    "donate": "receive",
    "present": "receive",
    "teach": "learn",
}
_FROM_VERBS = {"receive": "give", "borrow": "lend", "buy": "sell", "get": "give", "purchase": "sell"}
_LINKS = {
    ("lead", "to"),
    ("result", "in"),
    ("contribute", "to"),
    ("depend", "on"),
    ("rely", "on"),
    ("belong", "to"),
    ("report", "to"),
    ("respond", "to"),
    ("stem", "from"),
    ("come", "before"),
    ("come", "after"),
    ("call", "on"),
}


def are_actors(*nouns: Token) -> bool:
    """Whether all phrases are of people, places or bodies, so that any of them may act."""
    kinds = ("PERSON", "ORG", "GPE", "NORP")
    return all(noun.pos_ == "PROPN" or any(one.ent_type_ in kinds for one in noun.subtree) for noun in nouns)


def roles(doc: Doc, verb: Token) -> Iterator[Edit]:
    """Who acts and who is acted on, exchanged; and what is given told as received."""
    subject, thing = one_child(verb, "nsubj"), one_child(verb, "dobj")
    if subject is None or subject.i > verb.i:
        return
    mutual = verb.lemma_ in ("meet", "join", "marry", "resemble", "equal", "be")
    if thing is not None and not mutual and _may_change_places(subject, thing) and thing.i > verb.i:
        kind = "roles exchanged" if are_actors(subject, thing) else "things exchanged"
        yield _exchange(kind, subject, thing)
    for prep in (child for child in verb.children if child.dep_ in ("prep", "dative") and child.i > verb.i):
        other = one_child(prep, "pobj")
        if other is None:
            continue
        if (verb.lemma_, prep.lower_) in _LINKS and _may_change_places(subject, other):
            yield _exchange(
                "cause and effect" if verb.lemma_ in ("lead", "result") else "roles exchanged", subject, other
            )
        if other.ent_type_ == "DATE" or thing is not None and thing.lemma_ in ("way", "rise", "birth"):
            continue
        converse = {"to": _TO_VERBS, "from": _FROM_VERBS}.get(prep.lower_, {}).get(verb.lemma_)
        if converse and _may_change_places(subject, other):
            yield _exchange("roles exchanged", subject, other)
            yield from _conversed(verb, subject, thing, prep, other, converse)
    origin = next((child for child in verb.subtree if child.lower_ == "from" and child.dep_ == "prep"), None)
    goal = next((child for child in verb.subtree if child.lower_ == "to" and child.dep_ == "prep"), None)
    if (
        origin is not None
        and goal is not None
        and (one := one_child(origin, "pobj"))
        and (two := one_child(goal, "pobj"))
    ):
        apart = two.left_edge.i > one.right_edge.i or one.left_edge.i > two.right_edge.i
        if (
            apart
            and "DATE" not in (one.ent_type_, two.ent_type_)
            and abs(one.i - two.i) < 8
            and is_plain(one, 6)
            and is_plain(two, 6)
        ):
            yield _exchange("from and to", one, two)


def _conversed(
    verb: Token, subject: Token, thing: Token | None, prep: Token, other: Token, converse: str
) -> Iterator[Edit]:
    """The same act told from its other side: 'lent to' as 'borrowed from'."""
    if thing is None or thing.left_edge.i != verb.i + 1 or thing.right_edge.i + 1 != prep.i:
        return
    if any(child.dep_ in ("aux", "neg", "conj") for child in verb.children) or subject.right_edge.i + 1 != verb.i:
        return
    done = inflect(converse, "VBP" if is_plural(other) and verb.tag_ in ("VBZ", "VBP") else verb.tag_)
    back = {"to": "from", "from": "to"}[prep.lower_]
    start, end = span_of(subject)[0], span_of(other)[1]
    right = f"{phrase(other)} {done} {phrase(thing)} {back} {phrase(subject)}"
    wrong = f"{phrase(subject)} {done} {phrase(thing)} {back} {phrase(other)}"
    yield Edit("converse", "supported", "supported", ((start, end, right),))
    yield Edit("roles exchanged", "refuted", "refuted", ((start, end, wrong),))


def _exchange(kind: str, one: Token, other: Token, label: str = "refuted") -> Edit:
    cuts = ((*span_of(one), phrase(other)), (*span_of(other), phrase(one)))
    return Edit(kind, label, label, cuts)


def _may_change_places(one: Token, other: Token) -> bool:
    plain = is_plain(one, 8) and is_plain(other, 8) and one.pos_ != "PRON" and other.pos_ != "PRON"
    return plain and is_plural(one) == is_plural(other) and one.left_edge.lower_ not in ("this", "these", "that")


def compared(doc: Doc) -> Iterator[Edit]:
    """The two sides of a comparison change places."""
    for than in doc:
        if than.lower_ != "than" or than.dep_ != "prep" or (other := one_child(than, "pobj")) is None:
            continue
        verb = next((one for one in than.ancestors if one.pos_ in ("VERB", "AUX")), None)
        subject = one_child(verb, "nsubj") if verb is not None else None
        if (
            subject is not None
            and not other.like_num
            and other.ent_type_ not in ("DATE", "MONEY", "PERCENT", "CARDINAL")
        ):
            if (
                is_plain(subject, 8)
                and is_plain(other, 8)
                and "PRON" not in (subject.pos_, other.pos_)
                and subject.i < other.i
            ):
                yield _exchange("comparison", subject, other)


def plans(verb: Token) -> Iterator[Edit]:
    """What somebody plans, told as done."""
    goal = one_child(verb, "xcomp")
    if verb.lemma_ not in (
        "plan",
        "propose",
        "intend",
        "seek",
        "promise",
        "aim",
        "want",
        "hope",
        "pledge",
        "vow",
        "agree",
    ):
        return
    if goal is None or goal.tag_ != "VB" or goal.i != verb.i + 2 or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return
    if any(child.dep_ in ("neg", "aux") for child in verb.children) or goal.lemma_ == "be":
        return
    start, end = verb.idx, goal.idx + len(goal)
    has = "have" if verb.tag_ == "VBP" else "has"
    for done in (inflect(goal.lemma_, "VBD"), f"{has} {inflect(goal.lemma_, 'VBN')}"):
        yield Edit("modality", "refuted", "", ((start, end, str(done)),))
