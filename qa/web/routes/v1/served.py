"""What a request works on, and whether it may: each route takes both from here, as dependencies.

They are coroutines though they wait for nothing: each plain function would be sent to a thread.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from qa.collection import Collection
from qa.llm.author import Author
from qa.messages import Message
from qa.settings import NO_MODEL
from qa.store.listing import Listings
from qa.uploads.inbox import Uploads
from qa.web.metrics import Metrics
from qa.web.problems import Problem, ProblemError
from qa.web.routes.changes import Changes

NOT_EDITABLE = Message(
    "documents can be added and removed on the machine that runs Quotable, or anywhere with `quotable serve --editable`"
)


@dataclass(frozen=True, slots=True)
class Served:
    """A collection as a server offers it.

    Attributes:
        collection: It answers.
        listings: The lists of its documents.
        uploads: The files that come to it by the web.
        author: Gives the language model that writes answers now; None for none.
        metrics: Count what is answered.
        editable: Whether documents can be added and removed.
        changes: Makes changes of documents.
    """

    collection: Collection
    listings: Listings
    uploads: Uploads
    author: Callable[[], Author | None]
    metrics: Metrics
    editable: bool
    changes: Changes = field(default_factory=Changes)

    def require_author(self) -> Author:
        """The language model.

        Raises:
            ProblemError: None is set.
        """
        author = self.author()
        if author is None:
            raise ProblemError(Problem.NO_MODEL, NO_MODEL)
        return author


async def _served(request: Request) -> Served:
    """What the application of this collection was made with."""
    served: Served = request.app.state.served
    return served


async def _readable(served: Annotated[Served, Depends(_served)]) -> Served:
    """The collection of a request that reads."""
    return served


async def _changeable(served: Annotated[Served, Depends(_served)]) -> Served:
    """The collection of a request that changes documents.

    Raises:
        ProblemError: It may not.
    """
    if not served.editable:
        raise ProblemError(Problem.NOT_EDITABLE, NOT_EDITABLE)
    return served


Readable = Annotated[Served, Depends(_readable)]
Changeable = Annotated[Served, Depends(_changeable)]
