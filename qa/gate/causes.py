"""Why a claim is not verified; pure."""

from enum import Enum


class Cause(Enum):
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
    Cause.NO_EVIDENCE: "The statement cites no sentence that it was given.",
    Cause.INVENTED_ID: "The statement cites a sentence that does not exist.",
    Cause.ORDERS: "The cited sentence gives orders to a reader instead of telling something.",
    Cause.TOO_MUCH: "The statement, or what it cites, is too long to be checked as one.",
    Cause.NOT_VERBATIM: "The words in quotation marks do not stand in the cited sentences.",
    Cause.MARKUP: "The statement holds a link or markup that the cited sentences do not have.",
    Cause.NUMBER: "A number does not stand in the cited sentences.",
    Cause.DATE: "A date does not stand in the cited sentences.",
    Cause.IDENTIFIER: "A number of a law, an order or the like does not stand in the cited sentences.",
    Cause.NAME: "A name does not stand in the cited sentences.",
    Cause.SWAPPED: "Names or numbers seem to have changed places.",
    Cause.NEGATION: "The statement denies what the cited sentences say, or the reverse.",
    Cause.DIRECTION: "The statement says the opposite of a word in the cited sentences.",
    Cause.BOUND: "The statement gives as a lower limit what is an upper one, or the reverse.",
    Cause.UNSUPPORTED: "The cited sentences do not say this.",
    Cause.DATE_OF_DOCUMENT: "The date is that of the document, and not of the cited sentences.",
    Cause.NEARBY: "A name or a number stands near the cited sentences, and not in them.",
    Cause.TITLE: "A title or an office does not stand in the cited sentences.",
    Cause.TURNED: "Who does something and to what may have changed places.",
    Cause.DENIED_OTHERWISE: "The statement or the cited sentences deny, and the other says it in another way.",
    Cause.SURER: "The cited sentences call this planned, possible or alleged, or the statement does and they do not.",
    Cause.LIMIT: "The statement and the cited sentences differ in whether a number is a limit.",
    Cause.LOOSELY_SUPPORTED: "The cited sentences say something like this.",
}
_MARKED = frozenset(
    {
        Cause.DATE_OF_DOCUMENT,
        Cause.NEARBY,
        Cause.TITLE,
        Cause.TURNED,
        Cause.DENIED_OTHERWISE,
        Cause.SURER,
        Cause.LIMIT,
        Cause.LOOSELY_SUPPORTED,
    }
)
