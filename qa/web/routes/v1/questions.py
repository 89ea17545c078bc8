"""Questions: the passages nearest to one, its answer, and the documents that match it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from qa.web.logs import log_question
from qa.web.routes.v1.bodies import AskBody, MatchesBody, RetrieveBody
from qa.web.routes.v1.events import answer_events
from qa.web.routes.v1.negotiation import EVENTS, JSON, choose, require_acceptable, require_json
from qa.web.routes.v1.openapi import EVENT_STREAM, problems
from qa.web.routes.v1.responses import AnswerJson, MatchesJson, SearchJson
from qa.web.routes.v1.served import Readable

questions = APIRouter(tags=["questions"], dependencies=[Depends(require_json)])
_ACCEPTABLE = Depends(require_acceptable)
_UNCACHED = {"cache-control": "no-store"}


@questions.post(
    "/retrieve",
    summary="The passages nearest to a question",
    response_model=SearchJson,
    responses=problems(406, 413, 415, 422, 500),
    dependencies=[_ACCEPTABLE],
)
def retrieve(served: Readable, asked: Annotated[RetrieveBody, Body()]) -> JSONResponse:
    """Search by words and by meaning, and give the best passages, best first."""
    log_question(asked.question)
    search = served.collection.search(asked.question, asked.k, asked.within, asked.without)
    served.metrics.count_stages(search.timings_ms)
    return JSONResponse(search.to_dict(), headers=_timed(search.timings_ms))


@questions.post(
    "/ask",
    summary="The answer to a question",
    response_model=AnswerJson,
    responses={**problems(406, 409, 413, 415, 422, 500), 200: EVENT_STREAM},
)
def ask(request: Request, served: Readable, asked: Annotated[AskBody, Body()]) -> Response:
    """Answer with quotations that stand in the documents letter by letter, or say that the documents do not answer.

    With `Accept: text/event-stream` the answer comes as server-sent events: `search` with the passages that were found,
    as `retrieve` answers; with `llm`, a `statement` for each sentence of the language model that passed the check; and
    last `answer`, or `problem` where something failed on the way. A line `: ping` comes where nothing else does.
    """
    log_question(asked.question)
    media_type = choose(request, JSON, EVENTS)
    author = served.require_author() if asked.llm else None
    if media_type == EVENTS:
        return StreamingResponse(answer_events(served, author, asked), media_type=EVENTS, headers=_UNCACHED)
    answerer = author or served.collection
    answer = answerer.ask(asked.question, asked.before, asked.within, asked.k, asked.without)
    timings = answer.search.timings_ms
    served.metrics.count_stages(timings)
    return JSONResponse(answer.to_dict(), headers=_timed(timings))


@questions.post(
    "/matches",
    summary="How many documents match",
    response_model=MatchesJson,
    responses=problems(406, 413, 415, 422, 500),
    dependencies=[_ACCEPTABLE],
)
def matches(served: Readable, asked: Annotated[MatchesBody, Body()]) -> JSONResponse:
    """Count the documents about a question, or all of them, by month, day and category."""
    found = served.collection.matches(asked.question, asked.within, asked.without)
    return JSONResponse(found.to_dict(), headers=_UNCACHED)


def _timed(timings_ms: Mapping[str, float]) -> dict[str, str]:
    """Headers of an answer, with the milliseconds of its stages (https://www.w3.org/TR/server-timing/)."""
    stages = ", ".join(f"{stage};dur={spent:.2f}" for stage, spent in timings_ms.items())
    return {**_UNCACHED, "server-timing": stages}
