"""Passages as Milvus keeps their terms, and their scores, which are those of `LexicalIndex`."""

from collections import Counter
from collections.abc import Mapping, Sequence

from qa.store.cluster.milvus import Row
from qa.store.cluster.milvus_layouts import LONGEST, filtered
from qa.store.cluster.term_tables import Totals, idf
from qa.store.lexical_fields import FIELDS, K1, B
from qa.store.passage_rows import StoredPassage

_HEADS = tuple(field for field in FIELDS if field != "text")
_DECIMALS = 5
"""Of scores, so that those which differ by the order of their sums alone are equal, as they are in `LexicalIndex`."""


def row_of(stored: StoredPassage, placed: Mapping[str, Sequence[str | None]]) -> dict[str, object]:
    """A passage as Milvus keeps it.

    Args:
        stored: The passage.
        placed: By field, the term of each of its words; None for a stop word.
    """
    lines = {field: " ".join(term for term in placed.get(field, ()) if term is not None) for field in FIELDS}
    return {
        **filtered(stored),
        "text": _cut(lines["text"]),
        "heads": _cut("\n".join(lines[field] for field in _HEADS)),
    }


class Scorer:
    """Scores passages for the terms of a question: the sum of BM25 over their fields, each with its weight."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]], totals: Totals) -> None:
        """Take by term and field how many passages hold it, and the numbers of passages and terms."""
        self._means = {field: terms / max(1, totals.passages) for field, terms in totals.terms.items()}
        self._weights = {
            field: {
                term: weight * (1 + K1) * idf(totals.passages, held[field])
                for term, held in counts.items()
                if field in held
            }
            for field, weight in FIELDS.items()
        }

    def score(self, row: Row) -> float:
        """The score of a passage, the higher the better it matches."""
        score = 0.0
        for field, line in zip(("text", *_HEADS), (row["text"], *row["heads"].split("\n")), strict=False):
            held, weights, mean = line.split(), self._weights[field], self._means[field]
            if not held or not weights or not mean:
                continue
            cost = K1 * (1 - B + B * _kept_length(len(held)) / mean)
            counts = Counter(term for term in held if term in weights)
            score += sum(weights[term] * count / (count + cost) for term, count in counts.items())
        return round(score, _DECIMALS)


def _cut(terms: str) -> str:
    """As much of terms as Milvus takes."""
    held = terms.encode()
    return terms if len(held) <= LONGEST else held[:LONGEST].decode(errors="ignore")


def _kept_length(length: int) -> int:
    """A length as `LexicalIndex` keeps it, in one byte: exact up to 40, and of what is over 24 four bits beyond."""
    over = length - 24
    dropped = max(0, over.bit_length() - 4) if over > 0 else 0
    return 24 + (over >> dropped << dropped)
