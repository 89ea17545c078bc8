"""Answers without a language model: the sentences of the hits that answer the question."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from embeddings import Vectors
from qa.answerers.draft import Draft, Quote
from qa.documents.transcripts import QUESTION_LABEL, label_length, turn_label
from qa.matching import Matcher, SentenceMatch, TermStatistics
from qa.passage_vectors import PassageVector
from qa.passages import Passage
from qa.questions import AnswerType, UnderstoodQuestion
from qa.retriever import Hit
from qa.sentences import sentence_spans

MOST_SENTENCES = 3
THRESHOLD = 0.33
"""Confidence below which it abstains."""

_HITS_READ = 6
_SHORTEST_SENTENCE = 20
_LONGEST_LEAD_IN = 100
_AS_GOOD_AS_BEST = 0.88
"""Share of the best sentence's score from which another sentence goes into the answer."""
_DATE_WORDS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|tomorrow|yesterday|tonight|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion"
    r"|half|third|quarter|once|twice|double|triple)\b",
    re.IGNORECASE,
)
# A quotation must be the same for everyone who looks at the source, and an address in angle brackets is
# text for one renderer and nothing for another.
_ADDRESS = re.compile(r"://|\S@\S|\bwww\.")


class VectorSource(Protocol):
    """What the answerer asks for the vectors of passages."""

    def of(self, passages: Sequence[Passage]) -> list[PassageVector | None]:
        """One entry a passage, None where it is not encoded yet."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that may answer, and the signs that it does."""

    hit: Hit
    start: int
    end: int
    text: str
    match: SentenceMatch
    fits: float

    @property
    def score(self) -> float:
        """The higher, the more likely it answers; weights chosen on the questions of the dev set."""
        return self.match.score + 0.2 * self.match.coverage + 0.16 * self.fits + 0.02 / self.hit.rank


class ExtractiveAnswerer:
    """Quotes one to three sentences, or abstains; needs the index and the vectors only."""

    def __init__(self, vectors: VectorSource, statistics: TermStatistics) -> None:
        """Take what sentences are compared with."""
        self._vectors = vectors
        self._statistics = statistics

    def draft(self, question: UnderstoodQuestion, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Choose the sentences that answer.

        Every sentence of the best hits is scored by its similarity to the question, the share of the
        question's terms that it and its document's title hold (rare ones weigh more), whether it holds
        a number or a date where one is asked for, and the rank of its hit. Sentences nearly as good as
        the best are taken too, three at most, in reading order; those that follow each other make one
        quote.

        Args:
            question: What is asked.
            vector: (1, dimension) float32, the question as the encoder has it.
            hits: Best first.
        """
        sentences = self._sentences(question, vector, hits[:_HITS_READ])
        if not sentences:
            return Draft((), 0.0, abstains=True)
        best = max(sentence.score for sentence in sentences)
        chosen = [sentence for sentence in sentences if sentence.score >= _AS_GOOD_AS_BEST * best][:MOST_SENTENCES]
        confidence = _confidence(sentences[0])
        return Draft(_quotes(chosen), confidence, abstains=confidence < THRESHOLD)

    def _sentences(self, question: UnderstoodQuestion, vector: Vectors, hits: Sequence[Hit]) -> list[_Sentence]:
        """Sentences that may be quoted, best first; of hits that have a vector."""
        matcher = Matcher(self._statistics, question.subject, vector)
        found: list[_Sentence] = []
        for hit, its in zip(hits, self._vectors.of([hit.passage for hit in hits]), strict=True):
            if its is None:
                continue
            said = {end: start for start, end in _said(hit.passage)}
            for match in matcher.match(hit.passage, its).sentences:
                start = said.get(match.end)
                if start is None or not _can_answer(text := hit.passage.text[start : match.end]):
                    continue
                first = hit.passage.start + start
                found.append(_Sentence(hit, first, first + len(text), text, match, _fits(question.answer_type, text)))
        return sorted(found, key=lambda sentence: -sentence.score)


def _said(passage: Passage) -> Iterator[tuple[int, int]]:
    """Sentences of a passage; of a transcript without the labels, which citations give, and what reporters ask."""
    asking = passage.speaker == QUESTION_LABEL
    for start, end in sentence_spans(passage.text):
        sentence = passage.text[start:end]
        if passage.speaker is not None and (label := turn_label(sentence)) is not None:
            asking = label == QUESTION_LABEL
            start += label_length(sentence)
        if not asking:
            yield start, end


def _can_answer(text: str) -> bool:
    """Whether a sentence may be quoted: no scrap, no question, no bare lead-in of a list, no address."""
    if len(text) < _SHORTEST_SENTENCE or text.endswith("?") or _ADDRESS.search(text):
        return False
    return not text.endswith(":") or len(text) > _LONGEST_LEAD_IN


def _fits(answer_type: AnswerType, text: str) -> float:
    if answer_type is AnswerType.NUMBER:
        return float(bool(_NUMBER_WORDS.search(text)))
    if answer_type is AnswerType.DATE:
        return float(bool(_DATE_WORDS.search(text)))
    return 0.5


def _confidence(best: _Sentence) -> float:
    """Logistic in the signs of the best sentence."""
    logit = 3.3 * best.match.similarity + 3.4 * best.match.coverage_with_context - 3.7
    return 1 / (1 + math.exp(-logit))


def _quotes(sentences: Sequence[_Sentence]) -> tuple[Quote, ...]:
    """Quotes in reading order: hits by rank, sentences by place; neighbours become one."""
    quotes: list[Quote] = []
    last: _Sentence | None = None
    for sentence in sorted(sentences, key=lambda s: (s.hit.rank, s.start)):
        passage = sentence.hit.passage
        if last is not None and last.hit is sentence.hit and _adjoin(passage.text, last, sentence):
            start = quotes.pop().start
        else:
            start = sentence.start
        text = passage.text[start - passage.start : sentence.end - passage.start]
        quotes.append(Quote(sentence.hit.document.name, start, sentence.end, text))
        last = sentence
    return tuple(quotes)


def _adjoin(text: str, first: _Sentence, second: _Sentence) -> bool:
    """Whether nothing but a space stands between two sentences of a passage."""
    offset = first.hit.passage.start
    return text[first.end - offset : second.start - offset] == " "
