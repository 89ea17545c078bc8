"""Retrieval on public benchmarks: BEIR SciFact, and SQuAD 2.0 as one collection of its paragraphs.

Run it with the folder of a benchmark and a scratch folder, which keeps the collection for the next time::

    python tests/benchmarks/retrieval.py scifact SCIFACT SCRATCH --ablation
    python tests/benchmarks/retrieval.py scifact SCIFACT SCRATCH --ablation --train
    python tests/benchmarks/retrieval.py squad SQUAD2 SCRATCH

A document counts at its best passage, of 50 that are fetched. Parameters are chosen on the train claims.

| SciFact | nDCG@10 | document@1 | document@10 | train: nDCG@10 | document@1 | document@10 |
| --- | --- | --- | --- | --- | --- | --- |
| lexical alone | 0.659 | 0.517 | 0.823 | 0.668 | 0.533 | 0.817 |
| dense alone | 0.661 | 0.510 | 0.827 | 0.683 | 0.564 | 0.818 |
| both, fused by rank | 0.699 | 0.560 | 0.843 | 0.711 | 0.580 | 0.848 |
| the program | 0.737 | 0.637 | 0.850 | 0.742 | 0.628 | 0.873 |

On SQuAD the first 400 questions of a fixed shuffle are asked, 204 answerable from their paragraph and 196 not; those
behind them are what parameters were chosen on:

| SQuAD 2.0 | |
| --- | --- |
| paragraph@1 | 0.824 |
| paragraph@5 | 0.966 |
| quotation has a gold answer | 0.848 |
| answered | 0.926 |
| abstained when unanswerable | 0.163 |
| AUROC | 0.617 |
"""

import argparse
import random
from collections.abc import Callable
from pathlib import Path

from benchmark_rows import document_name, index_rows, read_rows
from searches import Searches

from qa import Collection
from qa.evaluation.measures import auroc, mean, ndcg, success
from qa.evaluation.question_file import Question
from qa.evaluation.scores import share_quoted

PASSAGES = 50
"""Passages that are fetched to have ten documents."""
SEED = 7

Ranking = Callable[[str], list[str]]


def orders(collection: Collection) -> dict[str, Ranking]:
    """Names of documents, best first: by one search alone, by their fusion, and by the program."""
    searches = Searches(collection.folder)

    def names(ids: Callable[[str], list[int]]) -> Ranking:
        def ranking(text: str) -> list[str]:
            found = ids(text)
            stored = collection.catalog.passages(found)
            return [stored[identity].document.name for identity in found]

        return ranking

    return {
        "lexical alone": names(searches.by_words),
        "dense alone": names(searches.by_meaning),
        "both, fused by rank": names(searches.fused),
        "the program": program(collection),
    }


def program(collection: Collection) -> Ranking:
    """Names of documents as the program ranks them."""
    return lambda text: [hit.document.name for hit in collection.retrieve(text, PASSAGES)]


def scifact(folder: Path, scratch: Path, *, train: bool, ablation: bool) -> None:
    """Print nDCG@10 of documents."""
    rows = read_rows(folder / "corpus.jsonl")
    collection = index_rows(((row["_id"], row["title"], row["text"]) for row in rows), scratch)
    relevant: dict[str, set[str]] = {}
    split = "train" if train else "test"
    for line in (folder / "qrels" / f"{split}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade):
            relevant.setdefault(query, set()).add(document_name(document))
    queries = {row["_id"]: row["text"] for row in read_rows(folder / "queries.jsonl") if row["_id"] in relevant}
    rankings = orders(collection) if ablation else {"the program": program(collection)}
    print(
        f"| SciFact, {len(queries)} claims ({split}) | nDCG@10 | document@1 | document@10 |\n| --- | --- | --- | --- |"
    )
    for name, ranking in rankings.items():
        found = {query: list(dict.fromkeys(ranking(text))) for query, text in queries.items()}
        figures = (
            mean([ndcg(found[query], relevant[query], 10) for query in queries]),
            mean([success(found[query], relevant[query], 1) for query in queries]),
            mean([success(found[query], relevant[query], 10) for query in queries]),
        )
        print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |", flush=True)


def squad(folder: Path, scratch: Path, size: int) -> None:
    """Print how often the paragraph is found and the answer quoted, and how well confidence tells the answerable."""
    rows = read_rows(folder / "corpus.jsonl")
    collection = index_rows(((row["_id"], row["title"], row["text"]) for row in rows), scratch)
    asked = read_rows(folder / "questions.jsonl")
    random.Random(SEED).shuffle(asked)
    answers = [(row, collection.ask(row["question"].replace("\n", " "))) for row in asked[:size]]
    yes = [(row, answer) for row, answer in answers if row["answerable"]]
    no = [answer for row, answer in answers if not row["answerable"]]
    found = [
        ([hit.document.name for hit in answer.search.hits], {document_name(row["passage"])}) for row, answer in yes
    ]
    quoted = [
        share_quoted(Question(row["question"], answers=tuple(row["answers"])), [c.quote for c in answer.citations])
        for row, answer in yes
    ]
    figures = {
        "paragraph@1": mean([success(names, gold, 1) for names, gold in found]),
        "paragraph@5": mean([success(names, gold, 5) for names, gold in found]),
        "quotation has a gold answer": mean(quoted),
        "answered": mean([not answer.abstained for _, answer in yes]),
        "abstained when unanswerable": mean([answer.abstained for answer in no]),
        "AUROC": auroc([answer.confidence for _, answer in yes], [answer.confidence for answer in no]),
    }
    print(f"| SQuAD 2.0, {len(yes)} answerable, {len(no)} not | |\n| --- | --- |")
    for name, figure in figures.items():
        print(f"| {name} | {figure:.3f} |")


def main() -> None:
    """Print the table of a benchmark."""
    parser = argparse.ArgumentParser(description="Retrieval on public benchmarks.")
    parser.add_argument("benchmark", choices=["scifact", "squad"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--train", action="store_true", help="the train claims of SciFact, to choose parameters on")
    parser.add_argument("--ablation", action="store_true", help="lexical and dense search of SciFact alone, too")
    parser.add_argument("--questions", type=int, default=400, help="how many questions of SQuAD are asked")
    arguments = parser.parse_args()
    if arguments.benchmark == "scifact":
        scifact(arguments.folder, arguments.scratch, train=arguments.train, ablation=arguments.ablation)
    else:
        squad(arguments.folder, arguments.scratch, arguments.questions)


if __name__ == "__main__":
    main()
