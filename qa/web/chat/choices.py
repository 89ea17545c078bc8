"""Answers the calls of the settings page, and applies what was chosen."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qa.answering.caution import CAUTIONS
from qa.collection import Collection
from qa.errors import LlmError, QuotableError, UsageError
from qa.llm.author import Author
from qa.llm.trial import try_model
from qa.messages import Message
from qa.preferences import Preferences, keep_preferences, load_preferences
from qa.settings import reader_is_on
from qa.web.chat.calls import Call, Describe, SetAnswers, SetModel, read_call
from qa.web.html.settings_panel import Settable, settings_html
from qa.web.language import say, tell

_NOT_HERE = Message("settings are made on the machine that runs Quotable")


class Choices:
    """What the owner chose, applied to a collection; safe to use from several threads."""

    def __init__(
        self, collection: Collection, folder: Path, author: Author | None = None, *, editable: bool = False
    ) -> None:
        """Take what is set, and apply what was chosen before.

        Args:
            collection: What is asked.
            folder: Where choices are kept.
            author: The language model that the environment names, which comes before a chosen one; None for none.
            editable: Whether visitors may choose.
        """
        self._collection = collection
        self._folder = folder
        self._given = author
        self._editable = editable
        self._changing = threading.Lock()
        self._chosen = Preferences()
        self._author = author
        self._apply(load_preferences(folder))

    @property
    def author(self) -> Author | None:
        """The language model that writes answers now; None for none."""
        return self._author

    def settings(self, visitor: str, data: object) -> Mapping[str, object]:
        """The page of settings."""
        read_call(Call, data)
        if not self._editable:
            return {"html": settings_html(None)}
        model = self._given.name if self._given else None
        found = Settable(self._collection.about, self._chosen, model, reader_is_off=not reader_is_on())
        return {"html": settings_html(found)}

    def describe(self, visitor: str, data: object) -> Mapping[str, object]:
        """Give the collection a title and a description."""
        try:
            call = read_call(Describe, data)
            self._require_owner()
            self._collection.describe(call.title, call.description)
        except QuotableError as error:
            return {"problem": tell(error)}
        return {"said": say("Saved.")}

    def set_answers(self, visitor: str, data: object) -> Mapping[str, object]:
        """Choose how sure an answer must be, and whether passages are read."""
        try:
            call = read_call(SetAnswers, data)
            self._require_owner()
            self._change(replace(self._chosen, caution=call.caution, reads=call.reads))
        except QuotableError as error:
            return {"problem": tell(error)}
        return {"said": say("Saved; it holds from the next question on.")}

    def set_model(self, visitor: str, data: object) -> Mapping[str, object]:
        """Choose the language model."""
        try:
            self._change(self._with_model(data))
        except QuotableError as error:
            return {"problem": tell(error)}
        return {"said": say("Saved; it holds from the next question on.")}

    def try_model(self, visitor: str, data: object) -> Mapping[str, object]:
        """Try the language model that the form names, without choosing it."""
        try:
            llm = self._with_model(data).llm
        except QuotableError as error:
            return {"problem": tell(error)}
        if llm is None:
            return {"problem": say("name an address and a model first")}
        trial = try_model(llm)
        said = tell(trial.said)
        return {"problem": said} if trial.is_problem else {"said": f"{said}."}

    def _with_model(self, data: object) -> Preferences:
        call = read_call(SetModel, data)
        self._require_owner()
        return self._chosen.with_model(call.base_url, call.model, call.api_key)

    def _require_owner(self) -> None:
        if not self._editable:
            raise UsageError(_NOT_HERE)

    def _change(self, preferences: Preferences) -> None:
        with self._changing:
            self._apply(preferences)
            keep_preferences(self._folder, preferences)

    def _apply(self, preferences: Preferences) -> None:
        """Apply choices as a whole, or raise and leave all as it was."""
        author = self._given
        if author is None and preferences.llm is not None:
            try:
                author = Author(self._collection, preferences.llm)
            except LlmError:  # the package is missing: `try_model` says so
                author = None
        self._collection.choose(CAUTIONS[preferences.caution].threshold, reads=preferences.reads)
        self._author, self._chosen = author, preferences
