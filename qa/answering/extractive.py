"""Answers without a language model: the sentences of the hits that answer the question."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from embeddings import Vectors
from qa.answering.confidence import THRESHOLD, confidence, find_signs
from qa.answering.demanded import Demanded, DocumentSource
from qa.answering.draft import Draft
from qa.answering.hit_sentences import Sentence, said_by, sentences
from qa.answering.quoting import FindShortAnswer, can_be_quoted, quotes
from qa.answering.reading import Finding, PassageReader, read_sentences
from qa.answering.short_answers import fits
from qa.answering.timelines import timeline
from qa.retrieval.matching import Matcher, SentenceMatch, TermStatistics
from qa.retrieval.retriever import Hit, VectorSource
from qa.understanding.questions import UnderstoodQuestion

MOST_SENTENCES = 3

_HITS_READ = 8
_BELOW_BEST = 0.4
"""How far another sentence's score may lie below the best one's to go into the answer."""
_NEARBY = 0.2
"""Weight of the share of the question's terms that a sentence and its neighbours hold; its own match weighs 1."""
_FITS = 0.3
"""Weight of whether a sentence holds the kind of thing that is asked for."""
_PASSAGE = 0.3
"""Weight of the score of its hit, less that of the best."""
_READ = 0.2
"""Weight of what the reader found in a sentence."""
_DOUBT = 4.0
"""Margin within which a span may answer or not; far below it what was found says nothing, far above it grows evenly."""
_MARKED = -4.0
"""What a span must have more than 'no answer here' to be marked as the short answer."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may answer, and how likely it does: the higher the score, the likelier."""

    sentence: Sentence
    match: SentenceMatch
    score: float
    finding: Finding | None


class ExtractiveAnswerer:
    """Quotes one to three sentences, or abstains; needs no language model."""

    def __init__(
        self,
        vectors: VectorSource,
        statistics: TermStatistics,
        reader: PassageReader | None,
        document: DocumentSource = lambda _: None,
    ) -> None:
        """Take what sentences are compared with, what reads them, None where nothing does, and the documents."""
        self._vectors = vectors
        self._statistics = statistics
        self._reader = reader
        self._document = document

    def draft(self, question: UnderstoodQuestion, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Choose the sentences that answer.

        Every sentence of the best hits is scored by how it matches the question (`matching`), the share of the
        question's terms that it and its neighbours hold, whether it holds what is asked for (an amount, a date, a
        name, a reason), the score of its hit, and the best span that the reader finds in it. Sentences nearly as good
        as the best are taken too, three at most; those that follow each other make one quote, and the quote with the
        best sentence comes first. A question over time is answered by a timeline of all hits (`timelines`), where they
        make one.

        Args:
            question: What is asked.
            vector: (1, dimension) float32, the question as the encoder has it.
            hits: Best first.
        """
        matcher = Matcher(self._statistics, question.subject, vector)
        demanded = Demanded(question, self._document, self._statistics)
        found = self._candidates(matcher, question, hits[:_HITS_READ], self._reader)
        candidates = [
            replace(one, score=one.score + demanded.bonus(one.sentence))
            for one in found
            if demanded.admits(one.sentence)
        ]
        candidates.sort(key=lambda one: -one.score)
        missing = demanded.missing(hits)
        if not candidates:
            return Draft((), 0.0, abstains=True, missing=missing)
        best = candidates[0]
        chosen = [one for one in candidates[:MOST_SENTENCES] if one.score >= best.score - _BELOW_BEST]
        chosen = demanded.of_each_side(candidates) or chosen
        margin = max((one.finding.margin for one in candidates if one.finding is not None), default=None)
        probability = confidence(find_signs(question, matcher, best.sentence, best.match, margin))
        probability = demanded.confidence(probability, best.sentence)
        abstains = probability < THRESHOLD
        if question.over_time:
            likely = [(one.sentence, one.score) for one in self._candidates(matcher, question, hits, None)]
            if lines := timeline(likely, matcher):
                told = tuple(quote for line in lines for quote in quotes([line], question))
                return Draft(told, probability, abstains, is_timeline=True)
        quoted = quotes([one.sentence for one in chosen], question, self._marks(chosen))
        return Draft(quoted, probability, abstains, missing=missing)

    def _candidates(
        self, matcher: Matcher, question: UnderstoodQuestion, hits: Sequence[Hit], reader: PassageReader | None
    ) -> list[_Candidate]:
        """Sentences that may be quoted, best first; of hits that have a vector."""
        found: list[tuple[Hit, Sequence[Sentence]]] = []
        matches: list[dict[int, SentenceMatch]] = []
        for hit, vector in zip(hits, self._vectors.of([hit.passage for hit in hits]), strict=True):
            if vector is not None:
                of_hit = sentences(hit)
                said = said_by(of_hit, question.asks_words_of)
                found.append((hit, [sentence for sentence in said if can_be_quoted(sentence, of_hit)]))
                offset = hit.passage.start
                matches.append({offset + one.end: one for one in matcher.match(hit.passage, vector).sentences})
        readings = read_sentences(reader, question.interpreted, found)
        candidates = [
            self._candidate(question, sentence, of_hit[sentence.end], hit.score - hits[0].score, finding)
            for (hit, its), of_hit, findings in zip(found, matches, readings, strict=True)
            for sentence, finding in zip(its, findings, strict=True)
        ]
        return sorted(candidates, key=lambda candidate: -candidate.score)

    def _marks(self, chosen: Sequence[_Candidate]) -> FindShortAnswer | None:
        """Finds the spans that the reader is sure enough of; None where nothing was read."""
        if self._reader is None:
            return None
        marked = {
            (one.sentence.hit.rank, one.sentence.start): (one.finding.start, one.finding.end)
            for one in chosen
            if one.finding is not None and one.finding.margin >= _MARKED
        }
        return lambda sentence: marked.get((sentence.hit.rank, sentence.start))

    def _candidate(
        self,
        question: UnderstoodQuestion,
        sentence: Sentence,
        match: SentenceMatch,
        below_best: float,
        finding: Finding | None,
    ) -> _Candidate:
        score = match.score + _NEARBY * match.coverage_nearby + _PASSAGE * below_best
        score += _FITS * fits(question.interpreted, question.answer_type, sentence.text)
        if finding is not None:
            score += _READ * math.log1p(math.exp(finding.margin / _DOUBT))
        return _Candidate(sentence, match, score, finding)
