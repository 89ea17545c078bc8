"""The endpoints below /v1: the models, and chat completions, whole or streamed."""

from collections.abc import Callable
from time import time

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from qa.collection import Collection
from qa.errors import UsageError
from qa.exports.chat_message import ChatMessage, chat_message
from qa.llm.author import Author
from qa.settings import NO_MODEL
from qa.web.html.addresses import document_address, home_of
from qa.web.routes.any_method import AnyMethod
from qa.web.routes.openai.errors import CompatibleRoute, UnknownModelError, refused
from qa.web.routes.openai.messages import Asked, ToComplete, read_messages
from qa.web.routes.openai.stream import Completion, events

QUOTING, WRITING = "quotable", "quotable-written"
"""The models: quotations alone, and what the language model writes on them."""
NO_TASKS = "Quotable quotes the documents of its collection and does nothing else; give this task to another model."
"""Said to what is no question."""


class Models:
    """The models that can be asked; which there are depends on whether a language model is set now."""

    def __init__(self, collection: Collection, author: Callable[[], Author | None]) -> None:
        """Take what answers."""
        self._collection = collection
        self._author = author
        self._created = int(time())

    def listed(self) -> dict[str, dict[str, object]]:
        """The object of each model, by its name."""
        names = [QUOTING, WRITING] if self._author() else [QUOTING]
        about = {"object": "model", "created": self._created, "owned_by": "quotable"}
        return {name: {"id": name, **about} for name in names}

    def known(self, name: str) -> str:
        """The name of a model.

        Raises:
            UnknownModelError: There is none of that name.
        """
        models = self.listed()
        if name in models:
            return name
        if name == WRITING:
            raise UnknownModelError(NO_MODEL)
        raise UnknownModelError(f"there is no model {name[:80]!r}; ask {' or '.join(models)}")

    def answerer(self, name: str) -> Collection | Author:
        """What answers as a model.

        Raises:
            UnknownModelError: There is none of that name.
        """
        author = self._author() if self.known(name) == WRITING else None
        return author or self._collection


def add_chat_completions(app: FastAPI, collection: Collection, author: Callable[[], Author | None]) -> None:
    """Add the endpoints; those that answer are plain functions, so that each runs in its own thread.

    Args:
        app: The application.
        collection: The collection that answers.
        author: Gives the language model that writes answers now; None for none.
    """
    models = Models(collection, author)

    def list_models() -> JSONResponse:
        return JSONResponse({"object": "list", "data": list(models.listed().values())})

    def get_model(name: str) -> JSONResponse:
        return JSONResponse(models.listed()[models.known(name)])

    def complete(asked: ToComplete, request: Request) -> Response:
        if asked.n not in (None, 1):
            raise UsageError(f"n is {asked.n}; the same question has one answer, so leave n out")
        answering, read = models.answerer(asked.model), read_messages(asked.messages)
        home = home_of(request)
        completion = Completion(asked.model, read.question, lambda text: sum(collection.encoder.count_tokens([text])))
        if not asked.stream:
            return JSONResponse(completion.whole(_answer(answering, read, home)))
        stream = events(
            completion,
            lambda is_stopped: _answer(answering, read, home, is_stopped),
            counts_usage=asked.counts_usage,
        )
        return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-cache"})

    def unknown(request: Request) -> Response:
        path = f"/v1/{request.path_params['path']}"
        return refused(404, f"there is no {request.method} {path}; there are /v1/models and /v1/chat/completions")

    for path, endpoint, methods in (
        ("/v1/models", list_models, ["GET"]),
        ("/v1/models/{name:path}", get_model, ["GET"]),
        ("/v1/chat/completions", complete, ["POST"]),
    ):
        # The schema is OpenAI's; ours describes what is our own.
        app.router.add_api_route(
            path, endpoint, methods=methods, include_in_schema=False, route_class_override=CompatibleRoute
        )
    app.router.routes.append(Route("/v1/{path:document}", AnyMethod(unknown)))


def _answer(
    answering: Collection | Author, asked: Asked, home: str, is_stopped: Callable[[], bool] = lambda: False
) -> ChatMessage:
    if asked.is_prompt:
        return ChatMessage((NO_TASKS,), ())
    if isinstance(answering, Author):
        answer = answering.ask(asked.question, asked.conversation, is_stopped=is_stopped)
    else:
        answer = answering.ask(asked.question, asked.conversation)
    return chat_message(answer, lambda name, *place: f"{home}{document_address(name, *place)}")
