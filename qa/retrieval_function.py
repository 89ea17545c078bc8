"""The retrieval function: the passages of a collection for a question, in one call."""

from functools import cache
from pathlib import Path

from qa.address import Address, read_address
from qa.collection import Collection
from qa.errors import CollectionError
from qa.filters import Filters
from qa.retrieval.retriever import Hit
from qa.store.opening import holds_collection


@cache
def _opened(address: Address) -> Collection:
    return Collection.open(address)


def retrieve(
    question: str, k: int = 5, *, collection: str | Address | Collection, filters: Filters | None = None
) -> list[Hit]:
    """The k best passages of a collection for a question, best first; fewer when fewer match.

    A collection given by its address stays open for the next call.

    Raises:
        UsageError: The question is empty or too long, or k is less than 1.
        CollectionError: There is no collection, or it was made with another encoder.
    """
    if not isinstance(collection, Collection):
        named = read_address(collection)
        address = named.absolute() if isinstance(named, Path) else named
        if not holds_collection(address):
            raise CollectionError(f"there is no collection in {address}; make one with Collection.open(…).index(…)")
        collection = _opened(address)
    return collection.retrieve(question, k, filters)
