"""What a browser makes of HTML, and text that must stay text in it."""

from html.parser import HTMLParser

HOSTILE = "<script>alert(1)</script> ![x](http://evil.example/x.png) **bold** \"quoted\" & <img src=x onerror='y'>"
HOSTILE_ESCAPED = (
    "&lt;script&gt;alert(1)&lt;/script&gt; ![x](http://evil.example/x.png) **bold** &quot;quoted&quot; &amp; "
    "&lt;img src=x onerror=&#x27;y&#x27;&gt;"
)
_VOID = {"br", "img", "input", "link", "meta"}


class Page(HTMLParser):
    """What a browser makes of HTML.

    Attributes:
        elements: Each with its attributes, in the order in which they open.
        text: Of all of it, entities resolved.
        marks: Text of each mark.
        emphasised: Text that is in a strong element.
        misnested: Names of elements that end where another is open, or never.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marks: list[str] = []
        self.emphasised = ""
        self.misnested: list[str] = []
        self._texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.misnested += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        self.elements.append((tag, dict(attrs)))
        if tag == "mark":
            self.marks.append("")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag not in _VOID and (not self._open or self._open.pop() != tag):
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        """Text, entities resolved."""
        self.text += data
        self._texts.append((self._open[-1] if self._open else "", data))
        if "mark" in self._open:
            self.marks[-1] += data
        if "strong" in self._open:
            self.emphasised += data

    @property
    def tags(self) -> set[str]:
        """Names of the elements."""
        return {tag for tag, _ in self.elements}

    @property
    def marked(self) -> str:
        """Text of all marks."""
        return "".join(self.marks)

    @property
    def identities(self) -> list[str | None]:
        """Ids of the elements that have one."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Attributes of every element of this name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def having(self, attribute: str) -> list[str | None]:
        """The values of an attribute, in the order of the elements that have it."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]

    def said(self, tag: str) -> list[str]:
        """The texts directly in elements of this name."""
        return [text for name, text in self._texts if name == tag]
