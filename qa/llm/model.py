"""A language model: a question in, an answer out piece by piece, with its cost; it can be stopped at any moment.

A request runs in a thread with an event loop of its own. There it can be cancelled at any point: while it connects,
while the server is silent, in the middle of the answer.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TypeVar

from qa.errors import LlmError
from qa.llm.prompts import Messages
from qa.llm.request import Limits, Schema, Usage
from qa.llm.server import LlmServer
from qa.settings import LlmSettings

_LOOK = 0.05
"""Seconds between checks whether an answer is still wanted."""
_CHARACTERS_A_TOKEN = 4
"""Roughly, in English; for servers that do not count tokens."""
_PATIENCE = 1.0
"""Seconds to wait for a stopped request to close."""
_Piece = TypeVar("_Piece")


@dataclass(frozen=True, slots=True)
class Ended:
    """How an answer ended, and what it cost.

    Attributes:
        error: Why it broke off; None if it is complete or was stopped.
        was_stopped: Whether it was stopped because it was no longer wanted.
        tokens_read: Tokens of the prompt.
        tokens_written: Tokens of the answer.
        is_estimated: Whether the tokens are estimated from the characters, since the server did not count them.
        seconds: From the request to the end.
    """

    error: LlmError | None
    was_stopped: bool
    tokens_read: int
    tokens_written: int
    is_estimated: bool
    seconds: float


def _never() -> bool:
    return False


class LanguageModel:
    """Asks one model of a server; safe to use from several threads.

    Raises:
        LlmPackageError: When it is made, where the package openai is missing.
    """

    def __init__(self, settings: LlmSettings, limits: Limits = Limits()) -> None:  # noqa: B008 - it cannot be changed
        """Take the server, the model, and how long an answer may take."""
        self.settings = settings
        self._limits = limits
        self._server = LlmServer(settings)

    def stream(
        self,
        messages: Messages,
        schema: Schema | None = None,
        *,
        is_stopped: Callable[[], bool] = _never,
        limits: Limits | None = None,
    ) -> Generator[str | Ended, None, None]:
        """The answer in pieces as they arrive; the last item is an `Ended`, also where it breaks off.

        Closing the iterator closes the request.

        Args:
            messages: What is sent.
            schema: JSON schema that the answer is to keep to; a server that knows no schemas is asked without.
            is_stopped: Whether the answer is no longer wanted; called often.
            limits: To replace the model's own.
        """
        started = monotonic()
        written, usage = 0, None
        error: LlmError | None = None
        was_stopped = True
        answer = self._server.answer(messages, schema, limits or self._limits)
        with closing(_arriving(answer, is_stopped)) as pieces:
            for piece in pieces:
                if isinstance(piece, Usage):
                    usage = piece
                elif isinstance(piece, str):
                    written += len(piece)
                    yield piece
                else:
                    error, was_stopped = piece.error, False
        sent = sum(len(message["content"]) for message in messages)
        counted = usage or Usage(sent // _CHARACTERS_A_TOKEN, -(-written // _CHARACTERS_A_TOKEN))
        yield Ended(error, was_stopped, counted.read, counted.written, usage is None, monotonic() - started)

    def complete(
        self,
        messages: Messages,
        schema: Schema | None = None,
        *,
        is_stopped: Callable[[], bool] = _never,
        limits: Limits | None = None,
    ) -> str:
        """The complete answer, or what has arrived when it is no longer wanted.

        Raises:
            LlmError: It broke off.
        """
        pieces = []
        for piece in self.stream(messages, schema, is_stopped=is_stopped, limits=limits):
            if isinstance(piece, str):
                pieces.append(piece)
            elif piece.error is not None:
                raise piece.error
        return "".join(pieces)

    def models(self) -> list[str]:
        """Names of the server's models, sorted.

        Raises:
            LlmError: It does not list them.
        """

        async def listed() -> AsyncGenerator[list[str], None]:
            yield await self._server.models(self._limits)

        found: list[str] = []
        for said in _arriving(listed(), _never):
            if isinstance(said, list):
                found = said
            elif said.error is not None:
                raise said.error
        return found


@dataclass(frozen=True, slots=True)
class _End:
    error: LlmError | None


def _arriving(
    pieces: AsyncGenerator[_Piece, None], is_stopped: Callable[[], bool]
) -> Generator[_Piece | _End, None, None]:
    """What is yielded in an event loop in a thread, then an `_End`; nothing more once it is stopped or closed."""
    loop = asyncio.new_event_loop()
    arrived: SimpleQueue[_Piece | None] = SimpleQueue()

    async def read() -> None:
        async with aclosing(pieces):
            async for piece in pieces:
                arrived.put(piece)

    def run() -> None:
        try:
            loop.run_until_complete(asyncio.wait([task]))
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()
            arrived.put(None)

    task = loop.create_task(read())
    thread = threading.Thread(target=run, name="language model", daemon=True)
    thread.start()
    try:
        while not is_stopped():
            with suppress(Empty):
                piece = arrived.get(timeout=_LOOK)
                if piece is None:
                    break
                yield piece
        else:
            return
        error = task.exception()
        if error is not None and not isinstance(error, LlmError):
            raise error
        yield _End(error)
    finally:
        with suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(task.cancel)
        thread.join(_PATIENCE)
