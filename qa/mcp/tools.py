"""The tools: what each is called, takes, does and gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from qa.collection import Collection
from qa.errors import UsageError
from qa.exports.chat_message import DocumentAddress
from qa.exports.passage import found_passages
from qa.mcp.arguments import Arguments, ToAsk, ToRead, ToSearch
from qa.mcp.results import AnswerResult, DocumentPart, SearchResult, answer_result, document_part

Result = SearchResult | AnswerResult | DocumentPart


@dataclass(frozen=True, slots=True)
class DocumentTool:
    """A tool that reads a collection and changes nothing.

    Attributes:
        name: By which it is called.
        title: For people.
        description: By which an agent chooses it.
        arguments: What it takes.
        result: What it gives back.
        call: Does it; raises a `QuotableError` that says in one sentence why it cannot be done.
    """

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    result: type[Result]
    call: Callable[[Collection, Any, DocumentAddress], Result]

    @property
    def input_schema(self) -> dict[str, Any]:
        """JSON schema of the arguments."""
        return self.arguments.model_json_schema()

    @property
    def output_schema(self) -> dict[str, Any]:
        """JSON schema of the result."""
        return TypeAdapter(self.result).json_schema(mode="serialization")


def _search(collection: Collection, asked: ToSearch, _: DocumentAddress) -> SearchResult:
    hits = collection.retrieve(asked.question, asked.k, asked.filters)
    return SearchResult(tuple(found_passages(hits, collection.catalog.digests([hit.document.name for hit in hits]))))


def _ask(collection: Collection, asked: ToAsk, address: DocumentAddress) -> AnswerResult:
    return answer_result(collection.ask(asked.question, filters=asked.filters), address)


def _read(collection: Collection, asked: ToRead, _: DocumentAddress) -> DocumentPart:
    document = collection.catalog.document(asked.document)
    if document is None:
        raise UsageError(f"no document is called {asked.document[:200]!r}; search_documents gives the names")
    if asked.offset >= max(1, len(document.text)):
        raise UsageError(f"offset is {asked.offset}; {asked.document} has {len(document.text)} characters")
    return document_part(document, asked.offset, asked.limit)


TOOLS = (
    DocumentTool(
        "search_documents",
        "Search documents",
        "Find the passages of the collection that come nearest to a question, best first, each with its document, "
        "date, address and place in the text. Use it to gather evidence, or where ask_documents finds nothing.",
        ToSearch,
        SearchResult,
        _search,
    ),
    DocumentTool(
        "ask_documents",
        "Ask documents",
        "Answer a question from the collection with quotations that were checked, letter by letter, against their "
        "documents, or say that the documents do not answer. Use it for facts, numbers, dates, who said what, lists, "
        "and counts of documents ('How many documents mention …?').",
        ToAsk,
        AnswerResult,
        _ask,
    ),
    DocumentTool(
        "get_document",
        "Read a document",
        "Read the text of a document by its name, a part at a time: next_offset of one part is the offset of the next.",
        ToRead,
        DocumentPart,
        _read,
    ),
)
