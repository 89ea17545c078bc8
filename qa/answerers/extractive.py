"""Answers without a language model: the sentences of the hits that answer the question."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from embeddings import Vectors
from qa.answerers.draft import Draft, Quote
from qa.documents.transcripts import QUESTION_LABEL, label_length, turn_label
from qa.passages import Passage
from qa.questions import AnswerType, UnderstoodQuestion
from qa.retriever import Hit
from qa.sentences import sentence_spans

MOST_SENTENCES = 3
THRESHOLD = 0.33
"""Confidence below which it abstains."""

_HITS_READ = 6
_SENTENCES_ENCODED = 12
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


class SentenceEncoder(Protocol):
    """What the answerer asks of the encoder."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, (n_texts, dimension)."""


class TermStatistics(Protocol):
    """What the answerer asks of the lexical index."""

    def terms(self, text: str) -> list[str]:
        """The terms of a text, as they are indexed."""

    def rarity(self, terms: Sequence[str]) -> list[float]:
        """Inverse document frequency of each term."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that may answer, and the signs that it does."""

    hit: Hit
    start: int
    end: int
    text: str
    coverage: float
    coverage_with_context: float
    fits: float
    similarity: float = 0.0

    @property
    def score(self) -> float:
        """The higher, the more likely it answers; weights chosen on the questions of the dev set."""
        words = 0.2 * self.coverage + 0.65 * self.coverage_with_context
        return 0.5 * self.similarity + words + 0.16 * self.fits + 0.02 / self.hit.rank


class ExtractiveAnswerer:
    """Quotes one to three sentences, or abstains; needs the encoder and the index only."""

    def __init__(self, encoder: SentenceEncoder, statistics: TermStatistics) -> None:
        """Take what sentences are compared with."""
        self._encoder = encoder
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
        sentences = self._encoded(self._sentences(question, hits), vector)
        if not sentences:
            return Draft((), 0.0, abstains=True)
        best = max(sentence.score for sentence in sentences)
        chosen = [sentence for sentence in sentences if sentence.score >= _AS_GOOD_AS_BEST * best][:MOST_SENTENCES]
        confidence = _confidence(sentences[0])
        return Draft(_quotes(chosen), confidence, abstains=confidence < THRESHOLD)

    def _sentences(self, question: UnderstoodQuestion, hits: Sequence[Hit]) -> list[_Sentence]:
        terms = list(dict.fromkeys(self._statistics.terms(question.subject)))
        # Every term counts for something: in a few documents a common word is no less telling than an absent one.
        weights = {term: 1 + rarity for term, rarity in zip(terms, self._statistics.rarity(terms), strict=True)}
        found: list[_Sentence] = []
        for hit in hits[:_HITS_READ]:
            around = set(self._statistics.terms(hit.passage.context))
            for start, end in _said(hit.passage):
                text = hit.passage.text[start:end]
                if not _can_answer(text):
                    continue
                held = set(self._statistics.terms(text))
                found.append(
                    _Sentence(
                        hit,
                        hit.passage.start + start,
                        hit.passage.start + end,
                        text,
                        _share(weights, held),
                        _share(weights, held | around),
                        _fits(question.answer_type, text),
                    )
                )
        return found

    def _encoded(self, sentences: Sequence[_Sentence], vector: Vectors) -> list[_Sentence]:
        """The most promising by their words, with their similarity, best first; the others would cost time only."""
        promising = sorted(sentences, key=lambda s: -s.score)[:_SENTENCES_ENCODED]
        similarities = self._encoder.encode_passages([s.text for s in promising]) @ vector[0]
        encoded = [
            replace(s, similarity=float(similarity)) for s, similarity in zip(promising, similarities, strict=True)
        ]
        return sorted(encoded, key=lambda s: -s.score)


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


def _share(weights: dict[str, float], held: set[str]) -> float:
    """Weighted share of the question's terms that are held; 0 for a question without terms."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0


def _fits(answer_type: AnswerType, text: str) -> float:
    if answer_type is AnswerType.NUMBER:
        return float(bool(_NUMBER_WORDS.search(text)))
    if answer_type is AnswerType.DATE:
        return float(bool(_DATE_WORDS.search(text)))
    return 0.5


def _confidence(best: _Sentence) -> float:
    """Logistic in the signs of the best sentence."""
    logit = 3.3 * best.similarity + 3.4 * best.coverage_with_context - 3.7
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
