"""Answers that a language model writes from the hits; only what the documents support is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from qa.answering.answer import Answer
from qa.answering.asked import Found, unwatched
from qa.answering.citations import is_verbatim, verify_written
from qa.answering.draft import Quote, Statement
from qa.answering.pipeline import HITS_SHOWN, askable
from qa.answering.reading import own_reader
from qa.answering.written import Written
from qa.collection import Collection
from qa.documents import Document
from qa.errors import LlmError
from qa.filters import Filters
from qa.gate.evidence import Claim, Evidence, gather
from qa.gate.judge import Judged, Verdict, Verifier, judge_claims
from qa.llm.cache import AnswerCache
from qa.llm.model import LanguageModel
from qa.llm.rewriting import rewritten
from qa.llm.written import ModelAnswer
from qa.settings import LlmSettings
from qa.understanding.follow_ups import Conversation, standalone

Show = Callable[[Statement], None]
"""Called with each statement as soon as it has passed the gate."""


def _unseen(_: Statement) -> None:
    """For callers that do not watch the statements."""


def _never() -> bool:
    return False


class Author:
    """Lets a language model write answers about a collection; safe to use from several threads."""

    def __init__(
        self,
        collection: Collection,
        settings: LlmSettings,
        *,
        load_verifier: Callable[[], Verifier | None] = own_reader,
    ) -> None:
        """Take the collection and the model.

        Args:
            collection: What questions are asked about.
            settings: Which model writes.
            load_verifier: Loads what compares statements with their sentences; it may give None, and only statements
                that repeat a sentence are then shown.

        Raises:
            LlmPackageError: The package openai is missing.
        """
        self._collection = collection
        self._settings = settings
        self._load_verifier = load_verifier
        self._model = LanguageModel(settings)

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._settings.model

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        filters: Filters | None = None,
        k: int = HITS_SHOWN,
        without: Iterable[str] = (),
        *,
        found: Found = unwatched,
        show: Show = _unseen,
        is_stopped: Callable[[], bool] = _never,
    ) -> Answer:
        """Answer a question in the model's words, each statement on verified quotations.

        The model makes a follow-up stand on its own (`rewriting`), and writes from the sentences of the hits. Each
        statement goes through the gate (`gate`); those that it rejects are counted and not shown. Where none is left,
        or the model cannot be reached, the answer is that of `Collection.ask`, and `answer.written` says why; where the
        model says that the sentences do not answer, it abstains.

        Args:
            question: As it was typed.
            conversation: The turns before; None for none.
            filters: Which documents are searched.
            k: How many hits the answer comes with.
            without: Keys of clues in the question to leave out, as for `Collection.search`.
            found: Called with each search for the question as soon as it is done, as for `Collection.ask`.
            show: Called with each statement as it is verified.
            is_stopped: Whether the answer is no longer wanted; called often.

        Raises:
            UsageError: The question is empty or too long, or k is less than 1.
            CollectionError: The collection was made with another encoder.
        """
        question = askable(question, k)
        before = conversation or Conversation()
        follow_up = rewritten(self._model, question, before, standalone(question, before), is_stopped)
        answer = self._collection.ask(
            question, before, filters, max(k, HITS_SHOWN), without, follow_up=follow_up, found=found
        )
        if answer.listing is not None:  # it is counted, and there is nothing to write about it
            return answer
        return self._write(answer, show, is_stopped)

    def _write(self, answer: Answer, show: Show, is_stopped: Callable[[], bool]) -> Answer:
        question = answer.search.question
        evidence = gather(
            answer.search.hits,
            self._collection.encoder.count_tokens,
            tokens=self._settings.evidence_tokens,
            speakers=question.asks_words_of,
        )
        if not evidence:
            return answer
        found = {one.document: self._collection.catalog.document(one.document) for one in evidence}
        documents = {name: document for name, document in found.items() if document is not None}
        cache = AnswerCache(self._collection.folder / "written", self._collection.catalog.generation)
        statements: list[Statement] = []
        withheld, finished, problem = 0, None, None
        try:
            for item in cache.write(self._model, question.interpreted, evidence, is_stopped):
                if isinstance(item, ModelAnswer):
                    finished = item
                elif (statement := self._statement(item, evidence, documents)) is None:
                    withheld += 1
                else:
                    statements.append(statement)
                    show(statement)
        except LlmError as error:
            problem = str(error)
        written = _written(self.name, withheld, finished, problem)
        return verify_written(statements, written, answer, documents)

    def _statement(
        self, claim: Claim, evidence: Sequence[Evidence], documents: Mapping[str, Document]
    ) -> Statement | None:
        """A claim as it may be shown, None where it may not."""
        [judged] = judge_claims([claim], evidence, self._load_verifier())
        quotes = tuple(Quote(one.document, one.start, one.end, one.text) for one in judged.evidence)
        if judged.verdict is Verdict.REJECTED or not all(is_verbatim(quote, documents) for quote in quotes):
            return None
        return _as_statement(judged, quotes)


def _as_statement(judged: Judged, quotes: tuple[Quote, ...]) -> Statement:
    return Statement(judged.claim.text, quotes, is_weak=judged.verdict is Verdict.WEAK)


def _written(model: str, withheld: int, finished: ModelAnswer | None, problem: str | None) -> Written:
    """How the model wrote; verification decides which of its statements are shown."""
    if finished is None:
        return Written((), withheld, abstains=False, model=model, tokens=0, seconds=0.0, problem=problem)
    ended = finished.ended
    return Written(
        statements=(),
        withheld=withheld,
        abstains=finished.not_in_sources,
        model=model,
        tokens=ended.tokens_read + ended.tokens_written,
        seconds=ended.seconds,
        problem=problem or (str(ended.error) if ended.error else None),
    )
