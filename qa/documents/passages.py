"""Documents to passages: whole blocks packed up to what the encoder reads; pure."""

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from qa.documents import Block, Document, DocumentInfo
from qa.documents.transcripts import QUESTION_LABEL
from qa.english.sentences import sentence_spans

CountTokens = Callable[[Sequence[str]], list[int]]

_Piece = tuple[int, int, int, bool]
"""Start and end in a text, number of tokens, and whether it goes on with a word that was divided."""

_FEW_TOKENS = 60
"""A passage shorter than this takes in the next section or the next turn, if both fit."""
_LONGEST_TITLE = 240
"""Characters of a title that go with a passage as context."""
_LONGEST_SECTION = 120
"""Characters of a section's heading that do."""
_LONGEST_SPEAKER = 60
"""Characters of a speaker's label that do."""
_LONGEST_COLUMNS = 200
"""Characters of the names of a table's columns that do."""
_WORD = re.compile(r"\S+")
_WORDS_TOGETHER = 10_000
"""Words that are counted at once."""
_MOST_CHARACTERS_A_TOKEN = 24
"""More are counted as another token: to BERT a word of more than a hundred letters is one, however long it is."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of a document's text that is searched as one.

    Attributes:
        start: Where it starts in the document's canonical text.
        end: Where it ends; half-open.
        text: `document.text[start:end]`.
        context: Title, date, section, speaker and names of columns in words, read by the encoder before the text.
        section: The heading that it stands under; None without headings.
        speaker: Who speaks most of it, in a transcript; None elsewhere.
        columns: The row that names the columns of the first table in it, wherever that stands; None without one.
    """

    start: int
    end: int
    text: str
    context: str
    section: str | None
    speaker: str | None
    columns: str | None = None

    @property
    def encoded_text(self) -> str:
        """What the encoder reads."""
        return f"{self.context}\n{self.text}"

    @property
    def encoded_lines(self) -> str:
        """The same words with a line for the context and one for each sentence, each of which gets a vector."""
        sentences = (self.text[start:end].replace("\n", " ") for start, end in sentence_spans(self.text))
        return "\n".join([self.context, *sentences])


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a block stands under."""

    section: str | None = None
    columns: str | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never divided: a block, or a sentence of a block that is too long."""

    start: int
    end: int
    tokens: int
    block: Block
    setting: "_Setting"
    sticks: bool
    """Whether it means little without what follows: a heading, the lead-in of a list, a question."""
    continues: bool = False
    """Whether it goes on with a word that was divided: together its tokens may be others, and more."""


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
    reserved = _longest_context(document, count_tokens)
    if reserved > max_tokens // 2:  # a title of one endless word: the text matters more
        reserved = 0
    count = _bounded(count_tokens, max_tokens)
    groups = list(_pack(_units(document, count, max_tokens - reserved), max_tokens - reserved))
    places = [(group[0].setting.section, _main_speaker(group), _columns(group)) for group in groups]
    contexts = {place: _context(document.info, *place) for place in places}
    lengths = dict(zip(contexts, count(list(contexts.values())), strict=True))
    return [
        _passage(document, group, contexts[place] if lengths[place] <= reserved else "", *place)
        for group, place in zip(groups, places, strict=True)
    ]


def _bounded(count_tokens: CountTokens, most: int) -> CountTokens:
    """A count that grows with the characters, whatever a token is; of a text that is too long by them it is enough."""

    def count(texts: Sequence[str]) -> list[int]:
        fewest = [_fewest_tokens(len(text)) for text in texts]
        counts = iter(count_tokens([text for text, few in zip(texts, fewest, strict=True) if few <= most]))
        return [max(next(counts), few) if few <= most else few for few in fewest]

    return count


def _fewest_tokens(characters: int) -> int:
    return -(-characters // _MOST_CHARACTERS_A_TOKEN)


def _passage(
    document: Document,
    group: list[_Unit],
    context: str,
    section: str | None,
    speaker: str | None,
    columns: str | None,
) -> Passage:
    start, end = group[0].start, group[-1].end
    return Passage(start, end, document.text[start:end], context, section, speaker, columns)


def _columns(group: Sequence[_Unit]) -> str | None:
    named = [unit for unit in group if unit.setting.columns is not None]
    # Names may take several rows, of which only the last knows all.
    rows = [unit for unit in named if not unit.block.level]
    return next((unit.setting.columns for unit in rows or reversed(named)), None)


def _longest_context(document: Document, count_tokens: CountTokens) -> int:
    """Tokens of the context of all that is longest, whether it meets in a passage or not."""
    settings = [setting for _, setting in _settings(document)]
    if not settings:
        return 0
    info = document.info
    sections = list(dict.fromkeys(setting.section for setting in settings))
    speakers = list(dict.fromkeys([None, *(block.speaker for block in document.blocks)]))
    columns = list(dict.fromkeys([None, *(setting.columns for setting in settings)]))
    by_section = count_tokens([_context(info, section, None, None) for section in sections])
    by_speaker = count_tokens([_context(info, None, speaker, None) for speaker in speakers])
    by_columns = count_tokens([_context(info, None, None, names) for names in columns]) if len(columns) > 1 else [0]
    longest = _context(
        info,
        sections[by_section.index(max(by_section))],
        speakers[by_speaker.index(max(by_speaker))],
        columns[by_columns.index(max(by_columns))],
    )
    return count_tokens([longest])[0]


def _context(info: DocumentInfo, section: str | None, speaker: str | None, columns: str | None) -> str:
    parts = [_shortened(info.title, _LONGEST_TITLE)]
    if info.date is not None:
        parts.append(f"{info.date:%B} {info.date.day}, {info.date.year}")
    if section not in (None, info.title):
        parts.append(_shortened(section, _LONGEST_SECTION))
    if speaker is not None and speaker != QUESTION_LABEL:
        parts.append(_shortened(speaker, _LONGEST_SPEAKER))
    if columns is not None:
        parts.append(_shortened(columns, _LONGEST_COLUMNS))
    return ". ".join(parts)


def _shortened(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    # `shorten` takes long for a long text, of which it keeps the beginning only.
    return textwrap.shorten(text[: 2 * length], length, placeholder="…")


def _settings(document: Document) -> Iterator[tuple[Block, _Setting]]:
    """Each block with its heading, and in a table with the names of its columns."""
    section: str | None = None
    for block, columns in zip(document.blocks, document.columns(), strict=True):
        if block.kind == "heading":
            section = document.text[block.start : block.end]
        yield block, _Setting(section, columns)


def _units(document: Document, count_tokens: CountTokens, budget: int) -> list[_Unit]:
    blocks = list(_settings(document))
    counts = count_tokens([document.text[block.start : block.end] for block, _ in blocks])
    units: list[_Unit] = []
    for index, ((block, setting), tokens) in enumerate(zip(blocks, counts, strict=True)):
        text = document.text[block.start : block.end]
        start = block.start + len(text) - len(text.lstrip())  # code may be indented
        following = blocks[index + 1][0].kind if index + 1 < len(blocks) else None
        sticks = (
            block.kind == "heading"
            or (following == "item" and text.endswith(":"))
            or (block.speaker == QUESTION_LABEL and following is not None)
        )
        if tokens <= budget:
            units.append(_Unit(start, block.end, tokens, block, setting, sticks))
            continue
        for start, end, count, continues in _divide(text, count_tokens, budget):
            place = block.start + start, block.start + end
            units.append(_Unit(*place, count, block, setting, sticks=False, continues=continues))
    return units


def _divide(text: str, count_tokens: CountTokens, budget: int) -> list[_Piece]:
    """Sentences of a text; a sentence over the budget in runs of words."""
    spans = sentence_spans(text)
    counts = count_tokens([text[start:end] for start, end in spans])
    pieces: list[_Piece] = []
    for (start, end), count in zip(spans, counts, strict=True):
        if count <= budget:
            pieces.append((start, end, count, False))
        else:
            pieces += _divide_words(text, start, end, count_tokens, budget)
    return pieces


def _divide_words(text: str, start: int, end: int, count_tokens: CountTokens, budget: int) -> Iterator[_Piece]:
    """Runs of words that fit; the words of an endless one, in runs of characters."""
    first, last, tokens = start, start, 0
    for word_start, word_end, count in _counted_words(text, start, end, count_tokens):
        fits = tokens + count <= budget and _fewest_tokens(word_end - first) <= budget
        if tokens and not fits:
            yield from _run(text, first, last, count_tokens, tokens, budget)
        if not tokens or not fits:
            first, tokens = word_start, 0
        last, tokens = word_end, tokens + count
    if tokens:
        yield from _run(text, first, last, count_tokens, tokens, budget)


def _counted_words(text: str, start: int, end: int, count_tokens: CountTokens) -> Iterator[tuple[int, int, int]]:
    """Start, end and tokens of each word, some of them at a time: a line may be as long as a file."""
    words = (match.span() for match in _WORD.finditer(text, start, end))
    while some := list(islice(words, _WORDS_TOGETHER)):
        counts = count_tokens([text[first:last] for first, last in some])
        yield from ((first, last, count) for (first, last), count in zip(some, counts, strict=True))


def _run(text: str, start: int, end: int, count_tokens: CountTokens, tokens: int, budget: int) -> Iterator[_Piece]:
    if tokens > budget:
        yield from _divide_characters(text, start, end, count_tokens, tokens, budget)
    else:
        yield start, end, tokens, False


def _divide_characters(
    text: str, start: int, end: int, count_tokens: CountTokens, tokens: int, budget: int
) -> Iterator[_Piece]:
    first, length = start, max(1, (end - start) * budget // tokens)
    while start < end:
        stop = min(start + length, end)
        count = count_tokens([text[start:stop]])[0]
        if count > budget and length > 1:  # tokens are not spread evenly over a word
            length = max(1, length * budget // (count + 1))
            continue
        yield start, stop, count, start > first
        start = stop


def _pack(units: Sequence[_Unit], budget: int) -> Iterator[list[_Unit]]:
    """Groups of units that make a passage each: greedy, in order, with sticking units kept by what follows."""
    group: list[_Unit] = []
    for unit in units:
        if group and (unit.continues or _begins_anew(group, unit) or _tokens(group, unit) > budget):
            kept = len(group)
            while kept and group[kept - 1].sticks:
                kept -= 1
            while kept < len(group) and (kept == 0 or _tokens(group[kept:], unit) > budget):
                kept += 1  # of many in a row, the last ones stay with what follows
            yield group[:kept]
            group = group[kept:]
        group.append(unit)
    if group:
        yield group


def _begins_anew(group: Sequence[_Unit], unit: _Unit) -> bool:
    if group[-1].sticks or sum(each.tokens for each in group) < _FEW_TOKENS:
        return False
    return unit.block.kind in ("heading", "turn") and unit.start == unit.block.start


def _tokens(group: Sequence[_Unit], following: _Unit) -> int:
    """Tokens of a group with the unit that follows it, white space between them not forgotten."""
    tokens = sum(unit.tokens for unit in group) + following.tokens
    return max(tokens, _fewest_tokens(following.end - group[0].start))


def _main_speaker(group: Sequence[_Unit]) -> str | None:
    """Who speaks most of it, a question only where nobody else speaks; the first of equals."""
    tokens: Counter[str] = Counter()
    for unit in group:
        if unit.block.speaker is not None:
            tokens[unit.block.speaker] += unit.tokens
    others = [speaker for speaker, _ in tokens.most_common() if speaker != QUESTION_LABEL]
    return others[0] if others else next(iter(tokens), None)
