"""Sentences that state a fact, and their syntax."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from archive_passages import NOISE, TRANSCRIPTS, Passage
from spacy.tokens import Doc, DocBin

from qa.english.sentences import sentence_spans

_PARSED_TOGETHER = 2500
_TELLING = re.compile(
    r"\d|\b(?:because|in order to|so that|to (?:help|ensure|support|protect|provide|reduce|address|promote))\b"
    r"|\b(?:is|are|was|were) (?:a|an|the)\b|\b(?:includ\w+|named|nominat\w+|appoint\w+|announc\w+|signed|launch\w*"
    r"|direct\w*|require\w*|establish\w*|lead\w*|led|award\w*|invest\w*)\b|,\s+(?:the|a|an|who)\s"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the passage that it stands in."""

    passage: Passage
    start: int
    text: str


def select_sentences(passages: Sequence[Passage], most: int, seed: int) -> list[Sentence]:
    """Sentences that state a fact, each wording once, in random order; of transcripts a third."""
    seen: set[str] = set()
    found: dict[bool, list[Sentence]] = {False: [], True: []}
    for passage in passages:
        spoken = passage.category in TRANSCRIPTS
        if passage.speaker == "Q":
            continue
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            words = text.count(" ") + 1
            wording = re.sub(r"[\d\W]+", " ", text.lower())
            if not 8 <= words <= 42 or text[-1] not in ".!”" or not text[0].isupper() or wording in seen:
                continue
            if not _TELLING.search(text) or NOISE.search(text) or not re.search(r"\s[A-Z][a-z]|\d", text):
                continue
            seen.add(wording)
            found[spoken].append(Sentence(passage, start, text))
    chance = random.Random(seed)
    for sentences in found.values():
        chance.shuffle(sentences)
    written, spoken = found[False], found[True][: len(found[False]) // 2]
    step = len(written) / max(1, len(spoken))
    places = [*enumerate(written), *((number * step, sentence) for number, sentence in enumerate(spoken))]
    return [sentence for _, sentence in sorted(places, key=lambda place: place[0])][:most]


def parse(sentences: Sequence[Sentence], model: str, folder: Path) -> Iterator[tuple[Sentence, Doc]]:
    """Sentences with their syntax; what was parsed before is read from the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pipeline = spacy.load(model)
    for number, first in enumerate(range(0, len(sentences), _PARSED_TOGETHER)):
        some = sentences[first : first + _PARSED_TOGETHER]
        file = folder / f"{number:03}.spacy"
        if not file.exists():
            documents = list(pipeline.pipe((sentence.text for sentence in some), batch_size=128))
            partial = file.with_suffix(".part")
            DocBin(documents and ["TAG", "POS", "DEP", "HEAD", "LEMMA", "ENT_IOB", "ENT_TYPE"], docs=documents).to_disk(
                partial
            )
            partial.rename(file)
        parsed = list(DocBin().from_disk(file).get_docs(pipeline.vocab))
        if [document.text for document in parsed] != [sentence.text for sentence in some]:
            raise SystemExit(f"{file} holds other sentences; remove the folder {folder}.")
        yield from zip(some, parsed, strict=True)
