"""Answers without a language model: the sentences of the hits that answer the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from embeddings import Vectors
from qa.answering.confidence import THRESHOLD, confidence
from qa.answering.draft import Draft
from qa.answering.hit_sentences import Sentence, said_by, sentences
from qa.answering.quoting import can_be_quoted, quotes
from qa.answering.short_answers import fits
from qa.answering.timelines import timeline
from qa.documents.passages import Passage
from qa.retrieval.matching import Matcher, SentenceMatch, TermStatistics
from qa.retrieval.retriever import Hit
from qa.store.passage_vectors import PassageVector
from qa.understanding.questions import UnderstoodQuestion

MOST_SENTENCES = 3

_HITS_READ = 8
_AS_GOOD_AS_BEST = 0.75
"""Share of the best sentence's score from which another sentence goes into the answer."""
_NEARBY, _FITS, _PASSAGE = 0.2, 0.3, 0.3
"""Weights beside that of the sentence's own match, which is 1; chosen on the questions of the dev set."""


class VectorSource(Protocol):
    """What the answerer asks for the vectors of passages."""

    def of(self, passages: Sequence[Passage]) -> list[PassageVector | None]:
        """One entry a passage, None where it is not encoded yet."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may answer, and how likely it does: the higher the score, the likelier."""

    sentence: Sentence
    match: SentenceMatch
    score: float


class ExtractiveAnswerer:
    """Quotes one to three sentences, or abstains; needs the index and the vectors only."""

    def __init__(self, vectors: VectorSource, statistics: TermStatistics) -> None:
        """Take what sentences are compared with."""
        self._vectors = vectors
        self._statistics = statistics

    def draft(self, question: UnderstoodQuestion, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Choose the sentences that answer.

        Every sentence of the best hits is scored by how it matches the question (`matching`), the share of the
        question's terms that it and its neighbours hold, whether it holds what is asked for (an amount, a date, a
        name, a reason), and the score of its hit. Sentences nearly as good as the best are taken too, three at most;
        those that follow each other make one quote, and the quote with the best sentence comes first. A question over
        time is answered by a timeline of all hits (`timelines`), where they make one.

        Args:
            question: What is asked.
            vector: (1, dimension) float32, the question as the encoder has it.
            hits: Best first.
        """
        matcher = Matcher(self._statistics, question.subject, vector)
        candidates = self._candidates(matcher, question, hits[:_HITS_READ])
        if not candidates:
            return Draft((), 0.0, abstains=True)
        best = candidates[0]
        chosen = [c.sentence for c in candidates if c.score >= _AS_GOOD_AS_BEST * best.score][:MOST_SENTENCES]
        probability = confidence(question, matcher, best.sentence, best.match)
        abstains = probability < THRESHOLD
        if question.over_time:
            likely = [(one.sentence, one.score) for one in self._candidates(matcher, question, hits)]
            if lines := timeline(likely, matcher):
                told = tuple(quote for line in lines for quote in quotes([line], question))
                return Draft(told, probability, abstains, is_timeline=True)
        return Draft(quotes(chosen, question), probability, abstains)

    def _candidates(self, matcher: Matcher, question: UnderstoodQuestion, hits: Sequence[Hit]) -> list[_Candidate]:
        """Sentences that may be quoted, best first; of hits that have a vector."""
        found: list[_Candidate] = []
        for hit, vector in zip(hits, self._vectors.of([hit.passage for hit in hits]), strict=True):
            if vector is None:
                continue
            of_hit = sentences(hit)
            matches = {hit.passage.start + match.end: match for match in matcher.match(hit.passage, vector).sentences}
            below_best = _PASSAGE * (hit.score - hits[0].score)
            for sentence in said_by(of_hit, question.asks_words_of):
                if can_be_quoted(sentence, of_hit):
                    match = matches[sentence.end]
                    fitting = _FITS * fits(question.interpreted, question.answer_type, sentence.text)
                    score = match.score + _NEARBY * match.coverage_nearby + fitting + below_best
                    found.append(_Candidate(sentence, match, score))
        return sorted(found, key=lambda candidate: -candidate.score)
