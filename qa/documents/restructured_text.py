"""reStructuredText, also as Sphinx and others extend it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from qa.documents.content import Content, Metadata
from qa.documents.encodings import decode
from qa.documents.html.html import read_html
from qa.documents.numerals import in_letters, in_roman
from qa.documents.title_block import without_title_block
from qa.documents.whitespace import fold

if TYPE_CHECKING:
    from docutils.nodes import document

_DIRECTIVE = re.compile(r"^[ \t]*\.\. (?:\|[^|\n]{1,200}\| )?([A-Za-z][\w.+:-]{0,80})::(?:[ \t\n]|\Z)", re.MULTILINE)
_ROLE = re.compile(r":([A-Za-z][\w.+:-]{0,80}):`|`:([A-Za-z][\w.+:-]{0,80}):")
_TARGET = re.compile(r"(?<!\s)\s*+<[^<>]*+>\Z|\A[~!]")
_SAYS_NOTHING = frozenset(
    "autoclass autofunction automodule autosummary currentmodule default-domain graphviz highlight include index "
    "literalinclude moduleauthor plot program sectionauthor tabularcolumns testcleanup testsetup toctree".split()
)
"""Directives whose content is no text: they set something, or name what stands elsewhere."""
_SAYS_BY_ITS_NAME = frozenset("versionadded versionchanged versionremoved deprecated deprecated-removed".split())
_CLOSED_BEHIND_SPACE = re.compile(r"(?<!\*)(\*{1,2})(?![\s*])([^*]{1,2000}?)([ ]{0,9}[\u00a0\u202f]\s{0,9})\1(?!\*)")
"""Emphasis that converters of web pages close behind a non-breaking space, where docutils takes it for none."""
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "line_length_limit": 1_000_000,  # with a longer line nothing at all would be read
    "math_output": "LaTeX",
    "syntax_highlight": "none",
    "embed_stylesheet": False,
    "stylesheet_path": None,
    "_disable_config": True,
    "input_encoding": "unicode",
    "output_encoding": "unicode",
    "warning_stream": False,
}


_NUMBER_FORMS: dict[str, Callable[[int], str]] = {
    "arabic": str,
    "loweralpha": in_letters,
    "upperalpha": lambda number: in_letters(number).upper(),
    "lowerroman": lambda number: in_roman(number).lower(),
    "upperroman": in_roman,
}


def read_content(data: bytes, name: str) -> Content:
    """Read it; no file that it names is included, and nothing is run.

    What a directive or a role that docutils does not know holds is text, but for those that name no text.

    Raises:
        UnreadableFileError: It is in no encoding that is read, or holds a null character.
    """
    from docutils.core import publish_doctree, publish_from_doctree

    source = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    source = _CLOSED_BEHIND_SPACE.sub(r"\1\2\1\3", source)
    _learn(source)
    tree = publish_doctree(source, settings_overrides=_SETTINGS)
    _keep_what_is_not_understood(tree)
    _join_lines(tree)
    metadata = Metadata(title=fold(str(tree.get("title", ""))) or None, date=_date(tree))
    html = str(publish_from_doctree(tree, writer="html5", settings_overrides=_SETTINGS))
    blocks = read_html(html[html.index("<body") :], list(_numbers(tree)))
    return without_title_block(blocks, metadata)


def _learn(source: str) -> None:
    """Make docutils know every directive and role of a text, so that none is replaced by an error."""
    from docutils import nodes
    from docutils.parsers.rst import Directive, directives, roles
    from docutils.parsers.rst.directives.body import CodeBlock
    from docutils.parsers.rst.languages import en
    from docutils.utils import unescape

    class Unknown(Directive):
        has_content = True
        optional_arguments = 1
        final_argument_whitespace = True
        option_spec = defaultdict(lambda: directives.unchanged, {"class": directives.unchanged})

        def run(self) -> list[Any]:
            if self.name in _SAYS_NOTHING:
                return []
            box = nodes.container()
            before = f"{self.name}: " if self.name in _SAYS_BY_ITS_NAME else ""
            box += [nodes.paragraph("", before + argument) for argument in self.arguments]
            self.state.nested_parse(self.content, self.content_offset, box, match_titles=True)
            return list(box.children)

    class Raw(Directive):
        has_content = True
        optional_arguments = 1
        final_argument_whitespace = True
        option_spec = Unknown.option_spec

        def run(self) -> list[Any]:
            """HTML, in which converters write tables, is read as the rest is; another format is no text."""
            is_html = "html" in " ".join(self.arguments).split()
            return [nodes.raw("", "\n".join(self.content), format="html")] if is_html and self.content else []

    class Code(CodeBlock):
        option_spec = defaultdict(lambda: directives.unchanged, CodeBlock.option_spec or {})

    def unknown(_: str, raw: str, text: str, *__: object, **___: object) -> tuple[list[Any], list[Any]]:
        return [nodes.inline(raw, _TARGET.sub("", unescape(text)))], []

    for name in {found[1].lower() for found in _DIRECTIVE.finditer(source)}:
        if name in ("code", "code-block", "sourcecode"):
            directives.register_directive(name, Code)  # with the options of Sphinx
        elif name == "raw":
            directives.register_directive(name, Raw)
        elif name in _SAYS_NOTHING or name not in en.directives:
            directives.register_directive(name, Unknown)
    for name in {(found[1] or found[2]).lower() for found in _ROLE.finditer(source)} - set(en.roles):
        roles.register_local_role(name, unknown)


def _keep_what_is_not_understood(tree: "document") -> None:
    """Put the source of a faulty directive where docutils has put its error."""
    from docutils import nodes

    for message in list(tree.findall(nodes.system_message)):
        message.parent.replace(message, [one for one in message.children if isinstance(one, nodes.literal_block)])


def _join_lines(tree: "document") -> None:
    """Make a paragraph with line breaks of each block of lines, as it is shown."""
    from docutils import nodes

    for block in list(tree.findall(nodes.line_block)):
        if isinstance(block.parent, nodes.line_block):
            continue  # lines that are set in, which belong to the block around them
        paragraph = nodes.paragraph()
        for line in block.findall(nodes.line):
            paragraph += [*line.children, nodes.raw("", "<br>", format="html")]
        block.replace_self(paragraph)


def _numbers(tree: "document") -> Iterator[str]:
    """The numbers of the items of all numbered lists, as they are written: 1., (a), iv)."""
    from docutils import nodes

    for item in tree.findall(nodes.list_item):
        listed = item.parent
        if isinstance(listed, nodes.enumerated_list):
            number = listed.get("start", 1) + listed.index(item)
            form = _NUMBER_FORMS[listed.get("enumtype", "arabic")]
            yield f"{listed.get('prefix', '')}{form(number)}{listed.get('suffix', '.')}"


def _date(tree: "document") -> date | None:
    from docutils import nodes

    written = next((node.astext() for node in tree.findall(nodes.date)), "")
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None
