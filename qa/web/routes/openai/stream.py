"""An answer as a chat completion: the whole as an object, or in pieces as server-sent events."""

import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from time import time
from uuid import uuid4

from embeddings import EmbeddingsError
from qa.errors import QuotableError
from qa.exports.chat_message import ChatMessage, Reference
from qa.web.routes.openai.errors import failure
from qa.web.routes.streaming import Outlet, streamed

END = "data: [DONE]\n\n"
_STILL_WORKING = ": an answer is shown when all of it has been checked\n\n"
"""A comment, which clients pass over; it keeps a connection open that would be taken for dead."""
_SECONDS_OF_SILENCE = 10.0

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Completion:
    """What every piece of one answer says of it.

    Attributes:
        model: The model that was asked.
        question: What it was asked.
        count_tokens: Of a text.
    """

    model: str
    question: str
    count_tokens: CountTokens
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time()))

    def whole(self, message: ChatMessage) -> dict[str, object]:
        """The object of an answer that is sent at once."""
        said = {"role": "assistant", "content": message.text, "refusal": None, "annotations": _annotations(message)}
        choice = {"index": 0, "message": said, "logprobs": None, "finish_reason": "stop"}
        return self._object("chat.completion", [choice], self._usage(message))

    def pieces(self, message: ChatMessage, *, counts_usage: bool) -> list[dict[str, object]]:
        """The objects of an answer that is streamed: a block of the text each, then what it cites, then the end."""
        deltas: list[dict[str, object]] = [{"role": "assistant", "content": ""}]
        deltas += [{"content": f"\n\n{block}" if number else block} for number, block in enumerate(message.blocks)]
        deltas += [{"annotations": _annotations(message)}] if message.references else []
        found = [self._piece(delta) for delta in deltas]
        found.append(self._piece({}, finish_reason="stop"))
        if counts_usage:
            found.append(self._object("chat.completion.chunk", [], self._usage(message)))
        return found

    def _piece(self, delta: dict[str, object], finish_reason: str | None = None) -> dict[str, object]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return self._object("chat.completion.chunk", [choice])

    def _object(
        self, kind: str, choices: list[dict[str, object]], usage: dict[str, int] | None = None
    ) -> dict[str, object]:
        about: dict[str, object] = {"id": self.id, "object": kind, "created": self.created, "model": self.model}
        return {**about, "choices": choices} | ({"usage": usage} if usage else {})

    def _usage(self, message: ChatMessage) -> dict[str, int]:
        """Tokens of the question and of the answer; where a language model wrote, it has read and written others."""
        asked, said = self.count_tokens(self.question), self.count_tokens(message.text)
        return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def events(
    completion: Completion, answer: Callable[[Callable[[], bool]], ChatMessage], *, counts_usage: bool
) -> AsyncGenerator[str, None]:
    """Server-sent events of an answer. Nothing of it is sent before all of it has been checked.

    Args:
        completion: The completion.
        answer: Gives the answer; what it is called with says whether nobody waits for it any more.
        counts_usage: Whether the number of tokens is sent at the end.
    """

    def work(outlet: Outlet[str]) -> None:
        try:
            pieces = completion.pieces(answer(outlet.is_stopped), counts_usage=counts_usage)
        except (QuotableError, EmbeddingsError) as error:  # the status of the response has been sent already
            pieces = [failure(error)]
        for piece in pieces:
            outlet.put(_event(piece))
        outlet.put(END)

    return streamed(work, _SECONDS_OF_SILENCE, _STILL_WORKING)


def _event(piece: dict[str, object]) -> str:
    return f"data: {json.dumps(piece, ensure_ascii=False)}\n\n"


def _annotations(message: ChatMessage) -> list[dict[str, object]]:
    return [_annotation(one) for one in message.references]


def _annotation(reference: Reference) -> dict[str, object]:
    place = {"start_index": reference.start, "end_index": reference.end}
    return {
        "type": "url_citation",
        "url_citation": {**place, "url": reference.address, "title": reference.citation.title},
    }
