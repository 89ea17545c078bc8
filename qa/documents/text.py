"""Text files: Markdown with its front matter, and plain text."""

from qa.documents.content import Content
from qa.documents.encodings import decode
from qa.documents.markdown.markdown import read_markdown
from qa.documents.metadata.front_matter import parse_front_matter
from qa.documents.plain_text import read_plain_text


def read_content(data: bytes, name: str) -> Content:
    """Read a text file.

    Raises:
        UnreadableFileError: It is in no encoding that is read, holds a null character, or has a broken front matter.
    """
    source = decode(data)
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    metadata, body = parse_front_matter(source)
    # What writes front matter writes Markdown, whatever it calls the file.
    is_plain = name.lower().endswith(".txt") and body == source
    return Content(list(read_plain_text(body)) if is_plain else read_markdown(body), metadata)
