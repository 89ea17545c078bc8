"""The encoder that a collection was made with, and the vectors that it has made."""

import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from embeddings import Encoder
from embeddings.encoders import PACKAGED_MODEL, PACKAGED_WEIGHTS_SHA256
from qa.errors import CollectionError
from qa.store.store import Rows, Store


class CollectionEncoder:
    """Loads the encoder of a collection when it is first needed; safe to share between threads."""

    def __init__(
        self,
        store: Store,
        load: Callable[[str | None, str | None], Encoder],
        model: str | None = None,
    ) -> None:
        """Take what the encoder belongs to.

        Args:
            store: Whose catalog knows the encoder that the collection was made with.
            load: Loads the encoder, given the name of its model, None for the packaged one, and its fingerprint, None
                for a collection without documents.
            model: Name or folder of the model for a collection that has none yet, or whose model's folder is gone.
        """
        self._store = store
        self._catalog = store.catalog
        self._load = load
        self._model = model if model is None or not Path(model).is_dir() else os.path.abspath(model)
        self._loaded: Encoder | None = None
        self._loading = threading.RLock()

    def get(self) -> Encoder:
        """The encoder.

        Raises:
            CollectionError: The collection was made with another one.
        """
        with self._loading:
            made_with = self._catalog.get_property("encoder")
            if self._loaded is None:
                self._loaded = self._load(self._own_model(made_with), made_with)
            loaded = self._loaded
            if made_with not in (None, loaded.fingerprint):
                raise CollectionError(
                    f"{self._store.place} was made with the encoder {made_with}, and this one is {loaded.fingerprint}; "
                    "set QUOTABLE_MODEL to the model it was made with, or index into another collection"
                )
            return loaded

    def loader(self) -> Callable[[], Encoder]:
        """What loads the same encoder on another machine."""
        made_with = self._catalog.get_property("encoder")
        return partial(self._load, self._own_model(made_with), made_with)

    def _own_model(self, made_with: str | None) -> str | None:
        """Name or folder of the model that the collection was made with, whichever is named now."""
        if made_with is None:
            return self._model
        if made_with.startswith(f"{PACKAGED_MODEL}-{PACKAGED_WEIGHTS_SHA256[:12]}-"):
            return None
        own = self._catalog.get_property("model")
        is_gone = own is not None and os.path.isabs(own) and not Path(own).is_dir()
        return self._model if own is None or (is_gone and self._model) else own

    def note(self) -> None:
        """Make this the encoder of a collection that has none yet; the caller holds the writer's lock."""
        if self._catalog.get_property("encoder") is None:
            encoder = self.get()
            with self._catalog.transaction():
                self._catalog.set_property("encoder", encoder.fingerprint)
                self._catalog.set_property("dimension", str(encoder.dimension))
                if self._model is not None:
                    self._catalog.set_property("model", self._model)
            self.open_rows()  # makes their folder, which a question could not do on a full disk

    def open_rows(self) -> Rows:
        """The vectors that are kept; loads no encoder where the collection has documents.

        Raises:
            CollectionError: Their folder cannot be made.
            EmbeddingsError: They are damaged, or those of another encoder.
        """
        fingerprint, dimension = self._catalog.get_property("encoder"), self._catalog.get_property("dimension")
        if fingerprint is None or dimension is None:
            encoder = self.get()
            fingerprint, dimension = encoder.fingerprint, str(encoder.dimension)
        return self._store.rows(fingerprint, int(dimension))
