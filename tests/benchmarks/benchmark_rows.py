"""Public benchmarks' rows as documents of a collection."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qa import Collection


def read_rows(file: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def document_name(key: str) -> str:
    """The name of the document that a row becomes."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", key) + ".md"


def index_rows(rows: Iterable[tuple[str, str | None, str]], folder: Path) -> Collection:
    """A collection of a document for each row; rows that the folder holds already are not encoded again.

    Args:
        rows: (key, title, text); a row without a title has its key as its title.
        folder: Gets `docs/`, a Markdown file for each row, and `collection/`.
    """
    documents = folder / "docs"
    documents.mkdir(parents=True, exist_ok=True)
    for key, title, text in rows:
        file = documents / document_name(key)
        content = f"---\ntitle: {json.dumps(title or key)}\n---\n\n{text}\n"
        if not file.exists() or file.read_text(encoding="utf-8") != content:
            file.write_text(content, encoding="utf-8")
    collection = Collection.open(folder / "collection")
    report = collection.index([documents])
    assert not report.failed, report.failed
    return collection
