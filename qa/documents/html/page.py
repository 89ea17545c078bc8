"""What the elements of a page say of each other: footnotes and who cites them, tables of contents, names of tabs."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from qa.documents.whitespace import holds_joined_lines

_NOTE = "footnote-definition"
_CITATION = "footnote-reference"
_NOTE_LABEL = "footnote-definition-label"
_LISTS = ("ul", "ol")


@dataclass(slots=True)
class Page:
    """The elements of a page that are not read where they stand.

    Attributes:
        notes: The footnotes of rendered Markdown that are cited, by what links to them.
        has_notes: Whether it has footnotes.
        has_contents: Whether it may have a table of contents.
        has_joined_lines: Whether lines of its source are joined without a space.
    """

    notes: dict[str, LexborNode] = field(default_factory=dict)
    has_notes: bool = False
    has_contents: bool = False
    has_joined_lines: bool = False
    _read: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: LexborNode, html: str) -> "Page":
        """Look through a page."""
        # Most pages have neither, and to see that in their source takes no time.
        links = [link.attributes.get("href") or "" for link in root.css("a[href^='#']")] if "#" in html else []
        notes = root.css(f"div.{_NOTE}") if _NOTE in html else []
        found = {f"#{note.attributes.get('id')}": note for note in notes}
        cited = {name: found[name] for name in links if name in found}
        return cls(cited, bool(notes), len(links) > 1, holds_joined_lines(html))

    def cited_note(self, tag: str, node: LexborNode) -> LexborNode | None:
        """The footnote that an element is the first to cite; None for other elements."""
        if tag != "sup" or not self.notes or node.attributes.get("class") != _CITATION:
            return None
        link = node.css_first("a")
        name = (link.attributes.get("href") or "") if link is not None else ""
        if name in self._read:
            return None
        self._read.add(name)
        return self.notes.get(name)

    def is_read_elsewhere(self, tag: str, node: LexborNode) -> bool:
        """Whether an element is no text where it stands: a footnote that is cited, its mark, a table of contents."""
        if self.has_notes and tag in ("sup", "div"):
            return node.attributes.get("class") in (_CITATION, _NOTE_LABEL) or self._is_cited(tag, node)
        return self.has_contents and tag in _LISTS and _is_contents(node)

    def _is_cited(self, tag: str, node: LexborNode) -> bool:
        return tag == "div" and f"#{node.attributes.get('id')}" in self.notes


def visible_name(node: LexborNode) -> str:
    """The name that a component of a site's own shows above what it holds, such as a tab; empty without one."""
    return node.attributes.get("label") or node.attributes.get("title") or ""


def _is_contents(node: LexborNode) -> bool:
    """Whether a list is nothing but links to places of its page."""
    links = node.css("a")
    if len(links) < 2 or not all((link.attributes.get("href") or "").startswith("#") for link in links):
        return False
    return len("".join(node.text().split())) == sum(len("".join(link.text().split())) for link in links)
