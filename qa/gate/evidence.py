"""Hits to the numbered sentences that a language model is shown and may cite; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.answering.hit_sentences import Sentence, said_by, sentences
from qa.answering.quoting import holds_address
from qa.documents.passages import CountTokens
from qa.retrieval.retriever import Hit

_TOKENS_A_SENTENCE = 24
"""Tokens for the id, the marks and the speaker of a sentence, beside its words."""
_TOKENS_A_PASSAGE = 40
"""Tokens for the title and the date of a passage."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that a model is shown, and may cite.

    Attributes:
        id: 'S1', 'S2', … in the order shown.
        text: `document.text[start:end]`.
        document: Name of the document.
        title: Title of the document.
        date: When it was published; None when unknown.
        speaker: Who says it, in a transcript.
        start: Where it starts in the document's canonical text.
        end: Where it ends; half-open.
        passage: The passage that it stands in.
    """

    id: str
    text: str
    document: str
    title: str
    date: date | None
    speaker: str | None
    start: int
    end: int
    passage: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a model says, before it was judged.

    Attributes:
        text: In its words.
        cites: Ids of the sentences that it says this rests on; they may be made up.
    """

    text: str
    cites: tuple[str, ...]


def gather(
    hits: Sequence[Hit],
    count_tokens: CountTokens,
    *,
    tokens: int,
    speakers: frozenset[str] = frozenset(),
) -> tuple[Evidence, ...]:
    """The sentences of the best hits, passage by passage, as far as the tokens go.

    A passage that does not fit is left out, and shorter ones behind it may still be taken; of the best, what fits is
    taken. No reporter's question is evidence, and no sentence with an address in it, which cannot be quoted.

    Args:
        hits: Best first.
        count_tokens: Counts tokens, those of the encoder for want of the model's own.
        tokens: How many may be shown; titles, ids and marks are counted in.
        speakers: Labels of those whose words are asked for; empty when anybody may answer.
    """
    chosen: list[Sentence] = []
    left = tokens
    for hit in hits:
        found = [one for one in said_by(sentences(hit), speakers) if _says_something(one.text)]
        costs = [count + _TOKENS_A_SENTENCE for count in count_tokens([one.text for one in found])]
        room = left - _TOKENS_A_PASSAGE
        if not chosen:
            found = [one for place, one in enumerate(found) if sum(costs[: place + 1]) <= room]
            costs = costs[: len(found)]
        if found and sum(costs) <= room:
            chosen += found
            left = room - sum(costs)
    return tuple(_evidence(number, sentence) for number, sentence in enumerate(chosen, start=1))


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text) and not holds_address(text)


def _evidence(number: int, sentence: Sentence) -> Evidence:
    info = sentence.hit.document
    return Evidence(
        f"S{number}",
        sentence.text,
        info.name,
        info.title,
        info.date,
        sentence.speaker,
        sentence.start,
        sentence.end,
        sentence.hit.passage.text,
    )
