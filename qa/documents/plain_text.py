"""Plain text to blocks: nothing in it is markup."""

from collections.abc import Iterator
from itertools import groupby

from qa.documents.document import TextBlock
from qa.documents.whitespace import verbatim_lines


def read_plain_text(body: str) -> Iterator[TextBlock]:
    """A paragraph for each run of lines between empty ones, every line as it stands in the file."""
    for is_text, lines in groupby(verbatim_lines(body).split("\n"), key=bool):
        if is_text:
            yield TextBlock("paragraph", "\n".join(lines))
