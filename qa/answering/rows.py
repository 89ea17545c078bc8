"""What a row of a table answers by itself, and which of its cells is the short answer; pure."""

import re

from qa.answering.hit_sentences import Sentence
from qa.documents import Block, Document
from qa.english.spans import Span
from qa.english.words import content_words
from qa.understanding.questions import UnderstoodQuestion

_COUNT = re.compile(r"\bhow many\b|\bnumber of\b", re.IGNORECASE)
_STANDING_OUT = re.compile(
    r"\b(?:most|least|fewest) [a-z]+|\b(?!(?:arr|b|contr|for|gu|harv|hon|inter|inv|l|mod|n|p|pri|prot|qu|r|requ|sugg|t"
    r"|w|z)est\b)[a-z]{1,20}est\b|\b(?:best|worst|maximum|minimum)\b",
    re.IGNORECASE,
)
_TOTAL = frozenset("all overall sum total".split())
_CELL = re.compile(r"(?:^|(?<=\|))[^|]*")


def can_answer(sentence: Sentence, document: Document | None, question: UnderstoodQuestion) -> bool:
    """Whether a sentence may answer by itself: nothing that names a section or columns does, and no row for all rows.

    A question counts rows ('How many lamps are there?') where a row's own cells hold no word of it and no total. It
    compares rows ('Which lamp is the brightest?') unless the row says itself that it stands out, or the column does and
    the row is asked for by name.

    Args:
        sentence: Of a hit.
        document: Its document; None where it was removed since it was found.
        question: What is asked.
    """
    block = _block_of(sentence, document)
    if document is None or block is None:
        return True
    if block.kind != "row" or block.level > 0:
        return block.kind not in ("row", "heading")
    own = frozenset(content_words(document.text[block.start : block.end]))
    columns = frozenset(content_words(document.columns_at(sentence.start) or ""))
    by_name = not (own - columns).isdisjoint(content_words(question.interpreted))
    standing_out = {word for match in _STANDING_OUT.finditer(question.interpreted) for word in content_words(match[0])}
    if standing_out:
        return standing_out <= own or (standing_out <= columns and by_name)
    return not _COUNT.search(question.interpreted) or by_name or not own.isdisjoint(_TOTAL)


def cell_asked_for(sentence: Sentence, document: Document | None, question: UnderstoodQuestion) -> Span | None:
    """Where in the document the cell of a row stands whose column the question names; empty where the cell is.

    None for what is no row, and where no column is named, or none more than another. The first names the row.
    """
    block = _block_of(sentence, document)
    names = document.columns_at(sentence.start) if document is not None else None
    if document is None or block is None or names is None or block.kind != "row" or block.level > 0:
        return None
    columns = [frozenset(content_words(cell)) for cell in _CELL.findall(names)]
    cells = list(_CELL.finditer(document.text[block.start : block.end]))
    asked = frozenset(content_words(question.interpreted))
    named = sorted(((len(columns[place] & asked), place) for place in range(1, len(columns))), reverse=True)
    if len(columns) != len(cells) or not named or not named[0][0] or named[0][0] == [*named, (0, 0)][1][0]:
        return None
    cell = cells[named[0][1]]
    start = block.start + cell.end() - len(cell[0].lstrip())
    return start, start + len(cell[0].strip())


def _block_of(sentence: Sentence, document: Document | None) -> Block | None:
    blocks = document.blocks if document is not None else ()
    return next((block for block in blocks if block.start <= sentence.start < block.end), None)
