"""Lists among the sentences of a hit, from the line breaks between them; pure.

In canonical text the items of a list and the rows of a table follow each other line by line; other blocks have an
empty line between them. Laws number their paragraphs instead ('(a)', '(ii)', '3.'), and speakers theirs ('First,').
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from qa.answering.hit_sentences import Sentence
from qa.documents import Document
from qa.english.numerals import ORDINALS

MOST_ITEMS = 12
"""Items of a list that are quoted."""
LONGEST_LIST = 1_200
"""Characters that are quoted of a list, from the lead-in to its last item."""
_SHORT_ITEM = 100
"""Mean characters up to which the items of a list without a lead-in count as one answer."""

_NUMBER = re.compile(
    r"\((?:[a-z]{1,4}|[A-Z]{1,4}|\d{1,2})\)\s|\d{1,2}[.)]\s|[•–-]\s"
    rf"|(?:And )?(?i:{'|'.join(ORDINALS)}|finally)(?:ly)?, "
)


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the sentence before it that ends in a colon, if there is one, and its items."""

    lead_in: Sentence | None
    items: list[Sentence]

    def quoted(self, start: int) -> Sentence | None:
        """From a place to the end of the last item that fits; None when not even the first does."""
        fitting = [item for item in self.items[:MOST_ITEMS] if item.end - start <= LONGEST_LIST]
        return replace(fitting[-1], start=start) if fitting else None


def with_items(sentence: Sentence, found: Sequence[Sentence]) -> Sentence | None:
    """A lead-in with the list that it leads in, the first items of a long one, as one run of text.

    Args:
        sentence: One of those found.
        found: All sentences of the same hit.

    Returns:
        None when the sentence leads in no list.
    """
    own = next((each for each in _lists(found) if each.lead_in == sentence), None)
    return own.quoted(sentence.start) if own is not None else None


def with_siblings(sentence: Sentence, found: Sequence[Sentence]) -> Sentence | None:
    """An item with the list that it is of, from the lead-in to the last item, as one run of text.

    Args:
        sentence: One of those found.
        found: All sentences of the same hit.

    Returns:
        None when the sentence is of no list, of one that is too long for it to be shown, or of paragraphs that no
        sentence leads in.
    """
    for each in _lists(found):
        if each.items[0].start <= sentence.start and sentence.end <= each.items[-1].end:
            if each.lead_in is None and sum(len(item.text) for item in each.items) > _SHORT_ITEM * len(each.items):
                return None
            whole = each.quoted((each.lead_in or each.items[0]).start)
            return whole if whole is not None and whole.end >= sentence.end else None
    return None


def items_left(document: Document, start: int, end: int) -> int:
    """How many items of a list stand behind a quotation of it, on the level of its last one; 0 where it is of none.

    Args:
        document: That is quoted.
        start: Where the quotation starts.
        end: Where it ends; one that holds a single item is a quotation of that and of no list.
    """
    blocks = document.blocks
    inside = [place for place, block in enumerate(blocks) if block.kind == "item" and start <= block.start < end]
    if len(inside) < 2:
        return 0
    last = inside[-1]
    behind = takewhile(lambda block: block.kind == "item" and block.level >= blocks[last].level, blocks[last + 1 :])
    return sum(block.level == blocks[last].level for block in behind)


def _lists(found: Sequence[Sentence]) -> Iterator[_List]:
    blocks = _blocks(found)
    for index, block in enumerate(blocks):
        items = [replace(line[0], end=line[-1].end) for line in block]
        lead_in = blocks[index - 1][-1][-1] if index else None
        if len(items) > 1 and items[0].text.endswith(":"):
            lead_in = block[0][-1]
            items = items[1:]
        if lead_in is None or not lead_in.text.endswith(":") or lead_in.speaker != items[0].speaker:
            lead_in = None
        if lead_in is not None or len(items) > 1:
            yield _List(lead_in, items)


def _blocks(found: Sequence[Sentence]) -> list[list[list[Sentence]]]:
    """Blocks of lines of sentences; numbered paragraphs that follow each other are the lines of one block."""
    blocks: list[list[list[Sentence]]] = []
    for index, sentence in enumerate(found):
        between = _between(found[index - 1], sentence) if index else "\n\n"
        numbered = bool(blocks) and all(_NUMBER.match(s.text) for s in (blocks[-1][-1][0], sentence))
        if not blocks or found[index - 1].speaker != sentence.speaker or ("\n\n" in between and not numbered):
            blocks.append([[sentence]])
        elif "\n" in between:
            blocks[-1].append([sentence])
        else:
            blocks[-1][-1].append(sentence)
    return blocks


def _between(first: Sentence, second: Sentence) -> str:
    passage = first.hit.passage
    return passage.text[first.end - passage.start : second.start - passage.start]
