"""What the styles of an OpenDocument file make of its text: bold type, titles, the numbers of its lists."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from qa.documents.numerals import in_letters, in_roman

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
_DEEPEST = 20
"""Styles that one is based on."""


def odf_name(short: str) -> str:
    """The full name of an element or attribute: 'text:p' is the short one."""
    prefix, _, local = short.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How the items of one level of a list are numbered.

    Attributes:
        form: 1, a, A, i or I.
        before: What stands before the number.
        behind: What stands behind it.
    """

    form: str
    before: str
    behind: str

    def label(self, number: int) -> str:
        """The number of an item as it is shown."""
        return f"{self.before}{self._written(number)}{self.behind}"

    def _written(self, number: int) -> str:
        if self.form in ("a", "A"):
            return in_letters(number) if self.form == "a" else in_letters(number).upper()
        if self.form in ("i", "I"):
            return in_roman(number).lower() if self.form == "i" else in_roman(number)
        return str(number)


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file.

    Attributes:
        numbered: The levels of lists that have numbers, by name of the list's style and level from 1.
    """

    numbered: dict[tuple[str, int], NumberForm] = field(default_factory=dict)
    _weights: dict[str, str | None] = field(default_factory=dict)
    _parents: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: Iterable[etree._Element]) -> "Styles":
        """The styles that the parts of a file define."""
        styles = cls()
        for root in roots:
            styles._take_weights(root)
            styles._take_lists(root)
        return styles

    def is_bold(self, name: str | None) -> bool | None:
        """Whether a style sets text in bold; None where it says nothing of that."""
        weights = (self._weights.get(one) for one in self._chain(name))
        weight = next((weight for weight in weights if weight is not None), None)
        return None if weight is None else weight == "bold" or (weight.isdigit() and int(weight) >= 600)

    def is_title(self, name: str | None) -> bool:
        """Whether a style is that of the title, or based on it."""
        return "Title" in self._chain(name)

    def _chain(self, name: str | None) -> list[str]:
        found: list[str] = []
        while name and len(found) < _DEEPEST:
            found.append(name)
            name = self._parents.get(name)
        return found

    def _take_weights(self, root: etree._Element) -> None:
        for style in root.iter(odf_name("style:style")):
            name = style.get(odf_name("style:name"), "")
            properties = style.find(odf_name("style:text-properties"))
            self._weights[name] = None if properties is None else properties.get(odf_name("fo:font-weight"))
            self._parents[name] = style.get(odf_name("style:parent-style-name"), "")

    def _take_lists(self, root: etree._Element) -> None:
        for style in root.iter(odf_name("text:list-style")):
            for level in style.iterchildren(odf_name("text:list-level-style-number")):
                form, depth = level.get(odf_name("style:num-format"), ""), level.get(odf_name("text:level"), "")
                if form and depth.isdigit():
                    signs = level.get(odf_name("style:num-prefix"), ""), level.get(odf_name("style:num-suffix"), "")
                    self.numbered[style.get(odf_name("style:name"), ""), int(depth)] = NumberForm(form, *signs)
