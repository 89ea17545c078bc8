"""An answer as server-sent events: each stage as it is done (https://html.spec.whatwg.org/#server-sent-events)."""

import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from embeddings import EmbeddingsError
from qa.answering.answer import Answer
from qa.answering.draft import Statement
from qa.errors import QuotableError
from qa.llm.author import Author
from qa.retrieval.search import Search
from qa.web.problems import Problem, problem_json
from qa.web.routes.streaming import Outlet, streamed
from qa.web.routes.v1.bodies import AskBody
from qa.web.routes.v1.errors import UNFORESEEN, problem_of
from qa.web.routes.v1.served import Served

_QUIET = 15.0
"""Seconds without an event after which a comment shows that the answer is still being made; proxies hang up later."""
_log = logging.getLogger("quotable")


async def answer_events(served: Served, author: Author | None, asked: AskBody) -> AsyncIterator[bytes]:
    """The events of an answer; closing the stream stops the language model.

    Args:
        served: What is asked.
        author: The language model; None for none.
        asked: The question.
    """

    def work(outlet: Outlet[bytes]) -> None:
        try:
            answer = _answered(served, author, asked, outlet)
        except (QuotableError, EmbeddingsError) as error:
            outlet.put(_event("problem", problem_json(problem_of(error), str(error))))
        except Exception as error:  # the response has begun: this is the only way left to say it
            _log.error("an unforeseen error while an answer was made", exc_info=error)
            outlet.put(_event("problem", problem_json(Problem.FAILED, UNFORESEEN)))
        else:
            served.metrics.count_stages(answer.search.timings_ms)
            outlet.put(_event("answer", answer.to_dict()))

    async with aclosing(streamed(work, _QUIET, KEEPALIVE_COMMENT)) as events:
        async for event in events:
            yield event


def _answered(served: Served, author: Author | None, asked: AskBody, outlet: Outlet[bytes]) -> Answer:
    """The answer; what happens before it goes into the outlet."""
    was_told = False

    def found(search: Search) -> None:
        nonlocal was_told
        was_told = True
        outlet.put(_event("search", replace(search, hits=search.hits[: asked.k]).to_dict()))

    def show(statement: Statement) -> None:
        outlet.put(_event("statement", _statement(statement)))

    if author is None:
        answer = served.collection.ask(asked.question, asked.before, asked.within, asked.k, asked.without, found=found)
    else:
        answer = author.ask(
            asked.question,
            asked.before,
            asked.within,
            asked.k,
            asked.without,
            found=found,
            show=show,
            is_stopped=outlet.is_stopped,
        )
    if not was_told:
        found(answer.search)
    return answer


def _statement(statement: Statement) -> dict[str, object]:
    quotes = [
        {"document": quote.document, "start": quote.start, "end": quote.end, "text": quote.text}
        for quote in statement.quotes
    ]
    return {"text": statement.text, "is_weak": statement.is_weak, "quotes": quotes}


def _event(name: str, data: Mapping[str, object]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
