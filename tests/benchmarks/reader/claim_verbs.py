"""Changes of a sentence's verbs: synonyms, opposites, others of the frame, and their denials."""

import random
from collections.abc import Iterator

import claim_words as words
from claim_grammar import Cut, Edit, inflect, is_hyphenated, is_passive
from spacy.tokens import Token


def verb_edits(verb: Token, rng: random.Random) -> Iterator[Edit]:
    """A verb exchanged for others, as far as its frame allows it."""
    particle = next((child for child in verb.children if child.dep_ == "prt" and child.i == verb.i + 1), None)
    end = particle.idx + len(particle) if particle is not None else verb.idx + len(verb)
    lemma = verb.lemma_.lower() + (f" {particle.lower_}" if particle is not None else "")
    objects = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
    passive = is_passive(verb)
    infinitive = any(child.dep_ == "xcomp" and child.tag_ == "VB" and child.i > verb.i for child in verb.children)
    if any(child.dep_ in ("dative", "oprd", "prep") and child.i == verb.i + 1 for child in verb.children):
        if not passive:
            return
    if infinitive and not objects and not passive:
        tables = [(words.INFINITIVE_VERBS, "refuted")]
    elif passive or (objects and objects[0].i > verb.i and objects[0].pos_ != "PRON"):
        if any(child.dep_ in ("ccomp", "xcomp") for child in verb.children) and lemma not in _WITH_INFINITIVE:
            return
        tables = [(words.OPPOSED_VERBS, "refuted"), (words.OTHER_VERBS, "unsupported")]
    elif not objects and not any(child.dep_ in ("ccomp", "xcomp", "acomp", "attr") for child in verb.children):
        tables = [(words.INTRANSITIVE_VERBS, "refuted")]
    else:
        return
    with_what = lemma in ("provide", "supply") and any(child.lower_ == "with" for child in verb.children)
    if verb.dep_ in ("amod", "compound") or with_what or is_hyphenated(verb):
        return
    for table, label in tables:
        for own, *others in table.get(lemma, ()):
            yield from _exchanged(verb, end, own, others, label, passive, rng)


_WITH_INFINITIVE = frozenset("require allow permit forbid enable order direct urge instruct authorize".split())


_BOTH = frozenset("end stop import export return leave repay settle rebuild reopen produce generate".split())
"""Verbs after which the opposite may be true as well."""


def _exchanged(
    verb: Token, end: int, own: list[str], others: list[list[str]], label: str, passive: bool, rng: random.Random
) -> Iterator[Edit]:
    """A synonym of a verb, another verb of its frame, and the denial of that."""
    wished = any(child.dep_ == "xcomp" for child in verb.children)

    def cut(phrase: str, tag: str = verb.tag_) -> tuple[Cut, ...]:
        if passive and phrase.startswith("~"):
            return ()
        new = inflect(phrase, tag)
        return ((verb.idx, end, new),) if new else ()

    for synonym in own[1:]:
        if cuts := cut(synonym):
            yield Edit("synonym verb", "supported", "supported", cuts)
    for group in others:
        if cuts := cut(rng.choice(group)):
            kind = "verb" if label == "refuted" else "other verb"
            yield Edit(kind, label, label, cuts)
    if label == "refuted" and own[0] not in _BOTH and not (wished and own[0] not in ("agree", "refuse", "fail")):
        group = rng.choice(others)
        for phrase, says in ((rng.choice(group), "supported"), (rng.choice(own), "refuted")):
            kind = "negated antonym" if says == "supported" else "negation"
            if (denial := _denied(verb, phrase, end, passive)) is not None:
                yield Edit(kind, says, "" if says == "supported" else "refuted", denial)


def _denied(verb: Token, phrase: str, end: int, passive: bool) -> tuple[Cut, ...] | None:
    """The cuts that deny another verb in place of a predicate."""
    if verb.dep_ != "ROOT" or any(child.dep_ in ("neg", "conj") for child in verb.children):
        return None
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if passive and phrase.startswith("~"):
        return None
    if helpers:
        new = inflect(phrase, verb.tag_)
        place = helpers[0].idx + len(helpers[0])
        if helpers[0].lower_ in ("'s", "’s", "'ll", "’ll", "'ve", "’ve", "to") or new is None:
            return None
        if place + 1 == verb.idx:
            return ((place, end, f" not {new}"),)
        return ((place, place, " not"), (verb.idx, end, new))
    do = {"VBD": "did", "VBZ": "does", "VBP": "do"}.get(verb.tag_)
    new = inflect(phrase, "VB")
    return ((verb.idx, end, f"{do} not {new}"),) if do and new else None
