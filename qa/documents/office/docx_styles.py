"""What the styles and lists of a Word document make of a paragraph: a heading, an item of a list, its number."""

from collections import defaultdict
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from qa.documents.numerals import in_letters, in_roman

_VALUE = qn("w:val")
_DEEPEST = 20
"""Styles that one is based on."""
_LOWEST_HEADING = 8
"""Outline levels from 0 are headings; 9 is text."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph is.

    Attributes:
        heading: Its level, from 1; None for text.
        list_id: Of the list that it is in; None for none.
        list_level: From 0.
        is_contents: Whether it is a line of a table of contents.
    """

    heading: int | None
    list_id: str | None
    list_level: int
    is_contents: bool


class Styles:
    """The styles of a document."""

    def __init__(self, document: WordDocument) -> None:
        """Take the styles of a document."""
        styles = document.styles.element
        self._by_id = {style.get(qn("w:styleId"), ""): style for style in styles.iterchildren(qn("w:style"))}
        self._default = next(
            (
                identity
                for identity, style in self._by_id.items()
                if style.get(qn("w:default")) in ("1", "true") and style.get(qn("w:type")) == "paragraph"
            ),
            "",
        )

    def of(self, paragraph: etree._Element) -> Style:
        """What a paragraph is, by its own properties and those of its style and of the styles that this is based on."""
        own = paragraph.find(qn("w:pPr"))
        styles = self._chain(_value(own, "w:pStyle") or self._default)
        levels = [own, *(style.find(qn("w:pPr")) for style in styles)]
        names = [(_value(style, "w:name") or "").lower() for style in styles]
        outline = next((found for level in levels if (found := _value(level, "w:outlineLvl"))), None)
        lists = [level.find(qn("w:numPr")) for level in levels if level is not None]
        numbers = next((found for found in lists if found is not None), None)
        list_id, list_level = _value(numbers, "w:numId"), _value(numbers, "w:ilvl")
        name = names[0] if names else ""
        return Style(
            heading=_heading(name, outline),
            list_id=None if list_id == "0" else list_id,
            list_level=int(list_level) if list_level and list_level.isdigit() else 0,
            is_contents=name.startswith("toc ") and name[4:].isdigit(),
        )

    def is_bold(self, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a run is set in bold, by its own properties, those of its style, or those of its paragraph's."""
        own, around = run.find(qn("w:rPr")), paragraph.find(qn("w:pPr"))
        styles = self._chain(_value(own, "w:rStyle") or "") + self._chain(_value(around, "w:pStyle") or self._default)
        for properties in (own, *(style.find(qn("w:rPr")) for style in styles)):
            if properties is not None and (mark := properties.find(qn("w:b"))) is not None:
                return is_on(mark)
        return False

    def _chain(self, identity: str) -> list[etree._Element]:
        """A style, the one that it is based on, and so on."""
        found: list[etree._Element] = []
        while identity in self._by_id and len(found) < _DEEPEST:
            found.append(self._by_id[identity])
            identity = _value(found[-1], "w:basedOn") or ""
        return found


def is_on(mark: etree._Element | None) -> bool:
    """Whether a property that is there or not is set, and not set to be off."""
    return mark is not None and mark.get(_VALUE, "true") not in ("0", "false", "off", "none")


def _heading(name: str, outline: str | None) -> int | None:
    if name == "title":
        return 1
    if outline is not None and outline.isdigit() and int(outline) <= _LOWEST_HEADING:
        return int(outline) + 1
    word, _, number = name.partition(" ")
    return int(number) if word == "heading" and number.isdigit() else None


def _value(node: etree._Element | None, name: str) -> str | None:
    child = None if node is None else node.find(qn(name))
    return None if child is None else child.get(_VALUE)


class Numbering:
    """Counts the lists of a document as Word does."""

    def __init__(self, document: WordDocument) -> None:
        """Take the definitions of lists of a document; it may have none."""
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._abstract: dict[str, str] = {}
        for related in document.part.rels.values():
            if related.reltype.endswith("/numbering") and not related.is_external:
                self._define(related.target_part.element)

    def _define(self, numbering: etree._Element) -> None:
        for definition in numbering.iterchildren(qn("w:abstractNum")):
            identity = definition.get(qn("w:abstractNumId"), "")
            for level in definition.iterchildren(qn("w:lvl")):
                form, pattern = _value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText") or ""
                start = _value(level, "w:start") or "1"
                index = level.get(qn("w:ilvl"), "0")
                if start.isdigit() and index.isdigit():
                    self._levels[identity, int(index)] = form, pattern, int(start)
        for number in numbering.iterchildren(qn("w:num")):
            self._abstract[number.get(qn("w:numId"), "")] = _value(number, "w:abstractNumId") or ""

    def label(self, list_id: str | None, level: int) -> str | None:
        """The number of the next paragraph of a list, empty for a bullet; None outside of lists.

        A list whose bullet is a space holds the further paragraphs of an item: they have no mark of their own.
        """
        if list_id is None or list_id not in self._abstract:
            return None if list_id is None else ""
        abstract = self._abstract[list_id]
        counts = self._counts[list_id]
        form, pattern, start = self._levels.get((abstract, level), ("bullet", "", 1))
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if form in ("bullet", "none"):
            return "" if pattern.strip() or not pattern else None
        for index in range(level + 1):
            own, _, first = self._levels.get((abstract, index), ("decimal", "", 1))
            pattern = pattern.replace(f"%{index + 1}", _written(counts.get(index, first), own))
        return pattern


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = in_letters(number)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = in_roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return str(number)
