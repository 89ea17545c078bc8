"""Documents to passages: whole blocks packed up to what the encoder reads; pure."""

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.documents import Block, Document, DocumentInfo
from qa.documents.transcripts import QUESTION_LABEL
from qa.english.sentences import sentence_spans

CountTokens = Callable[[Sequence[str]], list[int]]

_FEW_TOKENS = 60
"""A passage shorter than this takes in the next section or the next turn, if both fit."""
_LONGEST_TITLE, _LONGEST_SECTION, _LONGEST_SPEAKER = 240, 120, 60
"""Characters of each that go with a passage as context."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of a document's text that is searched as one.

    Attributes:
        start: Where it starts in the document's canonical text.
        end: Where it ends; half-open.
        text: `document.text[start:end]`.
        context: Title, date, section and speaker in words, read by the encoder before the text.
        section: The heading that it stands under; None without headings.
        speaker: Who speaks most of it, in a transcript; None elsewhere.
    """

    start: int
    end: int
    text: str
    context: str
    section: str | None
    speaker: str | None

    @property
    def encoded_text(self) -> str:
        """What the encoder reads."""
        return f"{self.context}\n{self.text}"

    @property
    def encoded_lines(self) -> str:
        """The same words with a line for the context and one for each sentence, each of which gets a vector."""
        return "\n".join([self.context, *(self.text[start:end] for start, end in sentence_spans(self.text))])


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never divided: a block, or a sentence of a block that is too long."""

    start: int
    end: int
    tokens: int
    block: Block
    section: str | None
    sticks: bool
    """Whether it means little without what follows: a heading, the lead-in of a list, a question."""


def split(document: Document, count_tokens: CountTokens, max_tokens: int) -> list[Passage]:
    """Divide a document into passages.

    Every block stands in exactly one passage, or, when it is longer than a passage may be, in several
    that follow each other, divided between sentences (a sentence that is too long itself is divided
    between words). A heading stays with what it heads, a lead-in with its list, a question with the
    beginning of its answer.

    Args:
        document: What to divide.
        count_tokens: The encoder's own count, special tokens left out.
        max_tokens: What the encoder reads of a passage and its context, special tokens left out.

    Returns:
        Passages in reading order, without overlap.
    """
    contexts = _contexts(document)
    longest_context = max(count_tokens(list(contexts.values())), default=0)
    if longest_context > max_tokens // 2:  # a title of one endless word: the text matters more
        contexts = dict.fromkeys(contexts, "")
        longest_context = 0
    budget = max_tokens - longest_context
    units = _units(document, count_tokens, budget)
    return [_passage(document, group, contexts) for group in _pack(units, budget)]


def _passage(document: Document, group: list[_Unit], contexts: dict[tuple[str | None, str | None], str]) -> Passage:
    start, end = group[0].start, group[-1].end
    section, speaker = group[0].section, _main_speaker(group)
    return Passage(start, end, document.text[start:end], contexts[section, speaker], section, speaker)


def _contexts(document: Document) -> dict[tuple[str | None, str | None], str]:
    """Context of every section and speaker that a passage of the document can have."""
    sections = {section for _, section in _sections(document)}
    speakers = {block.speaker for block in document.blocks} | {None}
    return {
        (section, speaker): _context(document.info, section, speaker) for section in sections for speaker in speakers
    }


def _context(info: DocumentInfo, section: str | None, speaker: str | None) -> str:
    parts = [textwrap.shorten(info.title, _LONGEST_TITLE, placeholder="…")]
    if info.date is not None:
        parts.append(f"{info.date:%B} {info.date.day}, {info.date.year}")
    if section not in (None, info.title):
        parts.append(textwrap.shorten(section, _LONGEST_SECTION, placeholder="…"))
    if speaker is not None and speaker != QUESTION_LABEL:
        parts.append(textwrap.shorten(speaker, _LONGEST_SPEAKER, placeholder="…"))
    return ". ".join(parts)


def _sections(document: Document) -> Iterator[tuple[Block, str | None]]:
    section: str | None = None
    for block in document.blocks:
        if block.kind == "heading":
            section = document.text[block.start : block.end]
        yield block, section


def _units(document: Document, count_tokens: CountTokens, budget: int) -> list[_Unit]:
    blocks = list(_sections(document))
    counts = count_tokens([document.text[block.start : block.end] for block, _ in blocks])
    units: list[_Unit] = []
    for index, ((block, section), tokens) in enumerate(zip(blocks, counts, strict=True)):
        text = document.text[block.start : block.end]
        following = blocks[index + 1][0].kind if index + 1 < len(blocks) else None
        sticks = (
            block.kind == "heading"
            or (following == "item" and text.endswith(":"))
            or (block.speaker == QUESTION_LABEL and following is not None)
        )
        if tokens <= budget:
            units.append(_Unit(block.start, block.end, tokens, block, section, sticks))
            continue
        for start, end, count in _divide(text, count_tokens, budget):
            units.append(_Unit(block.start + start, block.start + end, count, block, section, sticks=False))
    return units


def _divide(text: str, count_tokens: CountTokens, budget: int) -> list[tuple[int, int, int]]:
    """Sentences of a text with their token counts; a sentence over the budget in runs of words."""
    spans = sentence_spans(text)
    counts = count_tokens([text[start:end] for start, end in spans])
    pieces: list[tuple[int, int, int]] = []
    for (start, end), count in zip(spans, counts, strict=True):
        if count <= budget:
            pieces.append((start, end, count))
        else:
            pieces += _divide_words(text, start, end, count_tokens, budget)
    return pieces


def _divide_words(
    text: str, start: int, end: int, count_tokens: CountTokens, budget: int
) -> Iterator[tuple[int, int, int]]:
    """Runs of words that fit; the words of an endless one, in runs of characters."""
    words = [(start + match.start(), start + match.end()) for match in re.finditer(r"\S+", text[start:end])]
    counts = count_tokens([text[first:last] for first, last in words])
    first_word = 0
    while first_word < len(words):
        tokens, stop = counts[first_word], first_word + 1
        while stop < len(words) and tokens + counts[stop] <= budget:
            tokens += counts[stop]
            stop += 1
        first, last = words[first_word][0], words[stop - 1][1]
        if stop == first_word + 1 and tokens > budget:
            yield from _divide_characters(text, first, last, count_tokens, tokens, budget)
        else:
            yield first, last, tokens
        first_word = stop


def _divide_characters(
    text: str, start: int, end: int, count_tokens: CountTokens, tokens: int, budget: int
) -> Iterator[tuple[int, int, int]]:
    length = max(1, (end - start) * budget // tokens)
    while start < end:
        stop = min(start + length, end)
        count = count_tokens([text[start:stop]])[0]
        if count > budget and length > 1:  # tokens are not spread evenly over a word
            length = max(1, length * budget // (count + 1))
            continue
        yield start, stop, count
        start = stop


def _pack(units: Sequence[_Unit], budget: int) -> Iterator[list[_Unit]]:
    """Groups of units that make a passage each: greedy, in order, with sticking units kept by what follows."""
    group: list[_Unit] = []
    for unit in units:
        if group and (_begins_anew(group, unit) or _tokens(group) + unit.tokens > budget):
            kept = len(group)
            while kept and group[kept - 1].sticks:
                kept -= 1
            while kept < len(group) and (kept == 0 or _tokens(group[kept:]) + unit.tokens > budget):
                kept += 1  # of many in a row, the last ones stay with what follows
            yield group[:kept]
            group = group[kept:]
        group.append(unit)
    if group:
        yield group


def _begins_anew(group: Sequence[_Unit], unit: _Unit) -> bool:
    if group[-1].sticks or _tokens(group) < _FEW_TOKENS:
        return False
    return unit.block.kind in ("heading", "turn") and unit.start == unit.block.start


def _tokens(group: Sequence[_Unit]) -> int:
    return sum(unit.tokens for unit in group)


def _main_speaker(group: Sequence[_Unit]) -> str | None:
    """Who speaks most of it, a question only where nobody else speaks; the first of equals."""
    tokens: Counter[str] = Counter()
    for unit in group:
        if unit.block.speaker is not None:
            tokens[unit.block.speaker] += unit.tokens
    others = [speaker for speaker, _ in tokens.most_common() if speaker != QUESTION_LABEL]
    return others[0] if others else next(iter(tokens), None)
