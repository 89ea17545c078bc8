"""Whether a conversation hijacks its questions: second questions on another topic, and with another name in them.

Run it anywhere; it makes its two small collections anew, of the sample and of the texts in `conversations.json`::

    python tests/benchmarks/conversations.py

The 60 second questions on another topic and the 40 with another name were written before the program had been asked
any of them. The rows:

- hijacked: of the 60, those that were answered as a follow-up, or from a document of the first answer alone;
- right: of the 60, those that cite a document that tells about it, or abstain where none does;
- old: of the 40, those whose quotations answer for the name before;
- right: of the 40, those whose quotations hold the answer for the new name, or abstain where there is none.

Measured: hijacked 0, right 54 of 60, old 0, right 38 of 40; before a question was read both ways and its names were
demanded, it was 18, 38, 13 and 32.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qa import Collection
from qa.answering.answer import Answer
from qa.sample.sample import open_sample
from qa.understanding.follow_ups import Conversation

_DATA = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


@contextmanager
def collections() -> Iterator[dict[str, Collection]]:
    """The sample and the collection of the texts beside this file, by their names in the rows."""
    with TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        for name, text in _DATA["documents"].items():
            (texts / name).parent.mkdir(parents=True, exist_ok=True)
            (texts / name).write_text(text, encoding="utf-8")
        valley = Collection.open(Path(folder) / "valley")
        valley.index([texts])
        sample = open_sample(Path(folder) / "sample")
        yield {"sample": sample, "valley": valley}
        valley.close()
        sample.close()


def asked(collection: Collection, row: dict[str, Any]) -> tuple[Answer, Answer]:
    """The answers to the first and to the second question of a row."""
    first = collection.ask(row["first"])
    return first, collection.ask(row["second"], Conversation((first.turn,)))


def is_hijacked(first: Answer, second: Answer, documents: Sequence[str]) -> bool:
    """Whether the second question was not answered for itself."""
    if second.abstained:
        return False
    cited, before = _documents(second), _documents(first)
    only_from_before = bool(cited) and cited <= before and not cited & set(documents)
    return not second.search.question.asked_alone or only_from_before


def is_on_topic(answer: Answer, documents: Sequence[str]) -> bool:
    """Whether it cites a document that tells about it, or abstains where none does."""
    return bool(_documents(answer) & set(documents)) if documents else answer.abstained


def is_of_old_name(answer: Answer, row: dict[str, Any]) -> bool:
    """Whether a quotation holds the answer for the name before, and not the one for the new name."""
    new = row["new"] or []
    quotes = [citation.quote for citation in answer.citations]
    return any(old in quote for old in row["old"] for quote in quotes if not any(one in quote for one in new))


def is_of_new_name(answer: Answer, row: dict[str, Any]) -> bool:
    """Whether a quotation holds the answer for the new name; where there is none, whether it abstains."""
    if not row["new"]:
        return answer.abstained
    return any(new in citation.quote for new in row["new"] for citation in answer.citations)


def _documents(answer: Answer) -> set[str]:
    return {citation.document.removeprefix("briefs/") for citation in answer.citations}


def _told(label: str, rows: Sequence[tuple[dict[str, Any], Answer]]) -> None:
    print(f"{label}: {len(rows)}")
    for row, answer in rows:
        quotes = [citation.quote[:60] for citation in answer.citations]
        print(f"    {row['first']} | {row['second']} | {answer.search.question.interpreted} {quotes}")


def main() -> None:
    """Ask everything and print what went wrong."""
    with collections() as found:
        topics = [(row, *asked(found[row["collection"]], row)) for row in _DATA["topics"]]
        names = [(row, asked(found[row["collection"]], row)[1]) for row in _DATA["entities"]]
        _told("hijacked", [(row, b) for row, a, b in topics if is_hijacked(a, b, row["documents"])])
        _told("not right", [(row, b) for row, _, b in topics if not is_on_topic(b, row["documents"])])
        _told("old", [(row, answer) for row, answer in names if is_of_old_name(answer, row)])
        _told("not right", [(row, answer) for row, answer in names if not is_of_new_name(answer, row)])


if __name__ == "__main__":
    main()
