"""A quotation in Markdown, and the address of the page that it is from; pure."""

import re
from urllib.parse import quote

from qa.answering.answer import Citation
from qa.exports.markdown import markdown_line


def quotation_markdown(citation: Citation, marker: str) -> str:
    """A quotation as a quote, line by line; the words before it, which are not quoted, stand in brackets.

    Args:
        citation: What is quoted.
        marker: Markdown that stands behind it.
    """
    context = f"[{citation.context}] " if citation.context else ""
    lines = [line for line in re.split(r"\r\n|\r|\n", f"{context}“{citation.quote}”") if line.strip()]
    return "\\\n".join(f"> {markdown_line(line)}" for line in lines) + f" {marker}"


def original_address(citation: Citation) -> str | None:
    """Address of the original page, without a character that could end it where it is written; None for no web page."""
    address = citation.url or ""
    if not re.match(r"https?://", address, re.IGNORECASE):
        return None
    return quote(address, safe="%/:?#@&=+,;!'()*~-._", errors="replace")
