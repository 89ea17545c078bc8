"""Asks the same questions of the same documents in other formats, and counts how many get the same quotation.

Run it with the files of a collection and its questions; pandoc and LibreOffice make the other formats::

    python tests/benchmarks/conversions.py CORPUS QUESTIONS.jsonl WORK [--skip 60]

The documents are the first 60 that answer questions, behind those that are skipped. Each format is indexed by itself; a
quotation is the same if its letters and digits are, wherever they stand.
"""

import argparse
import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmark_rows import read_rows

from qa import Collection

DOCUMENTS = 60
BY_PANDOC = ("html", "docx", "odt", "epub", "rst", "ipynb")


def convert(files: Sequence[Path], work: Path) -> list[str]:
    """Write the files in every format, each into a folder of its name; returns the formats, Markdown first."""
    for format in ("md", *BY_PANDOC, "pdf"):
        (work / format).mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copy(file, work / "md" / file.name)
        for format in BY_PANDOC:
            made = work / format / f"{file.stem}.{format}"
            subprocess.run(["pandoc", "-s", "-f", "markdown-smart", file, "-o", made], check=True, capture_output=True)
    office = ["soffice", f"-env:UserInstallation={(work / 'profile').resolve().as_uri()}", "--headless"]
    made_of = sorted((work / "docx").glob("*.docx"))
    command = [*office, "--convert-to", "pdf", "--outdir", work / "pdf", *made_of]
    subprocess.run(command, check=True, capture_output=True)
    return ["md", *BY_PANDOC, "pdf"]


def first_quotations(folder: Path, questions: Sequence[str]) -> list[str]:
    """The letters and digits of the first quotation for each question; empty where nothing is quoted."""
    collection = Collection.open(folder.with_name(f"{folder.name}-collection"))
    collection.index([folder])
    answers = [collection.ask(question) for question in questions]
    collection.close()
    return [re.sub(r"[^a-z0-9]", "", (each.citations[0].quote if each.citations else "").lower()) for each in answers]


def same(quotations: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """For each format the share of the questions with a quotation from Markdown that get it too."""
    wanted = quotations["md"]
    shares = {}
    for format, found in quotations.items():
        pairs = [(one, other) for one, other in zip(wanted, found, strict=True) if one]
        shares[format] = round(sum(one == other for one, other in pairs) / len(pairs), 3)
    return shares


def main() -> None:
    """Convert, ask, and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--skip", type=int, default=0)
    given = parser.parse_args()
    rows = [row for row in read_rows(given.questions) if row["docs"]]
    names = list(dict.fromkeys(row["docs"][0] for row in rows))[given.skip : given.skip + DOCUMENTS]
    questions = [str(row["question"]) for row in rows if row["docs"][0] in names]
    formats = convert([given.corpus / name for name in names], given.work)
    quotations = {format: first_quotations(given.work / format, questions) for format in formats}
    print(json.dumps({"questions": len(questions), "same": same(quotations)}, indent=1))


if __name__ == "__main__":
    main()
