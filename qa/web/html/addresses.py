"""Addresses within the site, relative to its root; pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from qa.conversations.exchange import Exchange

if TYPE_CHECKING:
    from starlette.requests import Request


def home_of(request: "Request") -> str:
    """The address of a collection's page, as whoever makes a request knows it; others are relative to it."""
    return f"{request.url.scheme}://{request.url.netloc}{quote(request.scope.get('root_path', ''))}/"


def document_address(name: str, start: int | None = None, end: int | None = None, sha256: str | None = None) -> str:
    """The page of a document, at a place of it.

    Args:
        name: Of the document.
        start: Where the place starts in the canonical text; None for none.
        end: Where it ends; half-open.
        sha256: Hash of the file that start and end hold for; None for the file as it is now.
    """
    values = {"name": name, "start": start, "end": end, "sha256": sha256}
    address = f"document?{_encoded([(key, str(value)) for key, value in values.items() if value is not None])}"
    return address if start is None else f"{address}#quotation"


def file_address(name: str, page: int | None = None) -> str:
    """The file of a document as it was indexed, opened at a page where one is given."""
    address = f"document/file?{_encoded([('name', name)])}"
    return address if page is None else f"{address}#page={page}"


def picture_address(name: str, page: int, sha256: str, span: tuple[int, int]) -> str:
    """The picture of a page with a quotation marked.

    Args:
        name: Of the document.
        page: Its number, from 1.
        sha256: Hash of the file that the span holds for.
        span: Start and end of the quotation in the canonical text.
    """
    values = [("name", name), ("page", page), ("sha256", sha256), ("start", span[0]), ("end", span[1])]
    return f"document/page?{_encoded([(key, str(value)) for key, value in values])}"


def answer_address(exchange: Exchange, earlier: Sequence[str]) -> str:
    """The page with an answer: it asks the same within the same, after the same questions.

    Args:
        exchange: The question and its answer.
        earlier: The questions before it, which are asked first where the question refers to them.
    """
    question = exchange.answer.search.question
    filters = exchange.filters
    values = [] if question.asked_alone else [("after", before) for before in earlier]
    values.append(("q", question.question))
    values += [("from", filters.date_from.isoformat())] if filters.date_from else []
    values += [("to", filters.date_to.isoformat())] if filters.date_to else []
    values += [("category", category) for category in sorted(filters.categories)]
    values += [("document", name) for name in sorted(filters.documents)]
    values += [("without", key) for key in sorted(exchange.without)]
    values.append(("generation", str(exchange.generation)))
    return f"?{_encoded(values)}"


def _encoded(values: Sequence[tuple[str, str]]) -> str:
    return urlencode(values, quote_via=quote, safe="/:")
