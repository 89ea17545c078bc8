"""Reporters' questions in transcripts, with the sentence of the answer."""

import json
import random
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive_passages import TRANSCRIPTS, Passage, Question
from archive_reporters import cleaned_question
from archive_words import MONTH, stems

from qa.english.sentences import sentence_spans

_EVASIVE = re.compile(
    r"(?:don’t|do not|didn’t|won’t) (?:have|want to|going to|know|think I can)|not going to|I(?:’d| would|’ll|"
    r" will)? (?:have to |just )?(?:refer|defer|point) you"
    r"|no comment|can’t (?:speak|comment|confirm|get into|say)|nothing (?:to|more|new|for you)|can’t give|defer"
    r" to|(?:check|get back|follow up) (?:on|with|to)"
    r"|not aware|not in a position|hypothetical|won’t (?:speculate|get ahead|comment)|not (?:able|prepared) to"
    r"|any (?:updates?|announcement)",
    re.I,
)
_ANSWER_FORMS = (
    (
        re.compile(r"\bwhen\b|\bwhat (?:day|date|time)\b|\bhow (?:soon|long)\b", re.I),
        re.compile(
            rf"\b(?:{MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|20\d\d|today|tonight|tomorrow|yesterday"
            rf"|soon|\w+ (?:days?|weeks?|months?|years?)|weekend|morning|afternoon)\b",
            re.I,
        ),
    ),
    (
        re.compile(r"\bhow (?:many|much|large|big)\b|\bwhat (?:percentage|number|share)\b", re.I),
        re.compile(r"\d|\b(?:million|billion|thousand|hundred|dozen|percent|half|two|three|four|five|six)\b", re.I),
    ),
    (
        re.compile(r"^who\b|\bwho\b", re.I),
        re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b|\b(?:team|members?|officials?|leaders?)\b"),
    ),
    (re.compile(r"^where\b", re.I), re.compile(r"\b(?:in|at|to|from) (?:the )?[A-Z]")),
    (
        re.compile(r"^why\b|\breason\b", re.I),
        re.compile(
            r"\b(?:because|so that|in order|reason|since|to (?:make sure|ensure|help)|that’s why|due to)\b", re.I
        ),
    ),
)
_YES_NO = re.compile(r"^(?:is|are|was|were|does|do|did|has|have|will|would|should|whether)\b", re.I)
_POLITE = re.compile(r"question|understand|happy to|sorry|thank|go ahead|please", re.I)
_DECIDED = re.compile(
    r"^(?:yes|yeah|no\b|nope|correct|absolutely|of course|that’s (?:right|correct|true)|not|it (?:is|was|does"
    r"|will)|he (?:is|was|does|did|will|has)|they (?:are|will|have)|we (?:are|will|have|do|did))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says until another speaks; `start` and `end` in the document's text."""

    speaker: str
    start: int
    end: int


def read_turns(catalog: Path, documents: Iterable[int]) -> Iterator[tuple[int, str, list[Turn]]]:
    """The turns of transcripts, with their documents' ids and texts."""
    connection = sqlite3.connect(f"file:{catalog}?mode=ro", uri=True)
    for document in documents:
        text, blocks = connection.execute("SELECT text, blocks FROM documents WHERE id = ?", (document,)).fetchone()
        turns: list[Turn] = []
        for kind, start, end, _, speaker in json.loads(blocks):
            if speaker is None:
                continue
            if turns and kind != "turn" and turns[-1].speaker == speaker:
                turns[-1] = replace(turns[-1], end=end)
            else:
                turns.append(Turn(speaker, start, end))
        yield document, text, turns
    connection.close()


def ask_briefings(catalog: Path, passages: Sequence[Passage], chance: random.Random) -> Iterator[Question]:
    """Reporters' questions with the sentence that answers, or without an answer where it was refused."""
    of_document: dict[int, list[Passage]] = {}
    for passage in passages:
        if passage.category in TRANSCRIPTS:
            of_document.setdefault(passage.document, []).append(passage)
    for document, text, turns in read_turns(catalog, of_document):
        for asked, answered in zip(turns, turns[1:], strict=False):
            if asked.speaker != "Q" or answered.speaker == "Q":
                continue
            said = text[asked.start : asked.end]
            sentences = [re.sub(r"^Q\s+", "", said[a:b]) for a, b in sentence_spans(said)]
            questions = [sentence for sentence in sentences if sentence.endswith("?")]
            cleaned = [question for sentence in questions if (question := cleaned_question(sentence))]
            if not cleaned or len(questions) > 3:
                continue
            if made := _answered(cleaned[-1], answered, of_document[document], chance):
                yield made


def _answered(question: str, turn: Turn, passages: Sequence[Passage], chance: random.Random) -> Question | None:
    passage = next((p for p in passages if p.start <= turn.start < p.start + len(p.text)), None)
    if passage is None:
        return None
    first, last = turn.start - passage.start, min(turn.end - passage.start, len(passage.text))
    label = re.match(r"[^:\n]{2,60}:\s*", passage.text[first:last])
    body = first + (len(label[0]) if label else 0)
    spans = [(body + a, body + b) for a, b in sentence_spans(passage.text[body:last])]
    if not spans or last - body < 60:
        return None
    begin = first if len(passage.text) - first > 200 and chance.random() < 0.55 else 0
    if any(_EVASIVE.search(passage.text[a:b]) for a, b in spans[:2]):
        short = last - body < 420
        return Question(question, passage, (), "evaded", begin) if short and chance.random() < 0.6 else None
    span = _answering_span(question, passage.text, spans)
    if span is None:
        return None
    return Question(question, passage, ((span[0] - begin, span[1] - begin),), "briefing", begin)


def _answering_span(question: str, text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    asked = stems(question)
    shared = [len(asked & stems(text[a:b])) for a, b in spans]
    if _YES_NO.match(question):
        if _POLITE.search(text[slice(*spans[0])]):
            return None
        if not _DECIDED.match(text[spans[0][0] :]) and shared[0] < 2:
            return None
        if spans[0][1] - spans[0][0] < 25 and len(spans) > 1:
            return spans[0][0], spans[1][1]
        return spans[0]
    form = next((answer for opening, answer in _ANSWER_FORMS if opening.search(question)), None)
    scored = []
    for number, (a, b) in enumerate(spans):
        fits = form is not None and form.search(text[a:b]) is not None
        if b - a < 20 or text[b - 1] == "?":
            continue
        if form is not None and fits and (shared[number] >= 1 or number < 2):
            scored.append((shared[number] + 1 - 0.2 * number, -number))
        elif form is None and shared[number] >= 2:
            scored.append((shared[number] - 0.2 * number, -number))
    if not scored:
        return None
    return spans[-max(scored)[1]]
