"""Answers without a language model: the sentences of the hits that answer the question."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from embeddings import Vectors
from qa.answering.choosing import MOST_READ, Candidate, best_first, chosen
from qa.answering.confidence import THRESHOLD, confidence, find_signs
from qa.answering.demanded import Demanded, DocumentSource
from qa.answering.draft import Draft
from qa.answering.hit_sentences import Sentence, said_by, sentences
from qa.answering.quoting import FindShortAnswer, asks_for_address, can_be_quoted, quotes
from qa.answering.reading import PassageReader, read_alone, read_sentences
from qa.answering.rows import can_answer, cell_asked_for
from qa.answering.short_answers import fits
from qa.answering.timelines import timeline
from qa.english.spans import Span
from qa.retrieval.matching import Matcher, SentenceMatch, TermStatistics
from qa.retrieval.retriever import Hit, VectorSource
from qa.understanding.questions import UnderstoodQuestion

_HITS_READ = 8
_MARKED = -4.0
"""What a span must have more than 'no answer here' to be marked as the short answer."""


class ExtractiveAnswerer:
    """Quotes one to three sentences, or abstains; needs no language model."""

    def __init__(
        self,
        vectors: VectorSource,
        statistics: TermStatistics,
        reader: PassageReader | None,
        document: DocumentSource = lambda _: None,
    ) -> None:
        """Take what sentences are compared with, what reads them, None where nothing does, and the documents.

        Each document is asked for once: an answerer is made for one question.
        """
        self._vectors = vectors
        self._statistics = statistics
        self._reader = reader
        self._document = cache(document)

    def draft(self, question: UnderstoodQuestion, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Choose the sentences that answer.

        Every sentence of the best hits is scored by how it matches the question (`matching`), the share of the
        question's terms that it and its neighbours hold, whether it holds what is asked for (an amount, a date, a
        name), and the score of its hit; those about something else than the question names are left out (`demanded`).
        The best of them are read, in their passage and alone, and scored anew with
        what the reader found (`choosing`). Sentences nearly as good as the best are taken too; those that follow each
        other make one quote, and the quote with the best sentence comes first. A question over time is answered by a
        timeline of all hits (`timelines`), where they make one.

        Args:
            question: What is asked.
            vector: (1, dimension) float32, the question as the encoder has it.
            hits: Best first.
        """
        matcher = Matcher(self._statistics, question.subject, vector)
        demanded = Demanded(question, self._document, self._statistics)
        found = self._candidates(matcher, question, hits[:_HITS_READ], self._reader)
        candidates = best_first(
            [
                replace(one, is_named_near=demanded.is_named_near(one.sentence))
                for one in found
                if demanded.admits(one.sentence)
                and can_answer(one.sentence, self._document(one.sentence.hit.document.name), question)
            ]
        )
        if not candidates:
            return Draft((), 0.0, abstains=True, missing=demanded.missing(hits))
        if self._reader is not None:
            candidates = self._read(self._reader, question, candidates[:MOST_READ])
        best = candidates[0]
        probability = confidence(find_signs(question, matcher, best.sentence, best.match, best.alone))
        probability = demanded.confidence(probability, best.sentence)
        abstains = probability < THRESHOLD
        if question.over_time:
            likely = [(one.sentence, one.score) for one in self._candidates(matcher, question, hits, None)]
            if lines := timeline(likely, matcher):
                told = tuple(quote for line in lines for quote in quotes([line], question))
                return Draft(told, probability, abstains, is_timeline=True)
        beside = [one for one in candidates if demanded.agrees(one.sentence, best.sentence)]
        answering = demanded.of_each_side(candidates) or chosen(beside, question.answer_type)
        told = quotes([one.sentence for one in answering], question, self._marks(answering, question))
        return Draft(told, probability, abstains, missing=demanded.missing_sides(hits))

    def _candidates(
        self, matcher: Matcher, question: UnderstoodQuestion, hits: Sequence[Hit], reader: PassageReader | None
    ) -> list[Candidate]:
        """Sentences that may be quoted, best first; of hits that have a vector."""
        with_address = asks_for_address(question.interpreted)
        found: list[tuple[Hit, Sequence[Sentence]]] = []
        vectors = self._vectors.of([hit.passage for hit in hits])
        encoded = [(hit, vector) for hit, vector in zip(hits, vectors, strict=True) if vector is not None]
        for hit, _ in encoded:
            of_hit = sentences(hit)
            said = said_by(of_hit, question.asks_words_of)
            found.append((hit, [one for one in said if can_be_quoted(one, of_hit, with_address=with_address)]))
        matched = matcher.match_sentences([(hit.passage, vector) for hit, vector in encoded])
        matches: list[dict[int, SentenceMatch]] = [
            {hit.passage.start + one.end: one for one in its} for (hit, _), its in zip(encoded, matched, strict=True)
        ]
        readings = read_sentences(reader, question.interpreted, found)
        return best_first(
            [
                Candidate(
                    sentence,
                    of_hit[sentence.end],
                    fits(question.interpreted, question.answer_type, sentence.text),
                    hit.score - hits[0].score,
                    finding,
                )
                for (hit, its), of_hit, findings in zip(found, matches, readings, strict=True)
                for sentence, finding in zip(its, findings, strict=True)
            ]
        )

    def _read(
        self, reader: PassageReader, question: UnderstoodQuestion, candidates: Sequence[Candidate]
    ) -> list[Candidate]:
        """The candidates, best first by what the reader makes of each alone."""
        margins = read_alone(reader, question.interpreted, [one.sentence for one in candidates])
        return best_first([replace(one, alone=margin) for one, margin in zip(candidates, margins, strict=True)])

    def _marks(self, answering: Sequence[Candidate], question: UnderstoodQuestion) -> FindShortAnswer | None:
        """Finds the cell asked for, else the span that the reader is sure enough of; None where nothing was read."""
        if self._reader is None:
            return None
        marked: dict[tuple[int, int], Span] = {}
        for one in answering:
            cell = cell_asked_for(one.sentence, self._document(one.sentence.hit.document.name), question)
            if cell is None and one.finding is not None and one.finding.margin >= _MARKED:
                cell = (one.finding.start, one.finding.end)
            if cell is not None and one.sentence.start <= cell[0] < cell[1] <= one.sentence.end:
                marked[one.sentence.hit.rank, one.sentence.start] = cell
        return lambda sentence: marked.get((sentence.hit.rank, sentence.start))
