"""Answers that a language model writes from what was found; only what the documents bear out is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from qa.answering.citations import Answer, is_verbatim, verify_written
from qa.answering.draft import Composition, Quote, Statement
from qa.answering.pipeline import HITS_SHOWN, askable
from qa.collection import Collection
from qa.documents import Document
from qa.errors import LlmError
from qa.filters import Filters
from qa.gate.evidence import Claim, Evidence, gather
from qa.gate.judge import Judged, State, judge
from qa.llm.cache import AnswerCache
from qa.llm.model import LanguageModel
from qa.llm.rewriting import rewritten
from qa.llm.written import Written
from qa.settings import LlmSettings
from qa.understanding.follow_ups import Conversation, standalone

Show = Callable[[Statement], None]
"""Called with each statement as soon as it has passed the gate."""


def _unseen(_: Statement) -> None:
    """Statements that nobody watches."""


def _never() -> bool:
    return False


class Author:
    """Has a language model write answers about a collection; safe to use from several threads."""

    def __init__(self, collection: Collection, settings: LlmSettings) -> None:
        """Take the collection and the model.

        Raises:
            LlmPackageError: The package openai is missing.
        """
        self._collection = collection
        self._settings = settings
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
        show: Show = _unseen,
        is_stopped: Callable[[], bool] = _never,
    ) -> Answer:
        """Answer a question in the model's words, each statement on verified quotations.

        The model makes a follow-up stand on its own (`rewriting`), and writes from the sentences of the hits. Each
        statement goes through the gate (`gate`); those that it rejects are counted and not shown. Where none is left,
        or the model cannot be reached, the answer is that of `Collection.ask`, and `answer.written` says why; where the
        model says that the sentences do not answer, the answer abstains.

        Args:
            question: As it was typed.
            conversation: The turns before; None for none.
            filters: Which documents are searched.
            k: How many hits the answer comes with.
            without: Keys of clues in the question to leave out, as for `Collection.search`.
            show: Called with each statement as it is verified.
            is_stopped: Whether the answer is not wanted any more; asked often.

        Raises:
            UsageError: The question is empty or too long, or k is less than 1.
            CollectionError: The collection was made with another encoder.
        """
        question = askable(question, k)
        before = conversation or Conversation()
        follow_up = rewritten(self._model, question, before, standalone(question, before), is_stopped)
        answer = self._collection.ask(question, before, filters, max(k, HITS_SHOWN), without, follow_up=follow_up)
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
        withheld, written, problem = 0, None, None
        try:
            for item in cache.write(self._model, question.interpreted, evidence, is_stopped):
                if isinstance(item, Written):
                    written = item
                elif (statement := self._statement(item, evidence, documents)) is None:
                    withheld += 1
                else:
                    statements.append(statement)
                    show(statement)
        except LlmError as error:
            problem = str(error)
        return verify_written(_composition(statements, withheld, written, problem, self.name), answer, documents)

    def _statement(
        self, claim: Claim, evidence: Sequence[Evidence], documents: Mapping[str, Document]
    ) -> Statement | None:
        """A claim as it may be shown, None where it may not."""
        [judged] = judge([claim], evidence, self._collection.encoder, self._collection.statistics)
        quotes = tuple(Quote(one.document, one.start, one.end, one.text) for one in judged.evidence)
        if judged.state is State.REJECTED or not all(is_verbatim(quote, documents) for quote in quotes):
            return None
        return _as_statement(judged, quotes)


def _as_statement(judged: Judged, quotes: tuple[Quote, ...]) -> Statement:
    return Statement(judged.claim.text, quotes, is_weak=judged.state is State.WEAK)


def _composition(
    statements: Sequence[Statement], withheld: int, written: Written | None, problem: str | None, model: str
) -> Composition:
    if written is None:
        return Composition(tuple(statements), withheld, False, model, 0, 0.0, problem)
    ended = written.ended
    broke_off = str(ended.error) if ended.error else None
    tokens = ended.tokens_read + ended.tokens_written
    return Composition(
        tuple(statements), withheld, written.not_in_sources, model, tokens, ended.seconds, problem or broke_off
    )
