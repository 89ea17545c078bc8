"""A parsed clause and its parts, and how it is turned into a question."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

_UNCLEAR = frozenset(
    "you your yours yourself he she him it they them here today tonight yesterday tomorrow now there ourselves "
    "myself this these those such former latter same above below following herein".split()
)
_DEICTIC_PARTS = frozenset(
    "today tonight yesterday tomorrow now again also here however therefore just then already currently further".split()
)
_EMPTY_PARTS = frozenset(
    ["in addition", "for example", "in particular", "as a matter of fact", "in fact", "to date", "so far", "in total"]
    + ["for instance", "in turn", "of course", "as a result", "for the first time", "at the same time", "in general"]
)
_OWN_PAPERS = frozenset(
    "order memorandum proclamation agreement budget plan law bill legislation act initiative program announcement "
    "action strategy guidance rule partnership package section determination declaration".split()
)
_OWN_THINGS = frozenset("administration nation country economy military government people team allies world".split())
_DROPPED_INSIDE = frozenset({"relcl", "appos", "advcl", "parataxis"})
_FULL_FORMS = {"’ve": "have", "’re": "are", "’ll": "will", "’d": "would", "’m": "am", "ca": "can", "wo": "will"}
Made = tuple[str, str, list[tuple[int, int]]]
"""A question, its kind, and where the sentence answers it."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The parts of a clause that a question moves about."""

    verb: Token
    subject: Token
    auxiliaries: list[Token]
    leading: list[Token]
    trailing: list[Token]
    between: list[Token]


def clauses(doc: Doc) -> list[Clause]:
    """The main clause of a sentence and the clause that it reports, where they can be turned."""
    roots = [token for token in doc if token.dep_ == "ROOT"]
    if len(roots) != 1 or any(mark in doc.text for mark in "—–?…;[") or doc.text.count("“") != doc.text.count("”"):
        return []
    heads = roots + [t for t in roots[0].rights if t.dep_ == "ccomp"]
    return [clause for head in heads if (clause := _clause(head)) is not None]


def _clause(verb: Token) -> Clause | None:
    subjects = [t for t in verb.lefts if t.dep_ in ("nsubj", "nsubjpass")]
    if verb.pos_ not in ("VERB", "AUX") or len(subjects) != 1 or any(t.dep_ == "expl" for t in verb.children):
        return None
    subject = subjects[0]
    auxiliaries = [t for t in verb.lefts if t.dep_ in ("aux", "auxpass")]
    if any(t.i < subject.i for t in auxiliaries) or verb.tag_ in ("VBG", "VBN", "VB") and not auxiliaries:
        return None
    if any(t.tag_ == "TO" for t in auxiliaries):
        return None
    leading = [t for t in verb.lefts if t.i < subject.i and t.dep_ in ("prep", "npadvmod")]
    trailing = [t for t in verb.rights if t.dep_ not in ("punct", "cc", "conj", "neg", "parataxis", "dep")]
    between = [t for t in verb.lefts if t.i > subject.i and t.dep_ in ("advmod", "neg")]
    between += [t for t in verb.rights if t.dep_ == "neg"]
    return Clause(verb, subject, auxiliaries, leading, trailing, between)


def slim(head: Token) -> list[Token]:
    """The tokens below a head, without inserted clauses and appositions and the commas around these."""
    dropped: set[int] = set()
    for token in head.subtree:
        if token != head and (token.dep_ in _DROPPED_INSIDE or (token.dep_ == "acl" and len(list(token.subtree)) > 7)):
            dropped.update(t.i for t in token.subtree)
    tokens = [t for t in head.subtree if t.i not in dropped]
    return [t for t in tokens if not (t.text in (",", "-") and (t.i + 1 in dropped or t.i - 1 in dropped))]


class Unclear(Exception):
    """A question would name what only its context makes clear."""


def wording(tokens: Iterable[Token], speaker: str) -> str:
    """Tokens as a third person says them.

    Raises:
        Unclear: A word points to what stands elsewhere.
    """
    said = ""
    for token in tokens:
        lower, space = token.lower_, token.whitespace_
        if lower in ("i", "me") and token.pos_ == "PRON":
            said += speaker + space
        elif lower == "we" or lower == "us" and token.pos_ == "PRON":
            said += ("the administration" if lower == "we" else "Americans") + space
        elif lower in ("my", "our"):
            ours = "the" if token.head.lower_ in _OWN_THINGS else "America’s"
            said += (speaker + "’s" if lower == "my" else ours) + space
        elif lower == "this" and token.head.lower_ in _OWN_PAPERS:
            said += "the" + space
        elif lower in _UNCLEAR or (lower == "that" and token.dep_ in ("det", "dobj", "pobj", "nsubj")):
            raise Unclear(lower)
        elif token.i == 0 and token.ent_iob_ == "O" and token.pos_ != "PROPN" or token.pos_ == "DET":
            said += lower + space
        else:
            said += token.text + space
    said = re.sub(r"\s*\([^)]*\)", "", said)
    said = re.sub(r"\s+([,.;:])", r"\1", re.sub(r",\s*(?=,)", "", said))
    return re.sub(r"\s+", " ", said).strip(" ,;:-–")


@dataclass(slots=True)
class Turner:
    """Turns one clause into questions.

    Attributes:
        clause: What is turned.
        speaker: Who says 'I' in it.
        chance: Where choices come from.
    """

    clause: Clause
    speaker: str
    chance: random.Random

    def ask(self, opening: str, omitted: set[int], *, stranded: str = "") -> str:
        """A question with the finite verb before the subject.

        Raises:
            Unclear: It would not be understood without its context.
        """
        clause = self.clause
        subject = wording(slim(clause.subject), self.speaker)
        if re.match(r"(?:his|her|its|their) ", subject) or clause.subject.pos_ not in ("NOUN", "PROPN", "PRON"):
            raise Unclear(subject)
        if clause.auxiliaries:
            finite, *rest = [_FULL_FORMS.get(t.lower_, t.lower_) for t in clause.auxiliaries]
            if finite in ("’s", "'s"):
                finite = "has" if clause.verb.tag_ == "VBN" and len(rest) == 0 and not _passive(clause) else "is"
            rest.append(clause.verb.lower_)
        elif clause.verb.lemma_ == "be":
            finite, rest = _FULL_FORMS.get(clause.verb.lower_, clause.verb.lower_), []
            finite = "is" if finite in ("’s", "'s") else finite
        else:
            finite = {"VBD": "did", "VBZ": "does"}.get(clause.verb.tag_, "do")
            rest = [clause.verb.lemma_]
        if clause.subject.lower_ in ("i", "we") or subject == self.speaker:
            finite = {"am": "is", "are": "is", "have": "has", "do": "does", "were": "was"}.get(finite, finite)
        adverbs = ["not" if t.dep_ == "neg" else t.lower_ for t in clause.between if t.lower_ not in _DEICTIC_PARTS]
        return self._finish(" ".join([opening, finite, subject, *adverbs, *rest]), omitted, stranded)

    def ask_subject(self, opening: str) -> str:
        """A question for the subject.

        Raises:
            Unclear: It would not be understood without its context.
        """
        clause = self.clause
        auxiliaries = [_FULL_FORMS.get(t.lower_, t.lower_) for t in clause.auxiliaries]
        adverbs = ["not" if t.dep_ == "neg" else t.lower_ for t in clause.between if t.lower_ not in _DEICTIC_PARTS]
        words = [opening, *auxiliaries[:1], *adverbs, *auxiliaries[1:], clause.verb.lower_]
        if any("’" in word or word == "am" for word in words):
            raise Unclear("contraction")
        return self._finish(" ".join(words), set(), "")

    def _finish(self, beginning: str, omitted: set[int], stranded: str) -> str:
        parts: list[tuple[bool, str]] = []
        room = 25 - beginning.count(" ")
        for head in [*self.clause.trailing, *self.clause.leading]:
            tokens = [t for t in slim(head) if t.i not in omitted]
            needed = head.dep_ not in ("prep", "advcl", "npadvmod", "advmod") or head.i == self.clause.verb.i + 1
            if not tokens or (len(tokens) == 1 and tokens[0].dep_ == "prep") or head.lower_ in _DEICTIC_PARTS:
                continue
            try:
                part = wording(tokens, self.speaker)
            except Unclear:
                if needed:
                    raise
                continue
            if part and part.lower() not in _EMPTY_PARTS:
                parts.append((needed, part))
        words = beginning
        for needed, part in parts:
            length = part.count(" ") + 1
            if length <= room:
                words += " " + part
                room -= length
            elif needed:
                raise Unclear("too long")
        if len(words.split()) < 5:
            raise Unclear("too short")
        return words + (" " + stranded if stranded else "") + "?"


def _passive(clause: Clause) -> bool:
    return any(t.dep_ == "auxpass" for t in clause.auxiliaries)


def extent(tokens: Iterable[Token]) -> tuple[int, int]:
    """Where tokens stand in the text, without punctuation around them."""
    tokens = list(tokens)
    while tokens and (tokens[0].is_punct and tokens[0].text not in "“$(" or tokens[0].is_space):
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct and tokens[-1].text not in "”%)" or tokens[-1].is_space):
        tokens.pop()
    return (tokens[0].idx, tokens[-1].idx + len(tokens[-1])) if tokens else (0, 0)


def part_of(clause: Clause, token: Token) -> Token | None:
    """The part of the clause that a token stands in."""
    below = [part for part in (*clause.trailing, *clause.leading, clause.subject) if part.is_ancestor(token)]
    return next(iter(below), token if token in (*clause.trailing, *clause.leading) else None)
