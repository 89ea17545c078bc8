"""reStructuredText, also as Sphinx and others extend it."""

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from qa.documents.content import Content, Metadata
from qa.documents.encodings import decode
from qa.documents.html.html import read_html
from qa.documents.title_block import without_title_block
from qa.documents.whitespace import fold

if TYPE_CHECKING:
    from docutils.nodes import document

_DIRECTIVE = re.compile(r"^[ \t]*\.\. (?:\|[^|\n]{1,200}\| )?([A-Za-z][\w.+:-]{0,80})::(?:[ \t\n]|\Z)", re.MULTILINE)
_ROLE = re.compile(r":([A-Za-z][\w.+:-]{0,80}):`|`:([A-Za-z][\w.+:-]{0,80}):")
_TARGET = re.compile(r"(?<!\s)\s*+<[^<>]*+>\Z|\A[~!]")
_SAYS_NOTHING = frozenset(
    "autoclass autofunction automodule autosummary currentmodule default-domain graphviz highlight include index "
    "literalinclude moduleauthor plot program raw sectionauthor tabularcolumns testcleanup testsetup toctree".split()
)
"""Directives whose content is no text: they set something, name what stands elsewhere, or are in another format."""
_SAYS_BY_ITS_NAME = frozenset("versionadded versionchanged versionremoved deprecated deprecated-removed".split())
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


def read_content(data: bytes, name: str) -> Content:
    """Read it; no file that it names is included, and nothing is run.

    What a directive or a role that docutils does not know holds is text, but for those that name no text.

    Raises:
        UnreadableFileError: It is in no encoding that is read, or holds a null character.
    """
    from docutils.core import publish_doctree, publish_from_doctree

    source = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    _learn(source)
    tree = publish_doctree(source, settings_overrides=_SETTINGS)
    _keep_what_is_not_understood(tree)
    metadata = Metadata(title=fold(str(tree.get("title", ""))) or None, date=_date(tree))
    html = str(publish_from_doctree(tree, writer="html5", settings_overrides=_SETTINGS))
    return Content(without_title_block(read_html(html[html.index("<body") :]), metadata), metadata)


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

    class Code(CodeBlock):
        option_spec = defaultdict(lambda: directives.unchanged, CodeBlock.option_spec or {})

    def unknown(_: str, raw: str, text: str, *__: object, **___: object) -> tuple[list[Any], list[Any]]:
        return [nodes.inline(raw, _TARGET.sub("", unescape(text)))], []

    for name in {found[1].lower() for found in _DIRECTIVE.finditer(source)}:
        if name in ("code", "code-block", "sourcecode"):
            directives.register_directive(name, Code)  # with the options of Sphinx
        elif name in _SAYS_NOTHING or name not in en.directives:
            directives.register_directive(name, Unknown)
    for name in {(found[1] or found[2]).lower() for found in _ROLE.finditer(source)} - set(en.roles):
        roles.register_local_role(name, unknown)


def _keep_what_is_not_understood(tree: "document") -> None:
    """Put the source of a faulty directive where docutils has put its error."""
    from docutils import nodes

    for message in list(tree.findall(nodes.system_message)):
        message.parent.replace(message, [one for one in message.children if isinstance(one, nodes.literal_block)])


def _date(tree: "document") -> date | None:
    from docutils import nodes

    written = next((node.astext() for node in tree.findall(nodes.date)), "")
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None
