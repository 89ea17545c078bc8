"""What the API answers, described for the schema; the JSON itself is made by `to_dict` of what is answered.

Nothing is checked against these models while requests are answered: the tests do that, for every route.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.answering.abstention import Cause
from qa.answering.confidence import State
from qa.answering.declining import Decline
from qa.documents.document import BlockKind, PlaceKind
from qa.uploads.states import UploadState

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="YYYY-MM-DD.")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="Of the document's file, in hexadecimal.")]
Start = Annotated[int, Field(ge=0, description="Where it starts in the document's canonical text, in characters.")]
End = Annotated[int, Field(ge=0, description="Where it ends; half-open.")]
Share = Annotated[float, Field(ge=0, le=1)]
Milliseconds = Annotated[dict[str, float], Field(description="Milliseconds of each stage, and `total`.")]
Count = Annotated[int, Field(ge=0)]


class Answered(BaseModel):
    """A part of an answer; every field of it is always there."""

    model_config = ConfigDict(extra="forbid")


class PlaceJson(Answered):
    """The page, row, chapter or time at which something stands."""

    kind: PlaceKind
    value: str
    label: Annotated[str, Field(description="As a citation says it: 'p. 12', 'row 7', '0:12:04'.")]


class LinkJson(Answered):
    """Words that lead elsewhere."""

    text: str
    target: Annotated[str, Field(description="An address, or a path as the file has it.")]


class UnderstoodJson(Answered):
    """A filter that was set beside the question, or a part of what was understood from its words."""

    name: str
    value: str
    words: Annotated[str | None, Field(description="The words that say it; null where it was set beside them.")]
    hard: Annotated[bool, Field(description="Whether no other document is searched.")]


class HitJson(Answered):
    """A passage that was found."""

    rank: Annotated[int, Field(ge=1)]
    score: Annotated[float, Field(description="Higher is better; scores of different questions do not compare.")]
    document: Annotated[str, Field(description="Name of the document: its path relative to the indexed folder.")]
    title: str
    date: Day | None
    category: str | None
    url: str | None
    section: str | None
    speaker: str | None
    place: PlaceJson | None
    start: Start
    end: End
    text: str


class IndexJson(Answered):
    """How much was searched."""

    passages: Count
    dense_ready: Annotated[Share, Field(description="Share of the passages that was searched by meaning.")]


class SearchJson(Answered):
    """The passages nearest to a question: the JSON of `quotable retrieve --json`."""

    question: str
    interpreted: Annotated[str, Field(description="The standalone question that was searched for.")]
    filters: list[UnderstoodJson]
    hits: Annotated[list[HitJson], Field(description="Best first.")]
    index: IndexJson
    timings_ms: Milliseconds


class ShortJson(Answered):
    """The short answer within the best citation."""

    text: str
    marker: int
    start: Start
    end: End


class WrittenStatementJson(Answered):
    """A sentence of the language model that passed the check."""

    text: str
    markers: Annotated[list[int], Field(description="Of the citations that it rests on.")]
    is_weak: Annotated[bool, Field(description="Whether its support is not plain.")]


class WrittenJson(Answered):
    """What the language model contributed."""

    statements: list[WrittenStatementJson]
    withheld: Annotated[Count, Field(description="Statements that did not pass the check.")]
    abstains: Annotated[bool, Field(description="Whether the model said that the sentences do not answer.")]
    model: str
    tokens: Count
    seconds: Annotated[float, Field(ge=0)]
    problem: Annotated[str | None, Field(description="Why there is no more of it; null when it came to its end.")]


class ListedEntryJson(Answered):
    """A document of a listing."""

    document: str
    title: str
    date: Day | None
    category: str | None
    url: str | None
    marker: Annotated[int | None, Field(description="Of the citation with a sentence of it; null without one.")]


class ListingJson(Answered):
    """The documents that a question about the collection asks for."""

    query: Annotated[str, Field(description="What exactly was counted, in words.")]
    count: Count
    mentions: Count | None
    documents: list[ListedEntryJson]


class OfferJson(Answered):
    """Documents about a name of a question that nothing else answers."""

    name: str
    documents: Count
    question: Annotated[str, Field(description="The question that lists them.")]


class OtherReadingJson(Answered):
    """What the question may mean as well."""

    interpreted: str
    is_follow_up: bool


class TextJson(Answered):
    """The answer itself."""

    state: State
    text: Annotated[str, Field(description="The quotations with their markers, or that it is not known.")]
    short: ShortJson | None
    abstained: bool
    confidence: Annotated[Share, Field(description="Probability that the quotations answer the question.")]
    timeline: bool
    reasons: Annotated[list[Cause | Decline], Field(description="Why there is no answer; empty where there is one.")]
    written: WrittenJson | None
    listing: ListingJson | None
    offers: list[OfferJson]
    missing: Annotated[list[str], Field(description="Words that name something which nothing found names.")]
    other_reading: OtherReadingJson | None


class ShortSpanJson(Answered):
    """The short answer within a citation."""

    start: Start
    end: End
    text: str


class CitationJson(Answered):
    """A quotation that stands in its document, letter by letter: `text[start:end] == quote`."""

    marker: Annotated[int, Field(ge=1)]
    document: str
    title: str
    date: Day | None
    category: str | None
    url: str | None
    speaker: str | None
    quote: str
    start: Start
    end: End
    context: Annotated[str | None, Field(description="What the words are not understood without.")]
    answer: ShortSpanJson | None
    sha256: Sha256
    place: PlaceJson | None
    links: list[LinkJson]
    items_left: Annotated[Count, Field(description="Items of the list behind those that are quoted.")]


class AnswerJson(Answered):
    """An answer: the JSON of `quotable ask --json`."""

    question: str
    interpreted: Annotated[str, Field(description="The standalone question that was searched for.")]
    filters: list[UnderstoodJson]
    answer: TextJson
    citations: Annotated[list[CitationJson], Field(description="In the order of their markers.")]
    hits: Annotated[list[HitJson], Field(description="Best first.")]
    index: IndexJson
    timings_ms: Milliseconds


class StatementQuoteJson(Answered):
    """A quotation that a statement rests on."""

    document: str
    start: Start
    end: End
    text: str


class StatementJson(Answered):
    """A sentence of the language model, as soon as it has passed the check: the event `statement`."""

    text: str
    is_weak: bool
    quotes: list[StatementQuoteJson]


class MonthJson(Answered):
    """How many documents of a month match."""

    month: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
    documents: Count


class DayJson(Answered):
    """How many documents of a day match."""

    day: Day
    documents: Count


class CategoryJson(Answered):
    """How many documents of a category match."""

    category: str
    documents: Count


class MatchesJson(Answered):
    """How the documents that match are spread; a filter leaves its own spread as it is."""

    documents: Count
    undated: Count
    months: list[MonthJson]
    days: Annotated[list[DayJson], Field(description="Empty where the collection spans more than two months.")]
    categories: list[CategoryJson]


class ListedDocumentJson(Answered):
    """A document as a list shows it."""

    name: str
    title: str
    date: Day | None
    category: str | None
    url: str | None
    passages: Count
    uploaded: Annotated[bool, Field(description="Whether its file came by the web: deleting it deletes the file.")]


class DocumentsJson(Answered):
    """A page of the list of documents."""

    total: Annotated[Count, Field(description="Documents found, on all pages.")]
    next: Annotated[str | None, Field(description="Address of the next page; null on the last.")]
    documents: list[ListedDocumentJson]


class BlockJson(Answered):
    """A run of the text that a reader sees as one thing."""

    kind: BlockKind
    start: Start
    end: End
    level: Annotated[int, Field(ge=0, description="Depth of a heading or a list item, from 1.")]
    speaker: str | None
    place: PlaceJson | None
    links: list[LinkJson]


class DocumentJson(Answered):
    """A document with its whole text."""

    name: str
    title: str
    date: Day | None
    category: str | None
    categories: list[str]
    url: str | None
    description: str | None
    keywords: list[str]
    sha256: Sha256
    uploaded: bool
    text: Annotated[str, Field(description="Canonical text, into which all places count.")]
    blocks: list[BlockJson]


class ReceiptJson(Answered):
    """A file was taken in, and waits to be indexed."""

    name: Annotated[str, Field(description="As it is kept; the upload is found under it.")]
    replaced: bool
    change: Annotated[int, Field(ge=1, description="Number of the change, for `after` of the list of uploads.")]


class UploadJson(Answered):
    """The state of a file that was sent."""

    name: str
    state: UploadState
    reason: Annotated[str | None, Field(description="Why it failed.")]
    warning: Annotated[str | None, Field(description="What could not be read of its metadata.")]
    document: Annotated[str | None, Field(description="Name of its document; null until questions find it.")]
    change: Annotated[int, Field(ge=1)]


class UploadsJson(Answered):
    """The files that were sent since the server was started."""

    files: list[UploadJson]
    waiting: Count
    change: Annotated[Count, Field(description="Number of the newest change.")]
    problem: Annotated[str | None, Field(description="Why nothing is indexed or encoded at the moment.")]
    dense_ready: Share
    seconds_left: Annotated[Count | None, Field(description="Until all of it is searched by meaning, as estimated.")]


class RemovedJson(Answered):
    """A document was removed."""

    name: str
    file_deleted: Annotated[bool, Field(description="Whether its file was deleted; one in another folder stays.")]


class StatusJson(Answered):
    """What the collection holds."""

    title: str
    description: str
    documents: Count
    passages: Count
    dense_ready: Annotated[Share, Field(description="Share of the passages that is searched by meaning.")]
    generation: Annotated[Count, Field(description="Number of the snapshot; it grows with every change of documents.")]
    encoder: str | None
    first_date: Day | None
    last_date: Day | None
    categories: Annotated[dict[str, int], Field(description="Documents of each.")]


class ReadyJson(Answered):
    """It is as it should be."""

    status: Literal["ok"]


class FaultJson(Answered):
    """One thing that is wrong in a request, and where."""

    detail: str
    pointer: Annotated[str | None, Field(description="JSON pointer into the body.")] = None
    parameter: Annotated[str | None, Field(description="Name of the parameter of the address.")] = None


class ProblemJson(Answered):
    """A problem (RFC 9457)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:quotable:problem:invalid-request",
                    "title": "The request is not valid",
                    "status": 422,
                    "detail": "k is '0'; it should be greater than or equal to 1",
                    "errors": [{"detail": "k is '0'; it should be greater than or equal to 1", "pointer": "#/k"}],
                }
            ]
        },
    )

    type: Annotated[str, Field(description="Stays the same for a kind of problem.")]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Annotated[str, Field(description="What is wrong and what to do, in one sentence.")]
    errors: Annotated[list[FaultJson], Field(description="What is wrong with the request, where it is not valid.")] = []
