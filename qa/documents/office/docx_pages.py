"""The pages of a Word document, where the program that saved it has noted where they began when it showed them."""

from docx.oxml.ns import qn
from lxml import etree

from qa.documents.document import Place

_PARAGRAPH, _ROW, _TABLE, _TEXT = qn("w:p"), qn("w:tr"), qn("w:tbl"), qn("w:t")
_PAGE = qn("w:lastRenderedPageBreak")


class Pages:
    """The page on which each paragraph and each row of a table begins; None in a document without notes of pages."""

    def __init__(self, body: etree._Element) -> None:
        """Look through the text of a document."""
        self._pages: dict[etree._Element, int] = {}
        if next(body.iter(_PAGE), None) is None:
            return
        page = 1
        for node in body.iter(_TEXT, _PAGE):
            if node.tag == _PAGE:
                page += 1
            elif (node.text or "").strip():
                for parent in node.iterancestors(_PARAGRAPH, _ROW, _TABLE):
                    self._pages.setdefault(parent, page)

    def place(self, node: etree._Element) -> Place | None:
        """The page on which a paragraph, a table or a row begins."""
        page = self._pages.get(node)
        return None if page is None else Place("page", str(page))
