"""Questions that a collection answers, as examples for its first screen."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from math import gcd

from embeddings import EmbeddingsError
from qa.collection import Collection
from qa.documents import Document
from qa.english.names import find_names
from qa.errors import CollectionError, QuotableError
from qa.suggestions.questions import Candidate, find_questions
from qa.suggestions.verification import answering

EXAMPLES = 6
_PROPERTY = "examples"
_MOST_DOCUMENTS = 600
"""Documents looked through for examples: few sentences of a transcript make a question."""
_MOST_ASKED = 40
_A_DOCUMENT = 2
"""Questions tried of one document."""
_GOLDEN = 0.6180339887
"""Steps of this share of a list visit every part of it early, whatever its length."""
_QUIET = 3.0
"""Seconds without a change after which examples are made."""
_BREATH = 0.1
"""Seconds between questions, for those whom people ask."""
_Made = tuple[int, bool]
"""The snapshot that examples were made of, and whether all of it could be searched by meaning."""


class Suggestions:
    """Makes and keeps examples; safe to use from several threads."""

    def __init__(self, collection: Collection, own: Sequence[str] = ()) -> None:
        """Take the collection, and questions of its author, which come before others where they are answered."""
        self._collection = collection
        self._own = tuple(own)
        self._making = threading.Lock()
        self._made: tuple[_Made, tuple[str, ...]] | None = self._kept()

    def examples(self) -> tuple[str, ...]:
        """Questions that the collection as it is now answers; none before they were made."""
        made = self._made
        if made is None:
            return self._own
        return made[1] if made[0][0] == self._collection.catalog.generation else ()

    @property
    def are_made(self) -> bool:
        """Whether there will be no others until the collection changes."""
        return self._made is not None and self._made[0] == self._now()

    def make_in_background(self, stop: threading.Event) -> None:
        """Make examples whenever the collection has changed and then stood still, until stopped."""
        seen: _Made | None = None
        while not stop.wait(_QUIET):
            with suppress(QuotableError, EmbeddingsError):  # the next question of a visitor says what is wrong
                now = self._now()
                if now == seen and (self._made is None or self._made[0] != now):
                    self.make(stop)
                seen = now

    def make(self, stop: threading.Event | None = None) -> tuple[str, ...]:
        """Make examples of the collection as it is now, and keep them with it; returns them."""
        stop = stop or threading.Event()
        with self._making:
            now = self._now()
            found = tuple(islice(self._answered(stop), EXAMPLES))
            if not stop.is_set():
                self._made = now, found
                kept = {"generation": now[0], "is_complete": now[1], "questions": found}
                with suppress(CollectionError):  # it may be read only; then they are made again another time
                    self._collection.catalog.set_property(_PROPERTY, json.dumps(kept, ensure_ascii=False))
            return found

    def _answered(self, stop: threading.Event) -> Iterator[str]:
        """Examples: those of the author, then one a document, of documents from all over the list."""
        for question in self._own:
            if not stop.wait(_BREATH) and self._collection.ask(question).is_sure:
                yield question
        tried: list[tuple[Document, Candidate]] = []
        for document in self._spread():
            tried += ((document, candidate) for candidate in islice(find_questions(document), _A_DOCUMENT))
            if len(tried) >= _MOST_ASKED or stop.is_set():
                break
        taken: set[str] = set()
        # One with a name in it says more to somebody who does not know the documents.
        for document, candidate in sorted(tried, key=lambda one: not find_names(one[1].question)):
            if stop.wait(_BREATH):
                return
            if document.info.name not in taken and answering(self._collection, candidate, document.info.name):
                taken.add(document.info.name)
                yield candidate.question

    def _spread(self) -> Iterator[Document]:
        names = [listed.info.name for listed in self._collection.catalog.listed()]
        wanted = max(1, round(len(names) * _GOLDEN))
        step = next(size for size in range(wanted, 2 * wanted + 2) if gcd(size, len(names)) == 1)  # visits all
        for place in range(min(len(names), _MOST_DOCUMENTS)):
            document = self._collection.catalog.document(names[place * step % len(names)])
            if document is not None:
                yield document

    def _now(self) -> _Made:
        return self._collection.catalog.generation, self._collection.state.dense_ready >= 1

    def _kept(self) -> tuple[_Made, tuple[str, ...]] | None:
        try:
            kept = json.loads(self._collection.catalog.get_property(_PROPERTY) or "null")
            return ((int(kept["generation"]), bool(kept["is_complete"])), tuple(map(str, kept["questions"])))
        except (ValueError, TypeError, KeyError):  # none yet, or of another version
            return None
