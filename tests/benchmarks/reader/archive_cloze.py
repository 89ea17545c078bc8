"""Sentences with a name, number or date masked, and another passage that fills the mask."""

import json
import lzma
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archive_passages import NOISE, Passage
from archive_words import MONTH, stems

from qa.english.sentences import sentence_spans

_MASKABLE = re.compile(
    rf"{MONTH} \d{{1,2}}(?:, \d{{4}})?|{MONTH} \d{{4}}"
    r"|\$\d[\d,.]*\d(?: (?:million|billion|trillion))?|\d[\d,.]*\d? (?:percent|million|billion|trillion)"
    r"|\d[\d,.]*\d%|\d{1,3},\d{3}"
    r"|[A-Z][\w’.&-]*[a-z](?: (?:of|for|and|the|de|al-)(?= [A-Z]))?(?: [A-Z][\w’.&-]*\w(?: (?:of|for|and|the)(?="
    r" [A-Z]))?){0,5}"
    r"|[A-Z]{3,6}"
)
_NOT_NAMES = re.compile(
    r"^(?:The|A|An|This|That|These|Those|It|He|She|They|We|In|On|At|As|And|But|So|If|When|By|For|To|From|With"
    r"|Our|My|His|Her|Its"
    r"|Thank|Well|Yes|No|Now|Today|There|You|I|What|How|Why|Who|Madam|Mr|Ms|Dr|Has|Have|Is|Are|Does|Did|Do|Will"
    r"|Can|Let|Look|Each|Here)\b"
)
_MOST_PASSAGES_OF_ANSWER = 250
_COMPARED = 50
_LONGEST_CLOZE_CONTEXT = 130


def cloze_rows(passages: Sequence[Passage], most: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Sentences with a name, number or date masked, and another document's passage that holds it.

    As in Glass et al., 'Span selection pre-training for question answering' (ACL 2020): the passage shares
    other words with the sentence, so that the mask can be filled by reading.
    """
    masks = Masks(passages, chance)
    order = list(range(len(passages)))
    chance.shuffle(order)
    made = 0
    for number in order:
        passage = passages[number]
        if passage.speaker == "Q":
            continue
        spans = [
            (a, b)
            for a, b in sentence_spans(passage.text)
            if 60 <= b - a <= 240 and passage.text[a : a + 2] != "Q " and not NOISE.search(passage.text[a:b])
        ]
        for start, end in chance.sample(spans, min(4, len(spans))):
            row = masks.row(passage, passage.text[start:end])
            if row is not None:
                made += 1
                yield row
            if made == most:
                return


class Masks:
    """Names, numbers and dates, where else they stand, and how often each was masked."""

    def __init__(self, passages: Sequence[Passage], chance: random.Random) -> None:
        """Look up what each passage holds."""
        self._passages, self._chance = passages, chance
        self._holders: dict[str, list[int]] = {}
        self._words: list[frozenset[str]] = []
        for number, passage in enumerate(passages):
            self._words.append(frozenset(map(sys.intern, stems(passage.text))))
            for answer in {m[0] for m in _MASKABLE.finditer(passage.text)}:
                if not _NOT_NAMES.match(answer) and len(answer) > 3:
                    self._holders.setdefault(answer, []).append(number)
        frequency = Counter(word for some in self._words for word in some)
        self._weights = {word: round(1e6 / (1 + count) ** 0.5) for word, count in frequency.items()}
        self._masked, self._read = Counter[str](), Counter[int]()

    def row(self, passage: Passage, sentence: str) -> dict[str, Any] | None:
        """The sentence with a mask, and what fills it; None where nothing does or the words in common are few."""
        found = [m for m in _MASKABLE.finditer(sentence) if self._may_be_masked(m)]
        if not found:
            return None
        match = self._chance.choice(found)
        masked = sentence[: match.start()] + "[MASK]" + sentence[match.end() :]
        if match[0] in masked:
            return None
        asked = stems(masked) - stems(match[0])
        best = self._holder(match[0], asked, passage.document)
        if best is None:
            return None
        other = self._passages[best]
        context = _window(other.text, match[0], asked)
        answers = [list(m.span()) for m in re.finditer(rf"(?<!\w){re.escape(match[0])}(?!\w)", context)]
        if not answers or len(asked & stems(context)) < max(3, len(asked) // 5):
            return None
        self._masked[match[0]] += 1
        self._read[best] += 1
        return {
            "question": masked,
            "context": context,
            "answers": answers,
            "title": other.title,
            "date": other.date,
            "source": "cloze",
        }

    def _may_be_masked(self, match: re.Match[str]) -> bool:
        passages = len(self._holders.get(match[0], ()))
        if not 2 <= passages <= _MOST_PASSAGES_OF_ANSWER or self._masked[match[0]] >= 40:
            return False
        return match.start() > 0 or " " in match[0]

    def _holder(self, answer: str, asked: set[str], document: int) -> int | None:
        """The passage of another document that holds the answer and shares most with the question, but not all."""
        others = [n for n in self._holders[answer] if self._passages[n].document != document and self._read[n] < 3]
        best = max(
            self._chance.sample(others, min(_COMPARED, len(others))),
            default=None,
            key=lambda n: (sum(self._weights[word] for word in asked & self._words[n]), n),
        )
        if best is None or not 3 <= len(asked & self._words[best]) <= 0.8 * len(asked):
            return None
        return best


def _window(text: str, answer: str, asked: set[str]) -> str:
    """The sentences around the mention of an answer that shares most with the question."""
    spans = sentence_spans(text)
    holding = [n for n, (a, b) in enumerate(spans) if answer in text[a:b]]
    if not holding:
        return ""
    first = last = max(holding, key=lambda n: (len(asked & stems(text[slice(*spans[n])])), -n))
    while True:
        longer = [(first - 1, last), (first, last + 1)]
        if first == 0 or (last + 1 < len(spans) and (last - first) % 2):
            longer.reverse()
        for a, b in longer:
            if a >= 0 and b < len(spans) and text[spans[a][0] : spans[b][1]].count(" ") < _LONGEST_CLOZE_CONTEXT:
                first, last = a, b
                break
        else:
            return text[spans[first][0] : spans[last][1]]


def write_cloze(rows: Iterable[dict[str, Any]], file: Path) -> int:
    """Write masked sentences; returns how many."""
    count = 0
    partial = file.with_name(file.name + ".part")
    with lzma.open(partial, "wt", encoding="utf-8", preset=6) as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    partial.rename(file)
    return count
