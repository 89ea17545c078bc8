"""Checks what an answer needs: the collection, the encoder, the language model."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from embeddings.errors import EmbeddingsError
from qa.collection import Collection
from qa.errors import QuotableError
from qa.llm.trial import try_model
from qa.settings import LlmSettings


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of checking one part.

    Attributes:
        part: 'collection', 'encoder' or 'language model'.
        said: One sentence; for a problem it says what to do.
        is_problem: Whether something is wrong.
    """

    part: str
    said: str
    is_problem: bool = False


def examine(
    open_collection: Callable[[], Collection], load_settings: Callable[[], LlmSettings | None]
) -> Iterator[Finding]:
    """The result of checking each part, as it comes.

    Args:
        open_collection: Opens the collection; it may raise what is wrong with it.
        load_settings: Says which language model is set, None for none; it may raise what is wrong with the settings.
    """
    try:
        collection = open_collection()
        yield _collection(collection)
    except QuotableError as error:
        yield Finding("collection", str(error), is_problem=True)
    else:
        yield _encoder(collection)
    try:
        settings = load_settings()
    except QuotableError as error:
        yield Finding("language model", str(error), is_problem=True)
        return
    yield (
        _language_model(settings)
        if settings
        else Finding("language model", "none is set; answers are made of quotations only")
    )


def _collection(collection: Collection) -> Finding:
    documents, passages = collection.catalog.counts()
    if not documents:
        said = f"{collection.place} holds no documents; add some: quotable index PATH"
        return Finding("collection", said, is_problem=True)
    ready = int(collection.state.dense_ready * 100)
    return Finding(
        "collection",
        f"{documents:,} documents, {passages:,} passages in {collection.place}; search by meaning is {ready} % ready",
    )


def _encoder(collection: Collection) -> Finding:
    started = perf_counter()
    try:
        collection.search("Does the encoder work?", 1)
    except (QuotableError, EmbeddingsError) as error:
        return Finding("encoder", str(error), is_problem=True)
    return Finding("encoder", f"works; loading it and encoding a question took {perf_counter() - started:.1f} seconds")


def _language_model(settings: LlmSettings) -> Finding:
    trial = try_model(settings)
    return Finding("language model", trial.said, is_problem=trial.is_problem)
