"""What a browser makes of HTML, and text that must stay text in it."""

from html.parser import HTMLParser

HOSTILE = "<script>alert(1)</script> ![x](http://evil.example/x.png) **bold** \"quoted\" & <img src=x onerror='y'>"
HOSTILE_ESCAPED = (
    "&lt;script&gt;alert(1)&lt;/script&gt; ![x](http://evil.example/x.png) **bold** &quot;quoted&quot; &amp; "
    "&lt;img src=x onerror=&#x27;y&#x27;&gt;"
)


class Page(HTMLParser):
    """What a browser makes of HTML: elements with their attributes, the text of the marks and of what is emphasised."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked: list[str] = []
        self.emphasised = ""
        self._in_mark = self._in_strong = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        self.elements.append((tag, dict(attrs)))
        self._in_mark, self._in_strong = tag == "mark", tag == "strong"

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self._in_mark = self._in_strong = False

    def handle_data(self, data: str) -> None:
        """Text, entities resolved."""
        self.text += data
        if self._in_mark:
            self.marked.append(data)
        if self._in_strong:
            self.emphasised += data

    @property
    def tags(self) -> set[str]:
        """Names of the elements."""
        return {tag for tag, _ in self.elements}
