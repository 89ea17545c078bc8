"""Questions made from sentences that lack a name, a number or a date, answered by other passages.

Run it with passages as JSON lines (`context`, `text`, `doc`) and the file to write::

    python tests/benchmarks/reader/clozes.py PASSAGES TABLES --groups 150000

As in Glass et al., 'Span selection pre-training for question answering', ACL 2020, and with questions in the manner of
Lewis, Denoyer and Riedel, 'Unsupervised question answering by cloze translation', ACL 2019: half of the clozes keep a
blank, the others begin with a question word and keep only the words around it. Passages are found by BM25: one that
holds the missing words answers, those that lack them do not. Seed 13.
"""

import argparse
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy
from tables import FOUND, GOLD, Member, Span, Tables

SEED = 13
DEPTH = 24
NEGATIVES = 4
MOST_OF_ONE = 100
"""Clozes with the same answer; without a limit a few names would be most of them."""
OWN_SHARE = 0.3
"""Share of the clozes that the passage answers from which they come."""
BLANK = "[MASK]"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_ANSWERS = re.compile(
    rf"(?P<date>(?:{_MONTH}) \d{{1,2}}(?:, \d{{4}})?|(?:{_MONTH}) \d{{4}}|\b(?:19|20)\d\d\b)"
    r"|(?P<number>\$?\b\d[\d,.]*\d?(?: ?%| percent\b)?(?: (?:hundred|thousand|million|billion|trillion)\b)?)"
    r"|(?P<name>\b[A-Z][\w-]+(?:(?: (?:of|the|and|for|de|in|of the))? [A-Z][\w-]+){0,4})"
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")
_TOKEN = re.compile(r"\w+")
_WORDS = {"date": ("when", "in what year", "on what date"), "number": ("how many", "how much", "what")}
_STOP = frozenset(
    "the a an of to in and or for on at by with from that this is are was were be been has have had it its as will we "
    "our their his her they he she i you not but so who which what there these those if when then".split()
)


@dataclass(frozen=True, slots=True)
class Cloze:
    """A sentence without its answer."""

    passage: int
    question: str
    answer: str
    answer_span: Span
    sentence: str


def clozes(passage: int, text: str, chance: random.Random) -> Iterator[Cloze]:
    """One cloze each of up to two sentences of a passage."""
    sentences = [match for match in _SENTENCE.finditer(text) if 8 <= match[0].count(" ") <= 45]
    for sentence in chance.sample(sentences, min(2, len(sentences))):
        lead = len(sentence[0]) - len(sentence[0].lstrip())
        found = [
            match
            for match in _ANSWERS.finditer(sentence[0])
            if match.lastgroup != "name" or (match.start() > lead and match[0].lower() not in _STOP) or " " in match[0]
        ]
        if not found:
            continue
        answer = chance.choice(found)
        start = sentence.start() + answer.start()
        yield Cloze(
            passage,
            _question(sentence[0], answer, chance),
            answer[0],
            (start, start + len(answer[0])),
            sentence[0].strip(),
        )


def _question(sentence: str, answer: re.Match[str], chance: random.Random) -> str:
    if chance.random() < 0.4:
        return f"{sentence[: answer.start()]}{BLANK}{sentence[answer.end() :]}".strip()
    before, after = sentence[: answer.start()].split(), sentence[answer.end() :].split()
    room = chance.randint(5, 12)
    left = chance.randint(0, room)
    before, after = before[-left:] if left else [], after[: max(room - left, 0)]
    words = _WORDS.get(answer.lastgroup or "", ("who", "what", "which", "where"))
    parts = (
        [[chance.choice(words)], before, after] if chance.random() < 0.5 else [before, [chance.choice(words)], after]
    )
    kept = [word for part in parts for word in part if chance.random() > 0.08 or part is parts[0]]
    return " ".join(kept).strip(" ,;:.—-") + "?"


def indexed(texts: Sequence[str], folder: str) -> tantivy.Index:
    """A BM25 index of texts, English stems, by their numbers."""
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("number", stored=True)
    schema.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(schema.build(), folder)
    writer = index.writer(200_000_000, 1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(number=number, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def search(index: tantivy.Index, words: str, k: int) -> list[tuple[int, float]]:
    """Numbers of the best texts for any of these words, with their scores."""
    terms = [word for word in _TOKEN.findall(words.lower()) if word not in _STOP]
    if not terms:
        return []
    query = index.parse_query(" ".join(dict.fromkeys(terms)), ["text"])
    searcher = index.searcher()
    return [(searcher.doc(address)["number"][0], score) for score, address in searcher.search(query, k).hits]


def occurrences(answer: str, text: str) -> list[Span]:
    """Where an answer stands as whole words."""
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text)]


def members(cloze: Cloze, passages: Sequence[dict[str, str]], found: Sequence[tuple[int, float]]) -> list[Member]:
    """Passages that answer a cloze and passages that do not; none where nothing answers it."""
    own = passages[cloze.passage]
    top = found[0][1] if found else 0.0
    yes: list[Member] = []
    no: list[Member] = []
    for number, score in found:
        other = passages[number]
        if number == cloze.passage or other["doc"] == own["doc"] or cloze.sentence[:60] in other["text"]:
            continue
        places = occurrences(cloze.answer, other["text"])
        if not places and cloze.answer.lower() not in other["text"].lower():
            no.append(Member(number, FOUND))
        elif places and score > 0.3 * top:
            yes.append(Member(number, GOLD, tuple(places)))
    return [*yes[:1], *no[:NEGATIVES]]


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("passages", type=Path)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--groups", type=int, default=150_000)
    options = parser.parse_args()
    chance = random.Random(SEED)
    passages = [json.loads(line) for line in options.passages.open(encoding="utf-8")]
    tables, count, seen = Tables(), 0, Counter[str]()
    order = list(range(len(passages)))
    chance.shuffle(order)
    with tempfile.TemporaryDirectory() as folder:
        index = indexed([passage["text"] for passage in passages], folder)
        for number in order:
            for cloze in clozes(number, passages[number]["text"], chance):
                if seen[cloze.answer] >= MOST_OF_ONE:
                    continue
                sentence = cloze.sentence.replace(cloze.answer, " ")
                chosen = members(cloze, passages, search(index, sentence, DEPTH))
                if chance.random() < OWN_SHARE and BLANK not in cloze.question:
                    own = Member(number, GOLD, (cloze.answer_span,))
                    chosen = [own, *(member for member in chosen if member.role == FOUND)]
                if not chosen or chosen[0].role != GOLD:
                    continue
                kept = [
                    Member(
                        tables.passage(passages[one.passage]["context"], passages[one.passage]["text"]),
                        one.role,
                        one.answers,
                    )
                    for one in chosen
                ]
                tables.group(cloze.question, "cloze", kept)
                seen[cloze.answer] += 1
                count += 1
            if count >= options.groups:
                break
            if count % 5000 == 0:
                print(count, len(tables.passages), flush=True)
    tables.save(options.tables)
    print(count, "groups,", len(tables.passages), "passages")


if __name__ == "__main__":
    main()
