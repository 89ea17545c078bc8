"""Why a claim is not verified; pure."""

from enum import Enum


class Objection(Enum):
    """Why a claim is not verified; the value is its name in JSON."""

    NO_EVIDENCE = "no_evidence"
    INVENTED_ID = "invented_id"
    ORDERS = "orders"
    TOO_MUCH = "too_much"
    NOT_VERBATIM = "not_verbatim"
    MARKUP = "markup"
    NUMBER = "number"
    DATE = "date"
    IDENTIFIER = "identifier"
    NAME = "name"
    SWAPPED = "swapped"
    NEGATION = "negation"
    DIRECTION = "direction"
    BOUND = "bound"
    UNSUPPORTED = "unsupported"
    DATE_OF_DOCUMENT = "date_of_document"
    NEARBY = "nearby"
    TITLE = "title"
    TURNED = "turned"
    DENIED_OTHERWISE = "denied_otherwise"
    SURER = "surer"
    LIMIT = "limit"
    LOOSELY_SUPPORTED = "loosely_supported"

    @property
    def is_fatal(self) -> bool:
        """Whether a claim is not shown for it; else it is shown and marked."""
        return self not in _MARKED

    @property
    def sentence(self) -> str:
        """The same for people."""
        return _SENTENCES[self]


_SENTENCES = {
    Objection.NO_EVIDENCE: "The statement cites no sentence that it was given.",
    Objection.INVENTED_ID: "The statement cites a sentence that does not exist.",
    Objection.ORDERS: "The cited sentence gives orders to a reader instead of telling something.",
    Objection.TOO_MUCH: "The statement, or what it cites, is too long to be checked as one.",
    Objection.NOT_VERBATIM: "The words in quotation marks do not stand in the cited sentences.",
    Objection.MARKUP: "The statement holds a link or markup that the cited sentences do not have.",
    Objection.NUMBER: "A number does not stand in the cited sentences.",
    Objection.DATE: "A date does not stand in the cited sentences.",
    Objection.IDENTIFIER: "A number of a law, an order or the like does not stand in the cited sentences.",
    Objection.NAME: "A name does not stand in the cited sentences.",
    Objection.SWAPPED: "Names or numbers seem to have changed places.",
    Objection.NEGATION: "The statement denies what the cited sentences say, or the reverse.",
    Objection.DIRECTION: "The statement says the opposite of a word in the cited sentences.",
    Objection.BOUND: "The statement gives as a lower limit what is an upper one, or the reverse.",
    Objection.UNSUPPORTED: "The cited sentences do not say this.",
    Objection.DATE_OF_DOCUMENT: "The date is that of the document, and not of the cited sentences.",
    Objection.NEARBY: "A name or a number stands near the cited sentences, and not in them.",
    Objection.TITLE: "A title or an office does not stand in the cited sentences.",
    Objection.TURNED: "Who does something and to what may have changed places.",
    Objection.DENIED_OTHERWISE: "The statement or the cited sentences deny, and the other says it in another way.",
    Objection.SURER: "The cited sentences call this planned, possible or alleged, or only the statement does.",
    Objection.LIMIT: "The statement and the cited sentences differ in whether a number is a limit.",
    Objection.LOOSELY_SUPPORTED: "The cited sentences say something like this.",
}
_MARKED = frozenset(
    {
        Objection.DATE_OF_DOCUMENT,
        Objection.NEARBY,
        Objection.TITLE,
        Objection.TURNED,
        Objection.DENIED_OTHERWISE,
        Objection.SURER,
        Objection.LIMIT,
        Objection.LOOSELY_SUPPORTED,
    }
)
