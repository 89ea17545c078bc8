"""The fields of the lexical index, and how text becomes terms."""

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import PurePosixPath

import tantivy

from qa.documents import DocumentInfo
from qa.documents.passages import Passage
from qa.store.lexical_pairs import in_pairs
from qa.store.passage_rows import StoredPassage

ANALYZER = "english"
FIELDS = {"text": 1.0, "title": 0.8, "section": 0.4, "speaker": 0.4, "about": 0.4}
"""Searched fields and the weight of a match in each."""
K1, B = 1.2, 0.75
"""The constants of BM25, as the engine has them: how soon a term counts no more, and how much a long text costs."""
_ACRONYM = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_INSIDE_ACRONYM = re.compile(r"\.[A-Za-z]\.")
_MAY_BE_PAIRED = re.compile("[\u3005-\U0010ffff]")
_WORD = re.compile(r"[^\W_]+")
_DIVIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)-\n[ \t]*+([a-z]+)")
_SPACED = bytes(byte if byte >= 0x80 or chr(byte).isalnum() else 0x20 for byte in range(256))
"""Makes spaces of the characters of ASCII that stand in no word."""
_NONE: frozenset[str] = frozenset()
_MOST_REMEMBERED = 100_000
"""Pieces of text whose terms are remembered; about 25 MB."""
_LONGEST_REMEMBERED = 100
"""Bytes of a piece that is remembered."""


def without_dots(text: str) -> str:
    """The text with dotted acronyms written together, so that 'US' finds 'U.S.' and neither is two letters."""
    if not _INSIDE_ACRONYM.search(text):  # found from its first dot, and so many times faster
        return text
    return _ACRONYM.sub(lambda match: match.group().replace(".", ""), text)


def as_searched(text: str) -> str:
    """A text as it is divided into words: acronyms without their dots, scripts without spaces in pairs of letters."""
    text = without_dots(text)
    return text if text.isascii() or not _MAY_BE_PAIRED.search(text) else in_pairs(text)


def make_analyzer() -> tantivy.TextAnalyzer:
    """What makes terms of a text."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def words(text: str) -> list[str]:
    """The words of a text, divided as the analyzer divides it."""
    return _WORD.findall(as_searched(text))


class Terms:
    """The terms of texts, as the analyzer makes them; those of words are remembered, which is many times faster."""

    def __init__(self, analyzer: tantivy.TextAnalyzer) -> None:
        """Take the analyzer."""
        self._analyzer = analyzer
        self._remembered = _Remembered(analyzer)

    def of(self, text: str) -> list[str]:
        """The terms of a text, in the order of its words."""
        return list(chain.from_iterable(map(self._known().__getitem__, _pieces(text))))

    def held(self, texts: Sequence[str], terms: frozenset[str]) -> list[frozenset[str]]:
        """Which of some terms each text holds."""
        pieces = [_pieces(text) for text in texts]
        known = self._known()
        # Each piece is looked up once: most of the time of a question is waiting for memory.
        of = {piece: held for piece in set(chain.from_iterable(pieces)) if (held := terms.intersection(known[piece]))}
        holding = frozenset(of)
        return [_NONE.union(*map(of.__getitem__, holding.intersection(some))) for some in pieces]

    def of_word(self, word: str) -> str | None:
        """The term of one word; None for a stop word."""
        return next(iter(self._known()[word.encode(errors="replace")]), None)

    def _known(self) -> "_Remembered":
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered = _Remembered(self._analyzer)
        return self._remembered


def _pieces(text: str) -> list[bytes]:
    """What stands between the characters of ASCII that are no letters or digits: 'word', or '“word”'.

    The analyzer divides at those too, so each piece has terms of its own.
    """
    return as_searched(text).encode(errors="replace").translate(_SPACED).split()


class _Remembered(dict[bytes, tuple[str, ...]]):
    """The terms of pieces of text, each looked up once."""

    def __init__(self, analyzer: tantivy.TextAnalyzer) -> None:
        super().__init__()
        self._analyzer = analyzer

    def __missing__(self, piece: bytes) -> tuple[str, ...]:
        found = tuple(self._analyzer.analyze(piece.decode()))
        if len(piece) <= _LONGEST_REMEMBERED:
            self[piece] = found
        return found


def make_schema() -> tantivy.Schema:
    """The fields, as the engine wants them described."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("day", stored=False, indexed=True, fast=True)
    builder.add_text_field("category", stored=False, tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, stored=False, tokenizer_name=ANALYZER, index_option="position")
    return builder.build()


def _name_beside(document: DocumentInfo) -> str:
    """The words of a document's file name that its title does not hold."""
    held = {word.lower() for word in words(document.title)}
    named = words(PurePosixPath(document.name).stem)
    return " ".join(word for word in named if word.lower() not in held and not word.isdigit())


def _text(passage: Passage) -> str:
    """What a passage is found by: its text, the names of columns that stand before it, words divided at line ends."""
    text = passage.text
    columns = "" if passage.columns is None or passage.columns in text else f"{passage.columns}\n"
    whole = [f"\n{first}{second}" for first, second in _DIVIDED.findall(text)]
    return f"{columns}{text}{''.join(whole)}"


def field_texts(stored: StoredPassage) -> dict[str, str]:
    """The text of each field of a passage, as it is divided into words; fields without one are left out."""
    texts = {
        "title": stored.document.title,
        "text": _text(stored.passage),
        "about": f"{_name_beside(stored.document)}\n{stored.about}".strip(),
        "section": stored.passage.section,
        "speaker": stored.passage.speaker,
    }
    return {field: as_searched(text) for field, text in texts.items() if text}


def lexical_document(stored: StoredPassage) -> tantivy.Document:
    """A passage as the engine takes it in."""
    document = tantivy.Document()
    document.add_unsigned("id", stored.id)
    document.add_unsigned("day", stored.document.date.toordinal() if stored.document.date else 0)
    for category in stored.document.categories:
        document.add_text("category", category)
    for field, text in field_texts(stored).items():
        document.add_text(field, text)
    return document
