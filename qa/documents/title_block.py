"""The title and the date with which a document opens, which its metadata says already; pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.documents.content import Content, Metadata
from qa.documents.document import TextBlock
from qa.documents.metadata.days import day_of
from qa.documents.whitespace import fold

_LABEL = re.compile(r"\A\s*date:\s*", re.IGNORECASE)


def without_title_block(blocks: Sequence[TextBlock], metadata: Metadata) -> Content:
    """A document without the blocks that open it and only show its title and its date.

    Such a block is shown above the text and goes with every passage already; in the text it would be searched twice,
    and would move the borders of passages. In Markdown it stands in the front matter, which is no text either. Where
    the metadata has no date, a day that stands alone below the title is noted.

    Args:
        blocks: All of the document; of nothing but its title it keeps them.
        metadata: What the file says about itself apart from its text.
    """
    title, day = fold(metadata.title or ""), metadata.date
    count = 0
    for block in blocks:
        if title and fold(block.text) == title:
            count += 1
            continue
        shown = day_of(_LABEL.sub("", block.text))
        if shown is None or shown != (day or shown) or (count == 0 and day is None):
            break
        day = shown
        count += 1
    below = day if metadata.date is None else None
    return Content(list(blocks[count:] or blocks), replace(metadata, below_title=below))
