"""Public benchmarks' rows as documents of a collection."""

import json
import random
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qa import Collection

_SQUAD_QUESTIONS = 500


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


def unseen_squad(folder: Path) -> list[dict[str, Any]]:
    """Questions of the SQuAD articles that the reader was not trained on, in an order of chance.

    Every fourth article was set aside; of their questions those are left out that others judge by.
    """
    rows = read_rows(folder / "questions.jsonl")
    articles = sorted({row["_id"].split("::")[0] for row in read_rows(folder / "corpus.jsonl")})
    unseen = set(articles[1::4])
    shuffled = list(rows)
    random.Random(7).shuffle(shuffled)
    judging = {row["id"] for row in shuffled[:400]}
    own = [row for row in rows if row["id"] not in judging and row["passage"].split("::")[0] in unseen]
    random.Random(3).shuffle(own)
    return own[:_SQUAD_QUESTIONS]
