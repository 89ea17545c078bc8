"""The title and the date that open a document and only show what its metadata says; pure."""

import re
from collections.abc import Sequence
from itertools import takewhile

from qa.documents.content import Metadata
from qa.documents.document import TextBlock
from qa.documents.metadata.days import day_of
from qa.documents.whitespace import fold

_LABEL = re.compile(r"\A\s*date:\s*", re.IGNORECASE)


def without_title_block(blocks: Sequence[TextBlock], metadata: Metadata) -> list[TextBlock]:
    """The blocks behind those that open a document and only show its title and its date.

    Such a block is shown above the text and goes with every passage already; in the text it would be searched twice,
    and would move the borders of passages. In Markdown it stands in the front matter, which is no text either.

    Args:
        blocks: All of a document.
        metadata: What the file says about itself apart from its text.

    Returns:
        At least one block of several, so that a document of nothing but its title keeps its text.
    """
    title = fold(metadata.title or "")

    def shows_metadata(block: TextBlock) -> bool:
        if title and fold(block.text) == title:
            return True
        return metadata.date is not None and day_of(_LABEL.sub("", block.text)) == metadata.date

    count = sum(1 for _ in takewhile(shows_metadata, blocks))
    return list(blocks[count:] or blocks)
