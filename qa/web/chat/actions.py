"""Answers the calls of the page's script, one method a call.

A call comes with the visitor, known by a cookie, and with the data that the script sent, which is checked. The reply is
JSON: HTML to show, or under `problem` one sentence that says what to do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from uuid import uuid4

from embeddings import EmbeddingsError
from qa.answering.answer import Answer
from qa.collection import Collection
from qa.conversations.exchange import Exchange, changed_since, earlier
from qa.conversations.feedback import Feedback
from qa.documents import Document
from qa.errors import CollectionError, QuotableError
from qa.filters import Filters
from qa.llm.author import Author, Show
from qa.messages import Message
from qa.store.listing import Listings
from qa.suggestions.follow_ups import FollowUps
from qa.suggestions.suggestions import Suggestions
from qa.understanding.follow_ups import Conversation, FollowUp, as_follow_up
from qa.web.chat.calls import (
    Ask,
    AskAgain,
    Call,
    GiveFeedback,
    Listed,
    Named,
    Numbered,
    Pin,
    Rename,
    SetTags,
    Spread,
    Stop,
    read_call,
)
from qa.web.chat.stops import Stops
from qa.web.html.conversations_panel import conversations_html
from qa.web.html.excerpts import CONTEXT, Excerpt, bare, surroundings
from qa.web.html.filters_panel import filters_html
from qa.web.html.first_screen import FirstScreen, first_screen_html, follow_ups_html
from qa.web.html.frame import Overview, overview_html, writing_template_html
from qa.web.html.turns import PASSAGES_SHOWN, Shown, turn_html
from qa.web.language import cause, say, tell
from qa.web.logs import log_question
from qa.web.middleware.access import can_edit
from qa.web.middleware.visitors import NOBODY

Reply = Mapping[str, object]
_LATEST_SHOWN = 6
_OTHER_GENERATION = Message("The collection has changed since this link was made; the answer may differ.")
GONE = Message("this conversation is not here: it was deleted, or it belongs to another browser")
_FOR_NOW = Message(
    "The folder of the collection cannot be written: conversations are kept until the server stops, and not after."
)
_NO_COOKIES = Message(
    "Listing your conversations needs a cookie: allow cookies for this address, then reload the page."
)

_Method = Callable[["Chat", str, Any], Reply]


def _said(method: _Method) -> _Method:
    """A method whose errors, except for bugs, become a sentence on the page."""

    @wraps(method)
    def replied(self: "Chat", visitor: str, data: object) -> Reply:
        try:
            return method(self, visitor, data)
        except (QuotableError, EmbeddingsError) as error:
            return {"problem": tell(error)}

    return replied


class Chat:
    """Answers the calls of a page; safe to use from several threads."""

    def __init__(
        self,
        collection: Collection,
        listings: Listings,
        suggestions: Suggestions,
        author: Callable[[], Author | None] = lambda: None,
        *,
        editable: bool = False,
    ) -> None:
        """Take what answers.

        Args:
            collection: The collection that is asked.
            listings: The lists of its documents.
            suggestions: Examples of questions that it answers.
            author: Gives the language model that writes answers now; None for none.
            editable: Whether visitors may add documents.
        """
        self._collection = collection
        self._listings = listings
        self._suggestions = suggestions
        self._find_author = author
        self._editable = editable
        self._follow_ups = FollowUps(collection)
        self._stops = Stops()

    def overview(self) -> str:
        """The line that says what is being searched now."""
        catalog = self._collection.catalog
        overview = Overview(
            self._collection.about.title, catalog.counts()[0], catalog.date_range(), self._collection.state
        )
        return overview_html(overview)

    def first_screen(self) -> str:
        """What is shown before the first question, of the collection as it is now."""
        newest = self._listings.newest().find("", Filters(), _LATEST_SHOWN)
        screen = FirstScreen(
            self._collection.about,
            self._suggestions.examples(),
            [document.info for document in newest.documents],
            self._editable and can_edit(),
            self._suggestions.are_made,
        )
        return first_screen_html(screen)

    # Questions

    @_said
    def ask(self, visitor: str, data: object) -> Reply:
        """Answer a question, and keep it with its conversation."""
        call = read_call(Ask, data)
        conversation = call.conversation or uuid4().hex
        before = self._exchanges(visitor, conversation) if call.conversation else []
        exchange = self._exchange(call.question, before, call.within.filters(), frozenset(call.without))
        notes: list[str] = [_OTHER_GENERATION] if call.generation not in (None, exchange.generation) else []
        history = self._collection.history
        if not before and not history.is_kept:
            notes.append(_FOR_NOW)

        def keep() -> int:
            if before:
                self._exchanges(visitor, conversation)  # one that was deleted meanwhile must not come back
            return history.add(visitor, conversation, exchange)

        def take_back(_: int) -> None:
            history.take_back(visitor, conversation, exchange)

        try:
            number = self._keep(visitor, call.token, keep, take_back)
        except CollectionError as error:
            notes.append(Message("This answer could not be saved in the conversation: {reason}.", reason=cause(error)))
            return self._turn(call.conversation, len(before) + 1, [*before, exchange], None, notes)
        return self._turn(conversation, number, [*before, exchange], None, notes)

    @_said
    def ask_again(self, visitor: str, data: object) -> Reply:
        """Answer the newest question of a conversation again, with other filters, in its place."""
        call = read_call(AskAgain, data)
        *before, last = self._exchanges(visitor, call.conversation)
        asked = last.answer.search.question
        without = frozenset(call.without)
        if call.question is None:
            without |= last.without
        # What was asked alone before stays alone.
        alone = call.alone or (call.question is None and asked.asked_alone and not call.follow_up)
        question = asked.question if call.question is None else call.question
        follow_up = as_follow_up(question, earlier(before)) if call.follow_up else None
        exchange = self._exchange(question, () if alone else before, call.within.filters(), without, follow_up)
        history, place = self._collection.history, len(before) + 1

        def keep() -> int:
            return history.replace_last(visitor, call.conversation, exchange, number=place)

        def take_back(number: int) -> None:
            history.take_back(visitor, call.conversation, exchange, last if number == place else None)

        number = self._keep(visitor, call.token, keep, take_back)
        return self._turn(call.conversation, number, [*before, exchange], None)

    @_said
    def stop(self, visitor: str, data: object) -> Reply:
        """Nothing that this question is answered with is kept."""
        self._stops.stop((visitor, read_call(Stop, data).token))
        return {}

    def _keep(self, visitor: str, token: str | None, keep: Callable[[], int], take_back: Callable[[int], None]) -> int:
        """Keep an exchange, whose question may be stopped if it has a token; returns its number."""
        return self._stops.keep((visitor, token), keep, take_back) if token else keep()

    def _exchange(
        self,
        question: str,
        before: Sequence[Exchange],
        filters: Filters,
        without: frozenset[str],
        follow_up: FollowUp | None = None,
    ) -> Exchange:
        log_question(question)
        generation = self._collection.catalog.generation
        conversation = earlier(before) if before else Conversation()
        answer = self._collection.ask(question.strip(), conversation, filters, without=without, follow_up=follow_up)
        return Exchange(answer, filters, without, generation, datetime.now(UTC))

    @property
    def writes(self) -> str | None:
        """Name of the language model that writes answers; None for none."""
        author = self._find_author()
        return author.name if author else None

    def write(self, visitor: str, data: object, show: Show, is_stopped: Callable[[], bool]) -> Reply:
        """Let the language model write the newest answer of a conversation, in its place.

        Args:
            visitor: The visitor whose conversation it is.
            data: `Numbered`.
            show: Called with each statement as it is verified.
            is_stopped: Whether the answer is no longer wanted; then nothing changes.
        """
        try:
            return self._write(visitor, data, show, is_stopped)
        except (QuotableError, EmbeddingsError) as error:
            return {"problem": tell(error)}

    def _write(self, visitor: str, data: object, show: Show, is_stopped: Callable[[], bool]) -> Reply:
        call = read_call(Numbered, data)
        exchanges = self._exchanges(visitor, call.conversation)
        author = self._find_author()
        if author is None or call.number != len(exchanges):
            return {}
        *before, last = exchanges
        asked = last.answer.search.question
        answer = author.ask(
            asked.question,
            Conversation() if asked.asked_alone else earlier(before),
            last.filters,
            without=last.without,
            show=show,
            is_stopped=is_stopped,
        )
        # It may have been asked again meanwhile, in another window: then its new answer stays.
        if is_stopped() or self._exchanges(visitor, call.conversation) != exchanges:
            return {}
        exchange = replace(last, answer=answer)
        number = self._collection.history.replace_last(visitor, call.conversation, exchange, number=call.number)
        return self._turn(call.conversation, number, [*before, exchange], None)

    @_said
    def spread(self, visitor: str, data: object) -> Reply:
        """The filters, with how the matches of a question are spread."""
        call = read_call(Spread, data)
        filters = call.within.filters()
        return {"html": filters_html(self._collection.matches(call.question, filters), filters, call.question)}

    @_said
    def give_feedback(self, visitor: str, data: object) -> Reply:
        """Keep a visitor's feedback on an answer."""
        call = read_call(GiveFeedback, data)
        feedback = Feedback(call.verdict, call.reason, call.note, call.passage, datetime.now(UTC))
        self._collection.history.give_feedback(visitor, call.conversation, call.number, feedback)
        return {"said": say("Noted, thank you.")}

    # Conversations

    @_said
    def read(self, visitor: str, data: object) -> Reply:
        """A whole conversation."""
        call = read_call(Named, data)
        exchanges = self._exchanges(visitor, call.conversation)
        feedback = self._collection.history.feedback_of(visitor, call.conversation)
        turns = [
            self._turn(call.conversation, number, exchanges[:number], feedback.get(number))["html"]
            for number in range(1, len(exchanges) + 1)
        ]
        return {"conversation": call.conversation, "html": "".join(map(str, turns))}

    @_said
    def conversations(self, visitor: str, data: object) -> Reply:
        """The visitor's conversations."""
        call = read_call(Listed, data)
        if visitor == NOBODY:
            return {"problem": tell(_NO_COOKIES)}
        history = self._collection.history
        tags = history.tags(visitor)
        tag = call.tag if call.tag in tags else None  # one that was just taken off its last conversation finds nothing
        found = history.conversations(visitor, call.words, tag)
        return {"html": conversations_html(found, call.conversation, call.words, tags=tags, tag=tag)}

    @_said
    def rename(self, visitor: str, data: object) -> Reply:
        """Give a conversation another title."""
        call = read_call(Rename, data)
        self._collection.history.rename(visitor, call.conversation, call.title)
        return {}

    @_said
    def pin(self, visitor: str, data: object) -> Reply:
        """Keep a conversation at the top of the list, or no longer."""
        call = read_call(Pin, data)
        self._collection.history.pin(visitor, call.conversation, pinned=call.pinned)
        return {}

    @_said
    def set_tags(self, visitor: str, data: object) -> Reply:
        """Give a conversation other tags."""
        call = read_call(SetTags, data)
        self._collection.history.set_tags(visitor, call.conversation, call.tags)
        return {}

    @_said
    def delete(self, visitor: str, data: object) -> Reply:
        """Delete a conversation."""
        self._collection.history.delete(visitor, read_call(Named, data).conversation)
        return {}

    @_said
    def state(self, visitor: str, data: object) -> Reply:
        """What is being searched now."""
        read_call(Call, data)
        return {
            "html": self.overview(),
            "first_screen": self.first_screen(),
            "writing": writing_template_html(self.writes),
        }

    @_said
    def suggest(self, visitor: str, data: object) -> Reply:
        """Questions to ask after an answer, as far as they are found; one more is tried with each call."""
        call = read_call(Numbered, data)
        exchanges = self._exchanges(visitor, call.conversation)
        if call.number != len(exchanges):
            return {"html": "", "is_complete": True}
        asked = [exchange.answer.search.question.question for exchange in exchanges]
        last = exchanges[-1]
        offered = self._follow_ups.step(last.answer, asked, last.filters)
        return {"html": follow_ups_html(offered.questions), "is_complete": offered.is_complete}

    def _exchanges(self, visitor: str, conversation: str) -> list[Exchange]:
        exchanges = self._collection.history.exchanges(visitor, conversation)
        if not exchanges:
            raise CollectionError(GONE)
        return exchanges

    def _turn(
        self,
        conversation: str | None,
        number: int,
        exchanges: Sequence[Exchange],
        feedback: Feedback | None,
        notes: Sequence[str] = (),
    ) -> dict[str, object]:
        """The last exchange as it is shown, with those before it."""
        *before, exchange = exchanges
        answer = exchange.answer
        digests = self._collection.catalog.digests([citation.document for citation in answer.quoted])
        questions = tuple(one.answer.search.question.question for one in before)
        around, passages = self._excerpts(answer)
        shown = Shown(number, exchange, questions, around, passages, changed_since(answer, digests), feedback)
        return {"conversation": conversation, "number": number, "html": turn_html(shown, notes)}

    def _excerpts(self, answer: Answer) -> tuple[tuple[Excerpt, ...], tuple[Excerpt, ...]]:
        """The text around each quotation, and that of the first passages; for a listing, nothing."""
        if answer.listing is not None:
            return (), ()
        read: dict[str, Document | None] = {}
        around = tuple(self._excerpt(read, c.document, c.start, c.quote) for c in answer.quoted)
        passages = tuple(
            self._excerpt(read, hit.document.name, hit.passage.start, hit.passage.text, context=0)
            for hit in answer.search.hits[:PASSAGES_SHOWN]
        )
        return around, passages

    def _excerpt(
        self, read: dict[str, Document | None], name: str, start: int, text: str, *, context: int = CONTEXT
    ) -> Excerpt:
        if name not in read:
            read[name] = self._collection.catalog.document(name)
        document, end = read[name], start + len(text)
        if document is None or document.text[start:end] != text:  # changed since it was found
            return bare(start, text)
        return surroundings(document, start, end, context)
