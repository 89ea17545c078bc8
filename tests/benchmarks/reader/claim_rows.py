"""Rows of the training data: a claim, its evidence, and what the one says of the other."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_sentences import Sentence
from claim_grammar import Edit, apply
from claim_ladders import Pair


@dataclass(frozen=True, slots=True)
class Row:
    """A claim that is to be compared with its evidence.

    Attributes:
        claim: One sentence.
        evidence: One to four sentences of one document.
        label: supported, refuted or unsupported.
        source: The kinds of change.
        document: Where the evidence comes from.
    """

    claim: str
    evidence: str
    label: str
    source: str
    document: str

    def as_json(self) -> dict[str, str]:
        """The row as it is written."""
        return {
            "claim": self.claim,
            "evidence": self.evidence,
            "label": self.label,
            "source": self.source,
            "document": self.document,
        }


class Writer:
    """Makes rows of edits, with paraphrases and neighbouring sentences by lot."""

    def __init__(self, rng: random.Random, common: frozenset[str]) -> None:
        self._rng = rng
        self._common = common

    def row(
        self, sentence: Sentence, claim: str, evidence: str | None, label: str, source: str, also: int | None = None
    ) -> Row:
        """A claim about a sentence, or about what stands in its place, among some of its neighbours.

        Args:
            sentence: Where the evidence is.
            claim: What is said.
            evidence: What stands in the place of the sentence; None for itself.
            label: What the evidence says of the claim.
            source: The kinds of change.
            also: The place of another sentence that the evidence must hold; a neighbour.
        """
        first = min(sentence.place, sentence.place if also is None else also)
        last = max(sentence.place, sentence.place if also is None else also)
        for _ in range(self._rng.choices([0, 1, 2, 3], [40, 25, 20, 15])[0]):
            if self._rng.random() < 0.5 and first > 0:
                first -= 1
            elif last + 1 < len(sentence.around):
                last += 1
        shown = list(sentence.around[first : last + 1])
        if evidence is not None:
            shown[sentence.place - first] = evidence
        if self._rng.random() < 0.06:
            claim, source = self._attributed(claim, sentence), f"{source}+attribution"
        return Row(claim, " ".join(shown), label, source, sentence.document)

    def _attributed(self, claim: str, sentence: Sentence) -> str:
        inside = self.inside(claim)
        verb = "say" if sentence.kind == "remarks" else "says"
        form = self._rng.choice(["According to the {}, {}", "The {} {verb} that {}", "As the {} {verb}, {}"])
        return form.format(sentence.kind, inside, verb=verb)

    def inside(self, sentence: str) -> str:
        """A sentence with a small first letter, unless its first word is a name."""
        first = sentence.split(" ", 1)[0].rstrip(",").lower()
        return sentence[0].lower() + sentence[1:] if first in self._common and first != "i" else sentence

    def paraphrases(self, edits: Sequence[Edit], beside: Edit | None, most: int) -> list[Edit]:
        """Up to so many edits that keep a sentence true and do not meet each other."""
        usable = [edit for edit in edits if edit.label == "supported" and edit.kind not in _NOT_BESIDE]
        self._rng.shuffle(usable)
        chosen: list[Edit] = []
        taken = list(beside.cuts) if beside is not None else []
        for edit in usable:
            if len(chosen) < most and not any(_meet(one, other) for one in edit.cuts for other in taken):
                chosen.append(edit)
                taken += edit.cuts
        return chosen

    def changed(self, sentence: Sentence, edit: Edit, edits: Sequence[Edit]) -> Iterator[Row]:
        """Rows of one edit: alone, beside paraphrases, in the evidence, and in both."""
        text = sentence.text
        new = apply(text, edit)
        if new is None or new == text:
            return
        extra = self.paraphrases(edits, edit, self._rng.choice([1, 2]))
        beside = apply(text, edit, *extra) if extra else None
        names = "+".join([edit.kind, *(one.kind for one in extra)])
        lot = self._rng.random()
        if lot < 0.35 or beside is None:
            yield self.row(sentence, new, None, edit.label, edit.kind)
        else:
            yield self.row(sentence, beside, None, edit.label, names)
        rewritten = (apply(text, *extra) if extra else None) or text
        kinds = [one.kind for one in extra] or ["verbatim"]
        if edit.back and self._rng.random() < 0.5:
            yield self.row(sentence, rewritten, new, edit.back, "+".join([f"<{edit.kind}", *kinds]))
        if edit.label != "supported" and self._rng.random() < 0.3:
            yield self.row(sentence, rewritten, None, "supported", "+".join(kinds))
        if edit.label != "supported" and self._rng.random() < 0.6:
            yield self.row(sentence, beside or new, new, "supported", "+".join([f"={edit.kind}", *kinds]))

    def laddered(self, sentence: Sentence, pair: Pair, edits: Sequence[Edit]) -> Iterator[Row]:
        """A row of a change of both sides, with paraphrases of the claim by lot."""
        extra = self.paraphrases(edits, pair.claim, self._rng.choice([0, 0, 1, 2]))
        evidence, claim = apply(sentence.text, pair.evidence), apply(sentence.text, pair.claim, *extra)
        if evidence and claim:
            yield self.row(sentence, claim, evidence, pair.label, "+".join([pair.kind, *(edit.kind for edit in extra)]))

    def changed_twice(self, sentence: Sentence, first: Edit, text: str, edits: Sequence[Edit]) -> Iterator[Row]:
        """Rows of a sentence whose build was changed, with a change of its words."""
        right = self.paraphrases(edits, None, 1)
        if right and (claim := apply(text, *right)):
            yield self.row(sentence, claim, None, first.label, f"{first.kind}+{right[0].kind}")
        wrong = wrong_edits(edits)
        if first.label != "supported" or not wrong:
            return
        edit = self._rng.choice(wrong)
        extra = self.paraphrases(edits, edit, 1) if self._rng.random() < 0.5 else []
        if claim := apply(text, edit, *extra):
            yield self.row(
                sentence, claim, None, edit.label, "+".join([edit.kind, first.kind, *(one.kind for one in extra)])
            )


def wrong_edits(edits: Sequence[Edit]) -> list[Edit]:
    """Edits after which a claim is wrong; without 'only', which most sentences could get and few claims have."""
    return [edit for edit in edits if edit.label != "supported" and edit.kind != "only"]


_NOT_BESIDE = frozenset(["negated antonym", "hypernym", "rounded", "less exact date"])


def _meet(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[0] < other[1] + 1 and other[0] < one[1] + 1
