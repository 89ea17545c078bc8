"""Sentences of an archive with those that stand around them."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.documents import FoundFile, find_files, read_document
from qa.english.sentences import sentence_spans
from qa.errors import UnreadableFileError

_A_DOCUMENT = 4
"""Runs of two sentences that a document may give."""
_NAMES = {
    "fact-sheets": "fact sheet",
    "statements-releases": "statement",
    "briefings-statements": "statement",
    "press-briefings": "briefing",
    "remarks": "remarks",
    "speeches-remarks": "remarks",
    "presidential-actions": "document",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its document.

    Attributes:
        document: The document's name.
        kind: What the document is called in a sentence.
        around: All sentences of the document.
        place: Which of them it is.
    """

    document: str
    kind: str
    around: tuple[str, ...]
    place: int

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.around[self.place]


def read_sentences(archive: Path, documents: int, rng: random.Random) -> list[Sentence]:
    """Sentences from some documents of an archive, in runs of two, none twice."""
    files = sorted((one for one in find_files(archive) if isinstance(one, FoundFile)), key=lambda one: one.name)
    chosen = sorted(rng.sample(files, min(documents, len(files))), key=lambda one: one.name)
    seen: set[str] = set()
    found = []
    for file in chosen:
        for sentence in _runs(file, rng):
            key = sentence.text.lower()
            if key not in seen:
                seen.add(key)
                found.append(sentence)
    return found


def _runs(file: FoundFile, rng: random.Random) -> Iterator[Sentence]:
    try:
        document = read_document(file)
    except UnreadableFileError:  # some have no text but their title
        return
    texts = []
    for block in document.blocks:
        if block.kind in ("paragraph", "item", "turn"):
            part = document.text[block.start : block.end]
            texts += [part[start:end] for start, end in sentence_spans(part)]
    around = tuple(text.replace("\n", " ") for text in texts if len(text) < 500)
    usable = [place for place, text in enumerate(around) if _is_usable(text)]
    firsts = [place for place in usable if place + 1 in set(usable)]
    rng.shuffle(firsts)
    taken: set[int] = set()
    for first in firsts[:_A_DOCUMENT]:
        taken |= {first, first + 1}
    if not taken:
        taken = set(usable[:2])
    category = file.name.split("/")[0]
    for place in sorted(taken):
        yield Sentence(file.name, _NAMES.get(category, "document"), around, place)


def _is_usable(text: str) -> bool:
    words = text.split()
    if not 6 <= len(words) <= 38 or not text.endswith(".") or not text[0].isupper():
        return False
    if re.search(r"[\[\]*_#|•:;]|\(\w\)|https?:|\.\.\.|…|--|Sec\. ", text) or text.count("(") != text.count(")"):
        return False
    if re.match(
        r"(?:I|We|You|And|But|So|Well|Thanks?|Let|Or|That’s|It’s|There’s|By the|Suffice|Look|Yes|No|Yeah|Okay|Q)\b",
        text,
    ):
        return False
    if any(text.count(one) != text.count(other) for one, other in ("“”", "()")) or text.count('"') % 2:
        return False
    if " — " in text or re.search(r", to be |\bvice\b|, of [A-Z]\w+, ", text):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return capitals < 0.6 * len(words) and not re.search(r"\b(?:I|I’m|I’ve|my|you|you’re)\b", text)
