"""Jupyter notebooks: text cells as Markdown, code and what it printed letter for letter."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from qa.documents.content import Content, Metadata
from qa.documents.document import TextBlock
from qa.documents.markdown.markdown import read_markdown
from qa.documents.whitespace import fold, verbatim_lines
from qa.errors import UnreadableFileError
from qa.messages import Message

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def read_content(data: bytes, name: str) -> Content:
    """Read a notebook of version 3 or 4; nothing in it is run.

    Raises:
        UnreadableFileError: It is not JSON, or has no cells.
    """
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(Message("not a notebook: {reason}", reason=str(error))) from error
    if not isinstance(notebook, dict):
        raise UnreadableFileError(Message("not a notebook: it is not a JSON object"))
    sheets = _dicts(notebook.get("worksheets"))  # version 3
    cells = notebook.get("cells", [cell for sheet in sheets for cell in _dicts(sheet.get("cells"))] or None)
    if not isinstance(cells, list):
        raise UnreadableFileError(Message("not a notebook: it has no cells"))
    about = notebook.get("metadata")
    title = fold(_text(about.get("title"))) if isinstance(about, dict) else ""
    return Content([block for cell in _dicts(cells) for block in _cell(cell)], Metadata(title=title or None))


def _cell(cell: dict[str, object]) -> Iterator[TextBlock]:
    source = _text(cell.get("source", cell.get("input")))
    match cell.get("cell_type"):
        case "markdown":
            yield from map(_without_escape, read_markdown(source))
        case "heading":  # version 3
            level = cell.get("level")
            yield from read_markdown(f"{'#' * (level if isinstance(level, int) and 1 <= level <= 6 else 1)} {source}")
        case "code":
            yield from _verbatim(source)
            for output in _dicts(cell.get("outputs")):
                yield from _verbatim(_printed(output))
        case _:
            yield from _verbatim(source)


def _without_escape(block: TextBlock) -> TextBlock:
    """A row without the strokes before its dollars: in HTML too, a notebook shows a dollar so that opens no formula."""
    return replace(block, text=block.text.replace("\\$", "$")) if block.kind == "row" else block


def _printed(output: dict[str, object]) -> str:
    """What a reader sees of an output as text: of a picture nothing, of an error its name and message."""
    if output.get("output_type") in ("error", "pyerr"):
        return f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
    shown = output.get("data", output)
    if not isinstance(shown, dict) or any(str(kind).startswith(("image/", "png", "jpeg", "svg")) for kind in shown):
        return ""
    return _text(shown.get("text/plain", shown.get("text")))


def _verbatim(text: str) -> Iterator[TextBlock]:
    if lines := verbatim_lines(_COLOURS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))):
        yield TextBlock("paragraph", lines)


def _text(value: object) -> str:
    """A string, which notebooks also write as a list of lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _dicts(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
