"""A language in which every text of the page is bracketed, so that one that does not come from the catalogue shows."""

from gettext import NullTranslations
from html.parser import HTMLParser

from qa.web.language import Language, languages
from support.catalogues import marked

OPENS, CLOSES = "⟦", "⟧"
_NAMES = {
    *("Quotable", "Markdown", "JSON", "BibTeX", "CSL-JSON", "SHA-256", "sha256"),
    *languages().values(),
}
"""The same in every language."""
_SHOWN = {"aria-label", "title", "placeholder", "alt", "data-said"}
_OWN = {"code", "script", "style", "svg", "title"}
_VOID = {"br", "img", "input", "link", "meta", "path", "circle", "rect"}


def bracketed(text: str) -> str:
    """A text as the language has it."""
    return f"{OPENS}{text}{CLOSES}"


class _Bracketing(NullTranslations):
    def gettext(self, message: str) -> str:
        return bracketed(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return bracketed(msgid1 if n == 1 else msgid2)


def pseudo_language() -> Language:
    """The language; its code is that of German, so that documents are marked as English."""
    scripts: dict[str, str | tuple[str, ...]] = {}
    for text, files in marked().items():
        if any(file.endswith(".js") for file in files):
            if isinstance(text, str):
                scripts[text] = bracketed(text)
            else:
                scripts[text[0]] = tuple(map(bracketed, text))
    return Language("de", _Bracketing(), scripts)


class Unbracketed(HTMLParser):
    """Finds what a person reads on a page that is not bracketed, outside of what is somebody else's.

    Texts of documents, visitors and owners stand in elements with `dir="auto"`, names of formats and commands in some
    elements of their own.

    Attributes:
        found: The texts and the values of attributes.
    """

    def __init__(self, html: str) -> None:
        """Read a page, or a part of it."""
        super().__init__()
        self.found: list[str] = []
        self._depth = 0
        self._theirs: list[bool] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens; what it shows by its attributes is looked at."""
        given = dict(attrs)
        for name in _SHOWN & given.keys():
            value = given[name] or ""
            is_theirs = name == "title" and given.get("dir") == "auto"
            if not is_theirs and OPENS not in value and self._is_text(value.partition(": ")[0]):
                self.found.append(f"{name}={value}")
        if tag not in _VOID:
            theirs = given.get("dir") == "auto" or tag in _OWN
            self._theirs.append(theirs or bool(self._theirs and self._theirs[-1]))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag not in _VOID:
            self._theirs.pop()

    def handle_data(self, data: str) -> None:
        """A text."""
        if self._theirs and self._theirs[-1]:
            return
        outside = ""
        for character in data:
            self._depth += (character == OPENS) - (character == CLOSES)
            outside += "" if self._depth or character == CLOSES else character
        if self._is_text(outside):
            self.found.append(outside.strip())

    def _is_text(self, text: str) -> bool:
        text = text.strip()
        is_address = text.startswith(("http://", "https://"))
        return any(map(str.isalpha, text)) and not is_address and text not in _NAMES
