"""What a collection is called and what it holds, in words of its owner."""

from dataclasses import dataclass

from qa.errors import UsageError
from qa.messages import Message
from qa.store.catalog import Catalog
from qa.store.store import Store

LONGEST_TITLE, LONGEST_DESCRIPTION = 80, 400


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a collection before anybody asks.

    Attributes:
        title: One line; the name of the folder or of the database where none was given.
        description: A sentence or two; empty where none was given.
    """

    title: str
    description: str


def read_about(store: Store) -> About:
    """What a collection is called and what it holds."""
    catalog = store.catalog
    return About(catalog.get_property("title") or store.name, catalog.get_property("description") or "")


def keep_about(catalog: Catalog, title: str | None, description: str | None) -> None:
    """Give a collection a title, a description or both; white space is folded.

    Args:
        catalog: Of the collection.
        title: Empty for the name again; None to leave it as it is.
        description: Empty for none; None to leave it as it is.

    Raises:
        UsageError: One of them is too long.
    """
    given = (("title", title, LONGEST_TITLE), ("description", description, LONGEST_DESCRIPTION))
    folded = {name: " ".join(words.split()) for name, words, _ in given if words is not None}
    for name, _, longest in given:
        if len(folded.get(name, "")) > longest:
            has, most = str(len(folded[name])), str(longest)
            if name == "title":
                raise UsageError(Message("the title has {has} characters; {most} at most", has=has, most=most))
            raise UsageError(Message("the description has {has} characters; {most} at most", has=has, most=most))
    with catalog.transaction():
        for name, words in folded.items():
            catalog.set_property(name, words)


def status_json(store: Store, dense_ready: float) -> dict[str, object]:
    """What a collection holds: the JSON of `status --json`.

    Args:
        store: Of the collection.
        dense_ready: The share of it that search by meaning covers.
    """
    catalog = store.catalog
    documents, passages = catalog.counts()
    dates = catalog.date_range()
    about = read_about(store)
    return {
        "collection": str(store.place),
        "title": about.title,
        "description": about.description,
        "documents": documents,
        "passages": passages,
        "dense_ready": round(dense_ready, 4),
        "generation": catalog.generation,
        "encoder": catalog.get_property("encoder"),
        "first_date": dates[0].isoformat() if dates else None,
        "last_date": dates[1].isoformat() if dates else None,
        "categories": catalog.categories(),
    }
