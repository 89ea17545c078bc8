"""Text files: Markdown with its front matter, and plain text."""

from qa.documents.content import Content
from qa.documents.front_matter import parse_front_matter
from qa.documents.markdown import read_markdown
from qa.documents.plain_text import read_plain_text
from qa.errors import UnreadableFileError


def read_content(data: bytes, name: str) -> Content:
    """Read a text file.

    Raises:
        UnreadableFileError: It is not UTF-8, holds a null character, or has a broken front matter.
    """
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"not UTF-8 text (byte {error.start} is {data[error.start]:#04x}); save it as UTF-8"
        ) from error
    if "\0" in source:
        raise UnreadableFileError("it holds a null character, so it is not a text file")
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    metadata, body = parse_front_matter(source)
    # What writes front matter writes Markdown, whatever it calls the file.
    is_plain = name.lower().endswith(".txt") and body == source
    return Content(list(read_plain_text(body)) if is_plain else read_markdown(body), metadata)
