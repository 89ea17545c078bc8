"""Answers about a collection of documents, made of quotations that were checked against the source."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answering.answer import Answer, Citation
    from qa.collection import Collection
    from qa.errors import CollectionError, LockedError, QuotableError, UsageError
    from qa.filters import Filters
    from qa.llm.author import Author
    from qa.retrieval.retriever import Hit
    from qa.retrieval.search import Search
    from qa.retrieval_function import retrieve
    from qa.settings import LlmSettings
    from qa.understanding.follow_ups import Conversation

__all__ = [
    "Answer",
    "Author",
    "Citation",
    "Collection",
    "CollectionError",
    "Conversation",
    "Filters",
    "Hit",
    "LlmSettings",
    "LockedError",
    "QuotableError",
    "Search",
    "UsageError",
    "retrieve",
]

_MODULES = {
    "Answer": "answering.answer",
    "Author": "llm.author",
    "Citation": "answering.answer",
    "Collection": "collection",
    "CollectionError": "errors",
    "Conversation": "understanding.follow_ups",
    "Filters": "filters",
    "Hit": "retrieval.retriever",
    "LlmSettings": "settings",
    "LockedError": "errors",
    "QuotableError": "errors",
    "Search": "retrieval.search",
    "UsageError": "errors",
    "retrieve": "retrieval_function",
}


def __getattr__(name: str) -> object:
    # `import qa` stays light: faiss, tantivy and lxml load with the first name that needs them.
    if name not in _MODULES:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"qa.{_MODULES[name]}"), name)
