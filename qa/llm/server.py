"""Requests to an OpenAI-compatible server, one answer at a time; the only file that imports openai.

Nothing is sent to any address but the one that was set: no proxy of the environment, no redirect. Nothing is sent that
the API does not need: the client would add the operating system, and settings from its environment.
"""

import asyncio
from collections.abc import AsyncGenerator
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING, Any

from qa.errors import (
    LlmAnswerError,
    LlmBusyError,
    LlmConnectionError,
    LlmError,
    LlmKeyError,
    LlmModelError,
    LlmPackageError,
    LlmTimeoutError,
)
from qa.llm.prompts import Messages
from qa.llm.request import Form, Limits, Schema, Usage
from qa.messages import Message
from qa.settings import LlmSettings

if TYPE_CHECKING:
    import openai

_LEAST_WAIT = 0.5
"""Seconds to wait before asking a busy server again, even if it says 'at once'."""
_LONGEST_SAID = 200
_HEADERS = frozenset("host accept accept-encoding authorization connection content-length content-type".split())


class LlmServer:
    """Asks one model of a server. A parameter that the server rejects is not sent again.

    Raises:
        LlmPackageError: When it is made, where the package openai is missing.
    """

    def __init__(self, settings: LlmSettings) -> None:
        """Take the server's address, the model and the key."""
        try:
            import openai  # noqa: F401
        except ImportError as error:
            raise LlmPackageError(
                Message("a language model needs the package openai: {command}", command="pip install '.[llm]'")
            ) from error
        self._settings = settings
        self._form = Form()

    async def answer(
        self, messages: Messages, schema: Schema | None, limits: Limits
    ) -> AsyncGenerator[str | Usage, None]:
        """The answer in pieces as they arrive, the tokens used among them where the server counts.

        What a model thinks before it answers is left out, but its tokens count.

        Raises:
            LlmError: The answer does not begin, or breaks off.
        """
        import openai

        clock = asyncio.get_running_loop().time
        started, begun, characters = clock(), False, 0
        try:
            async with self._client(limits) as client, asyncio.timeout(limits.first_token_seconds) as limit:
                chunks = await self._open(client, messages, schema, started + limits.first_token_seconds)
                async with chunks:
                    async for chunk in chunks:
                        if usage := _usage(chunk):
                            yield usage
                        piece, thought = _said(chunk)
                        if (piece or thought) and not begun:
                            begun = True
                            limit.reschedule(started + limits.seconds)
                        if piece:
                            yield piece[: limits.characters - characters]
                            characters += len(piece)
                        if characters > limits.characters:
                            raise LlmAnswerError(
                                Message(
                                    "{model} wrote more than {most} characters",
                                    model=self._settings.model,
                                    most=str(limits.characters),
                                )
                            )
        except TimeoutError:
            seconds = limits.seconds if begun else limits.first_token_seconds
            named = {"model": self._settings.model, "seconds": f"{seconds:g}"}
            finished = Message("{model} did not finish its answer within {seconds} seconds", **named)
            began = Message("{model} did not begin to answer within {seconds} seconds", **named)
            raise LlmTimeoutError(finished if begun else began) from None
        except (openai.OpenAIError, ValueError, AttributeError) as failed:
            raise self._error(failed) from None  # with its cause a traceback might show the key

    async def models(self, limits: Limits) -> list[str]:
        """Names of the server's models, sorted.

        Raises:
            LlmError: It does not list them.
        """
        import openai

        try:
            async with self._client(limits) as client, asyncio.timeout(limits.connect_seconds):
                listed = await client.models.list()
                return sorted(str(model.id) for model in listed.data or [])
        except TimeoutError:
            url, seconds = self._settings.base_url, f"{limits.connect_seconds:g}"
            raise LlmTimeoutError(
                Message("{url} did not list its models within {seconds} seconds", url=url, seconds=seconds)
            ) from None
        except (openai.OpenAIError, ValueError, AttributeError) as failed:
            raise self._error(failed) from None

    def _client(self, limits: Limits) -> "openai.AsyncOpenAI":
        """A client for one request."""
        import openai

        key = self._settings.api_key

        async def strip(request: Any) -> None:  # noqa: ANN401 - of the client's own library
            for name in list(request.headers):
                if name.lower() not in _HEADERS:
                    del request.headers[name]
            # Between two tries a server may close a connection that is kept, and the second would break off.
            request.headers["connection"] = "close"
            # Set here, so that no key of the environment can take its place.
            request.headers.pop("authorization", None)
            if key:
                request.headers["authorization"] = f"Bearer {key}"

        timeout = openai.Timeout(None, connect=limits.connect_seconds)
        http = openai.DefaultAsyncHttpxClient(
            trust_env=False, follow_redirects=False, timeout=timeout, event_hooks={"request": [strip]}
        )
        return openai.AsyncOpenAI(
            base_url=self._settings.base_url, api_key="unused", max_retries=0, timeout=timeout, http_client=http
        )

    async def _open(
        self, client: "openai.AsyncOpenAI", messages: Messages, schema: Schema | None, until: float
    ) -> "openai.AsyncStream[Any]":
        """Begin an answer: ask for less where the server refuses, wait where it is busy and says for how long.

        Args:
            client: Of this request.
            messages: What is sent.
            schema: What the answer is to keep to.
            until: Until when waiting makes sense, by the loop's clock.
        """
        import openai

        form = self._form
        while True:
            asked = form.parameters(schema)
            try:
                create: Any = client.chat.completions.create  # its overloads know no parameters that come as a dict
                chunks = await create(model=self._settings.model, messages=messages, stream=True, **asked)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as refused:
                simpler = form.simpler(str(refused), formatted="response_format" in asked)
                if simpler is None:
                    raise
                form = simpler
            except (openai.RateLimitError, openai.InternalServerError) as refused:
                wait = _retry_after(refused)
                if wait is None or asyncio.get_running_loop().time() + wait >= until:
                    raise
                await asyncio.sleep(max(wait, _LEAST_WAIT))
            else:
                self._form = form
                return chunks  # type: ignore[no-any-return]

    def _error(self, failed: Exception) -> LlmError:
        """The error in one sentence, without the key."""
        import openai

        url, said = self._settings.base_url, self._quoted(failed)
        match failed:
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                rejected = Message("{url} rejects the key; set a valid one in QUOTABLE_LLM_API_KEY", url=url)
                needed = Message("{url} needs a key; set it in QUOTABLE_LLM_API_KEY", url=url)
                return LlmKeyError(rejected if self._settings.api_key else needed)
            case openai.NotFoundError():
                return LlmModelError(
                    Message(
                        "{url} has no model {model}, or is not the address of an API, which usually ends in /v1",
                        url=url,
                        model=repr(self._settings.model),
                    )
                )
            case openai.RateLimitError() | openai.InternalServerError(status_code=503):
                wait = _retry_after(failed)
                when = Message("later") if wait is None else Message("in {seconds} seconds", seconds=f"{wait:.0f}")
                return LlmBusyError(
                    Message("{url} takes no more requests now; ask again {when}{said}", url=url, when=when, said=said)
                )
            case openai.APIStatusError():
                status = str(failed.status_code)
                return LlmAnswerError(
                    Message("{url} answered with status {status}{said}", url=url, status=status, said=said)
                )
            case openai.APITimeoutError():
                return LlmConnectionError(
                    Message("{url} cannot be reached; is the server running?{said}", url=url, said="")
                )
            case openai.APIConnectionError():
                if type(failed.__cause__).__name__ == "ConnectError":
                    return LlmConnectionError(
                        Message("{url} cannot be reached; is the server running?{said}", url=url, said=said)
                    )
                return LlmConnectionError(
                    Message("{url} closed the connection before its answer was complete", url=url)
                )
            case openai.APIError():
                return LlmAnswerError(Message("{url} ended its answer early{said}", url=url, said=said))
        return LlmAnswerError(Message("{url} does not answer like an OpenAI-compatible server", url=url))

    def _quoted(self, failed: Exception) -> str:
        """The server's own message, on one line in parentheses, without the key."""
        import openai

        said = str(failed.__cause__ or "") if isinstance(failed, openai.APIConnectionError) else ""
        if isinstance(failed, openai.APIError) and failed.body:
            body = failed.body
            said = str((body.get("message") or body.get("detail") or "") if isinstance(body, dict) else body)
        if self._settings.api_key:
            said = said.replace(self._settings.api_key, "…")
        said = " ".join("".join(character if character.isprintable() else " " for character in said).split())
        return f" ({said[:_LONGEST_SAID]})" if said else ""


def _said(chunk: object) -> tuple[str, bool]:
    """The text of a chunk, and whether it holds reasoning; servers may leave out either."""
    for choice in getattr(chunk, "choices", None) or []:
        delta = getattr(choice, "delta", None)
        content = getattr(delta, "content", None)
        thought = getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None)
        return (content if isinstance(content, str) else ""), bool(thought)
    return "", False


def _usage(chunk: object) -> Usage | None:
    """The token counts of a chunk; None for most."""
    counts = getattr(chunk, "usage", None)
    read, written = getattr(counts, "prompt_tokens", None), getattr(counts, "completion_tokens", None)
    return Usage(read, written) if isinstance(read, int) and isinstance(written, int) else None


def _retry_after(refused: "openai.APIStatusError") -> float | None:
    """Seconds that a server asks to wait, given as a number or a time; None if it does not say."""
    value = refused.response.headers.get("retry-after", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time())
    except (ValueError, TypeError):
        return None
