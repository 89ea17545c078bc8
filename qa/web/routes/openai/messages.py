"""What a client of OpenAI's chat API sends, as a question and the conversation before it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel

from qa.answering.pipeline import LONGEST_QUESTION, askable
from qa.errors import UsageError
from qa.understanding.follow_ups import Conversation, Turn, standalone

_MOST_TURNS = 30
"""Earlier questions that a follow-up may refer to."""
_OPENS_WITH_HEADING = re.compile(r"\s*#{1,6}\s")
_LINK_TO_DOCUMENT = re.compile(r"\]\((\S*/document\?[^\s()]+)\)")


class Message(BaseModel):
    """A message of the conversation; what else it holds is passed over."""

    role: str
    content: str | list[dict[str, object]] | None = None

    @property
    def text(self) -> str:
        """Its words, without pictures and the like, and without what is no Unicode."""
        parts = self.content if isinstance(self.content, list) else [{"type": "text", "text": self.content}]
        texts = [str(part.get("text") or "") for part in parts if part.get("type") == "text"]
        return "\n".join(texts).encode(errors="replace").decode()

    @property
    def other_kinds(self) -> list[str]:
        """Kinds of its parts that are not text."""
        parts = self.content if isinstance(self.content, list) else []
        return [kind for part in parts if (kind := str(part.get("type"))) != "text"]


class StreamOptions(BaseModel):
    """What a stream holds beside the answer."""

    include_usage: bool = False


class ToComplete(BaseModel):
    """A conversation that is to be gone on with; of the API's other parameters none applies to quotations."""

    model: str
    messages: list[Message]
    n: int | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None

    @property
    def counts_usage(self) -> bool:
        """Whether a stream ends with the number of tokens."""
        return self.stream_options is not None and self.stream_options.include_usage


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked in a conversation.

    Attributes:
        question: The last message of the user.
        conversation: What the user asked before.
        is_prompt: Whether it is no question but a task for a language model.
    """

    question: str
    conversation: Conversation
    is_prompt: bool


def read_messages(messages: Sequence[Message]) -> Asked:
    """The question and the conversation; instructions to a language model and results of tools are passed over.

    A message that opens with a Markdown heading is a prompt that a program wrote, such as Open WebUI's for the title of
    a conversation: people do not ask so.

    Raises:
        UsageError: The user says nothing, or shows something, or the question cannot be asked.
    """
    last = max((number for number, one in enumerate(messages) if one.role == "user"), default=None)
    if last is None:
        raise UsageError("messages holds no message of the role 'user'; the last one is the question")
    if other := messages[last].other_kinds:
        raise UsageError(f"the question holds a part of the type {other[0][:40]!r}; Quotable reads only text")
    question = messages[last].text
    if is_prompt := bool(_OPENS_WITH_HEADING.match(question)):
        return Asked(question[:LONGEST_QUESTION], Conversation(), is_prompt)
    return Asked(askable(question), _conversation(messages[:last]), is_prompt)


def _conversation(messages: Sequence[Message]) -> Conversation:
    """The questions that were asked, each understood from those before it, with the documents of their answers."""
    conversation = Conversation()
    for question, answer in list(_exchanges(messages))[-_MOST_TURNS:]:
        cited = tuple(dict.fromkeys(_documents(answer)))
        conversation = conversation.then(Turn(question, standalone(question, conversation).interpreted, cited))
    return conversation


def _exchanges(messages: Sequence[Message]) -> Iterator[tuple[str, str]]:
    """The questions that could be asked, each with what was said to it."""
    asked, said = "", ""
    for message in (*messages, Message(role="user")):
        if message.role == "assistant":
            said += message.text
        elif message.role == "user":
            if asked.strip() and len(asked) <= LONGEST_QUESTION:
                yield asked, said
            asked, said = message.text, ""


def _documents(answer: str) -> Iterator[str]:
    """Names of the documents that an answer of ours links to."""
    for address in _LINK_TO_DOCUMENT.findall(answer):
        yield from parse_qs(urlsplit(address).query).get("name", [])[:1]
