"""An answer: its quotations with their sources, its state, what it says of itself, and its JSON."""

from dataclasses import asdict, dataclass

from qa.answering.abstention import Attempt, Reason, find_reasons
from qa.answering.caution import BALANCED, Caution, State
from qa.answering.declining import Decline
from qa.answering.draft import Quote
from qa.answering.leading import holds_what_is_asked, leading, short_answer_of
from qa.answering.listings import DocumentListing, Offer
from qa.answering.written import Written
from qa.documents import Place
from qa.documents.document import Link
from qa.messages import Message
from qa.retrieval.search import Search
from qa.understanding.answer_types import asks_for_summary
from qa.understanding.follow_ups import Turn

NOT_KNOWN = Message("The documents do not say, as far as I can tell.")
"""Text of an answer that abstains."""
DOCUMENTS_OF_LISTING = 3
"""Of the documents listed, as many as the next question may refer to."""
POSSIBLE = Message("Possible match – check the source")
"""Label of quotations that may not answer."""
NOTHING = Message("Nothing found")
"""Label of an answer without a quotation that is likely enough."""
_NO_SUMMARY = Message("Quotable writes no summaries: it quotes the sentences that come nearest to the question.")
_NO_TIMELINE = Message("There is no timeline: too few dated documents tell of it.")


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation that stands in its document, letter by letter.

    Attributes:
        marker: Number by which the answer's text refers to it, from 1.
        document: Name of the document.
        title: Title of the document.
        date: When it was published, YYYY-MM-DD; None when unknown.
        category: None when unknown.
        url: The original page; None when unknown.
        speaker: Who says it, in a transcript.
        quote: The words.
        start: Where they start in the document's canonical text.
        end: Where they end; half-open.
        context: What they are not understood without: the words directly before them, where they open with one that
            refers back; the names of the columns of a row; None elsewhere.
        answer: Start and end, in the document, of the short answer within them; None where none was found.
        sha256: Hash of the document's file; start and end hold for the file with this hash.
        place: The page, row, chapter or time at which they start; None in formats that have none.
        links: Where words of them lead.
        items_left: Of a list, how many items stand behind those that are quoted.
    """

    marker: int
    document: str
    title: str
    date: str | None
    category: str | None
    url: str | None
    speaker: str | None
    quote: str
    start: int
    end: int
    context: str | None
    answer: tuple[int, int] | None
    sha256: str
    place: Place | None = None
    links: tuple[Link, ...] = ()
    items_left: int = 0

    def parts(self) -> tuple[str, str, str]:
        """The words before the short answer, the short answer, and those behind; without one, all are before."""
        first, last = self.answer or (self.end, self.end)
        first, last = first - self.start, last - self.start
        return self.quote[:first], self.quote[first:last], self.quote[last:]

    def short_to_dict(self) -> dict[str, object]:
        """The short answer, where it stands in the document, and the marker of the citation that holds it."""
        first, last = self.answer or (self.end, self.end)
        return {"text": self.parts()[1], "marker": self.marker, "start": first, "end": last}

    def to_dict(self) -> dict[str, object]:
        """The JSON of a citation."""
        found: dict[str, object] = {name: getattr(self, name) for name in Citation.__dataclass_fields__}
        found["place"] = self.place.to_dict() if self.place else None
        found["links"] = [{"text": link.text, "target": link.target} for link in self.links]
        if self.answer is not None:
            found["answer"] = {"start": self.answer[0], "end": self.answer[1], "text": self.parts()[1]}
        return found


@dataclass(frozen=True, slots=True)
class OtherReading:
    """What a question may mean as well.

    Attributes:
        interpreted: The standalone question.
        is_follow_up: Whether it goes on with the question before; otherwise it is the question as it was typed.
    """

    interpreted: str
    is_follow_up: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader sees: verified quotations, or the word that it is not known.

    Attributes:
        text: The quotations with their markers, or `NOT_KNOWN`.
        abstained: Whether there is no answer; then there are no citations either.
        confidence: Probability that the quotations answer the question, 0–1.
        citations: In the order of their markers.
        withheld: The verified quotations that an answer that abstains is too unsure of; the best may be shown as a
            possible match, and they measure whether it was right to abstain.
        rejected: Quotes of the draft that do not stand in the documents; never shown as fact.
        search: The question, and the hits that the answer is from.
        is_timeline: Whether the citations tell what happened in the order of time, one document a line.
        written: What a language model wrote on the citations; None where none was asked.
        listing: The documents that a question about the collection asks for; None for any other question.
        offers: Documents about names in the question, where nothing was found.
        missing: Words of the question that name something which nothing that was found names.
        other_reading: What the question may mean as well, which was asked too; None where its words leave no doubt.
        declined: Why nothing was searched; None where something was.
        caution: How sure it must be.
    """

    text: str
    abstained: bool
    confidence: float
    citations: tuple[Citation, ...]
    withheld: tuple[Citation, ...]
    rejected: tuple[Quote, ...]
    search: Search
    is_timeline: bool
    written: Written | None = None
    listing: DocumentListing | None = None
    offers: tuple[Offer, ...] = ()
    missing: tuple[str, ...] = ()
    other_reading: OtherReading | None = None
    declined: Decline | None = None
    caution: Caution = BALANCED

    @property
    def state(self) -> State:
        """How it looks to a reader."""
        if self.listing is not None:
            return State.ANSWER
        if not self.abstained:
            return State.ANSWER if self.is_sure else State.POSSIBLE
        is_likely = self.withheld and self.caution.state_of(self.confidence) is not State.NOTHING
        return State.POSSIBLE if is_likely else State.NOTHING

    @property
    def label(self) -> str | None:
        """What is shown above it; None for an answer, which speaks for itself."""
        return None if self.declined else {State.POSSIBLE: POSSIBLE, State.NOTHING: NOTHING}.get(self.state)

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """The quotations that a reader may see: the citations or, of a possible match that abstains, the withheld."""
        return self.withheld if self.abstained and self.state is State.POSSIBLE else self.citations

    @property
    def leading(self) -> tuple[Citation, ...]:
        """The quotations that answer: the best, and those that add another value or the rest of a list to it.

        All do in a timeline, a listing, and where a language model wrote on them; of a possible match only the best
        is shown.
        """
        if self.is_timeline or self.listing is not None or (self.written and self.written.statements):
            return self.citations
        if self.state is not State.ANSWER:
            return self.quoted[:1]
        return leading(self.citations, self.search.question)

    @property
    def is_sure(self) -> bool:
        """Whether the confidence is one at which few answers are none, and they hold a number where one is asked for.

        An abstention is not sure either. What a language model writes has been judged by the gate.
        """
        if self.abstained or self.caution.state_of(self.confidence) is not State.ANSWER:
            return False
        question = self.search.question
        is_told = self.is_timeline or self.listing is not None or bool(self.written and self.written.statements)
        return is_told or holds_what_is_asked(leading(self.citations, question), question)

    @property
    def short(self) -> Citation | None:
        """The best citation, where it has a short answer of the kind that is asked for; else None."""
        return next((best for best in self.citations[:1] if short_answer_of(best, self.search.question)), None)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is missing: a side of a comparison, a timeline, a summary, the end of a list, withheld statements."""
        if self.declined is not None:
            return ()  # it says in one sentence what it does
        written, question = self.written, self.search.question
        lacking = []
        if not self.abstained:
            lacking += [Message("Nothing was found about {words}.", words=words) for words in self.missing]
        lacking += [
            Message(
                "The list in {document} goes on: {number} more item.",
                "The list in {document} goes on: {number} more items.",
                one.items_left,
                document=one.document,
            )
            for one in self.leading
            if one.items_left
        ]
        if written is None:
            if asks_for_summary(question.interpreted):
                lacking.append(_NO_SUMMARY)
            if question.over_time and not self.is_timeline and not self.abstained:
                lacking.append(_NO_TIMELINE)
            return tuple(lacking)
        return (*lacking, *written.notes(quotes_instead=not self.abstained))

    @property
    def turn(self) -> Turn:
        """What the next question of a conversation may refer to; of an abstention, the nearest document."""
        cited = tuple(dict.fromkeys(citation.document for citation in self.citations))
        if self.listing is not None:
            cited = tuple(entry.document for entry in self.listing.documents[:DOCUMENTS_OF_LISTING])
        nearest = tuple(hit.document.name for hit in self.search.hits[:1])
        question = self.search.question
        return Turn(question.question, question.interpreted, cited or nearest)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why there is no answer, in order; nothing where there is one, and where nothing was searched."""
        if not self.abstained or self.declined is not None:
            return ()
        state, confidence = self.search.state, self.confidence if self.withheld else None
        return find_reasons(
            Attempt(
                self.search.question.filters,
                state.passages,
                state.dense_ready,
                len(self.search.hits),
                confidence,
                len(self.rejected),
                model_abstains=self.written is not None and self.written.abstains,
                missing=self.missing,
                threshold=self.caution.threshold,
            )
        )

    def to_dict(self) -> dict[str, object]:
        """The JSON of `ask --json`."""
        found, short = self.search.to_dict(), self.short
        return {
            "question": found["question"],
            "interpreted": found["interpreted"],
            "filters": found["filters"],
            "answer": {
                "state": self.state.value,
                "text": self.text,
                "short": short.short_to_dict() if short else None,
                "abstained": self.abstained,
                "confidence": round(self.confidence, 4),
                "timeline": self.is_timeline,
                "reasons": [self.declined.value] if self.declined else [reason.cause.value for reason in self.reasons],
                "written": asdict(self.written) if self.written else None,
                "listing": self.listing.to_dict() if self.listing else None,
                "offers": [asdict(offer) for offer in self.offers],
                "missing": list(self.missing),
                "other_reading": asdict(self.other_reading) if self.other_reading else None,
            },
            "citations": [citation.to_dict() for citation in self.citations],
            "hits": found["hits"],
            "index": found["index"],
            "timings_ms": found["timings_ms"],
        }
