"""What a reader makes of a file: canonical text, its blocks, its metadata."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "row", "turn"]

TitleRow = tuple[int, str, str | None, str | None]
"""Id, title, first category and date (YYYY-MM-DD) of a document."""

Origin = Literal["sidecar", "front matter", "properties", "text", "file name"]
"""Where what is known of a document stands: beside the file, at its head, in its properties, its text or its name."""

PlaceKind = Literal["page", "slide", "sheet", "row", "chapter", "message", "time"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in its file, as people cite it.

    Attributes:
        kind: What is counted or named.
        value: Its number, its name, or a time as H:MM:SS.
        printed: The number that stands on a page ('xii', '30'), where it is not that of its place in the file.
    """

    kind: PlaceKind
    value: str
    printed: str | None = None

    @property
    def label(self) -> str:
        """What a citation says: 'p. 12', 'row 7', '0:12:04', and a chapter by its name."""
        before = {"page": "p. ", "slide": "slide ", "sheet": "sheet ", "row": "row ", "message": "message "}
        return before.get(self.kind, "") + self.cited

    @property
    def cited(self) -> str:
        """Number or name by which people cite it."""
        return self.printed or self.value

    def to_dict(self) -> dict[str, str]:
        """The JSON of a place."""
        return {"kind": self.kind, "value": self.value, "label": self.label}


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a text that lead elsewhere.

    Attributes:
        text: The words.
        target: An address, or a path as the file has it.
        skipped: How often the same words stand in its block before it, behind the link before it.
    """

    text: str
    target: str
    skipped: int = 0

    def find(self, text: str, start: int, end: int) -> int:
        """Where its words stand in a part of a text that begins behind the link before it; -1 where they do not."""
        place = text.find(self.text, start, end)
        for _ in range(self.skipped):
            if place >= 0:
                place = text.find(self.text, place + len(self.text), end)
        return place


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block before it has offsets in the canonical text."""

    kind: BlockKind
    text: str
    level: int = 0
    place: Place | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A run of canonical text that a reader of the rendered page sees as one thing.

    Attributes:
        kind: `turn` is the paragraph that opens a speaker's turn in a transcript.
        start: Where it starts in the canonical text.
        end: Where it ends; half-open.
        level: Depth of a heading or of a list item, from 1; 1 for a row that names the columns; 0 for the others.
        speaker: Who speaks, as the label before the turn says it; None outside of turns.
        place: Its page, row, chapter or time; None in formats that have none.
        links: In reading order.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    speaker: str | None = None
    place: Place | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What identifies and dates a document.

    Attributes:
        name: Path relative to the indexed folder, with forward slashes; unique in a collection.
        title: From its metadata, else the first heading, else the file's name.
        date: When it was published; None when unknown.
        categories: Its categories and tags, the most important first; empty when unknown.
        url: The original page, http or https; None when unknown.
    """

    name: str
    title: str
    date: date | None
    categories: tuple[str, ...]
    url: str | None

    @property
    def category(self) -> str | None:
        """The first category; None when none is known."""
        return self.categories[0] if self.categories else None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What else is known of a document; questions find it by these words, and nothing of them is quoted.

    Attributes:
        description: What it is about, as it says itself; None when it does not.
        keywords: Further words under which it is found: keywords, aliases, other titles.
        origins: Where each of title, date, categories, url, description and keywords stands; in this order.
        problems: What could not be read of its metadata, in sentences for people.
        sidecar: sha256 of the file beside it that overrides its metadata, in hexadecimal; empty where there is none.
    """

    description: str | None = None
    keywords: tuple[str, ...] = ()
    origins: tuple[tuple[str, Origin], ...] = ()
    problems: tuple[str, ...] = ()
    sidecar: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it is searched and quoted.

    Attributes:
        info: Its name, title, date, categories and address.
        text: Canonical text: what a reader of the rendered page sees, white space folded.
        blocks: In reading order, without overlap; between two of them stands white space only.
        sha256: Hash of the file's bytes, in hexadecimal: what `sha256sum` prints.
        particulars: What else is known of it.
    """

    info: DocumentInfo
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    particulars: Particulars = Particulars()

    def speaker_at(self, position: int) -> str | None:
        """Who speaks at a position of the text; None outside of turns."""
        return next((block.speaker for block in self.blocks if block.start <= position < block.end), None)

    def place_at(self, position: int) -> Place | None:
        """The page, row, chapter or time of a position of the text; None in formats that have none."""
        return place_at(self.blocks, position)

    def columns_at(self, position: int) -> str | None:
        """The names of the columns of a table's row at a position; None elsewhere, and at the names themselves."""
        for block, names in zip(self.blocks, self.columns(), strict=True):
            if block.start <= position < block.end:
                return names if not block.level else None
        return None

    def linked(self) -> Iterator[tuple[int, int, Link]]:
        """The links with the start and end of their words in the text, in order and apart."""
        for block in self.blocks:
            position = block.start
            for link in block.links:
                first = link.find(self.text, position, block.end)
                if first >= 0:
                    position = first + len(link.text)
                    yield first, position, link

    def links_within(self, start: int, end: int) -> tuple[Link, ...]:
        """The links of which words stand in a span of the text and do not say themselves where they lead."""
        found = (link for first, last, link in self.linked() if first < end and start < last)
        return tuple(link for link in found if link.target not in (link.text, f"mailto:{link.text}"))

    def columns(self) -> Iterator[str | None]:
        """For each block the rows that name the columns of its table, as far as they were read; None elsewhere."""
        names: list[str] = []
        is_named = False
        for block in self.blocks:
            if block.kind != "row":
                names.clear()
                yield None
                continue
            if block.level:
                if is_named:
                    names.clear()
                names.append(self.text[block.start : block.end])
            is_named = not block.level
            yield " ".join(names) or None


def place_at(blocks: Sequence[Block], position: int) -> Place | None:
    """The place of the block at a position of the text, or of the one before it; None in formats that have none."""
    return next((block.place for block in reversed(blocks) if block.start <= position), None)
