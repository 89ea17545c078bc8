"""What the first lines of a text say of it where no front matter does: Pandoc's title block, and lines of fields.

Lines of fields ('Date: 5 March 2021', 'tags:: bus, winter') open a text, or follow its first heading, as MkDocs, Notion
and Logseq write them and as people head their minutes. They stay in the text.
"""

import re
from dataclasses import replace

from qa.documents.content import Metadata
from qa.documents.metadata.fields import KNOWN, plain_key, read_fields

_TITLE_BLOCK = re.compile(
    r"\A%[ \t]+(?P<title>\S[^\n]*(?:\n[ \t]+\S[^\n]*)*)"
    r"(?:\n%[ \t]*(?P<author>[^\n]*(?:\n[ \t]+\S[^\n]*)*)(?:\n%[ \t]*(?P<date>[^\n]*))?)?(?:\n|\Z)"
)
_HEADING = re.compile(r"\A\s*#[ \t][^\n]*\n\s*")
_LINE = re.compile(r"(?:[-*][ \t]+)?\*{0,2}(?P<key>\w[\w.-]*(?: [\w.-]+)?)\*{0,2}[ \t]*::?\*{0,2}[ \t]+(?P<value>\S.*)")
_MOST_LINES = 30


def read_head(source: str) -> tuple[Metadata, str]:
    """What the first lines of a text say of it, and the text without them if they are no part of it."""
    if block := _TITLE_BLOCK.match(source):
        return read_fields({"title": block["title"], "date": block["date"]}, "front matter"), source[block.end() :]
    heading = _HEADING.match(source)
    fields = {}
    for line in source[heading.end() if heading else 0 :].lstrip("\ufeff\n").split("\n", _MOST_LINES)[:_MOST_LINES]:
        if not (match := _LINE.fullmatch(line.strip())):
            if line.strip():
                return Metadata(), source
            break
        fields[match["key"]] = match["value"].strip("* \t")
    if not KNOWN & set(map(plain_key, fields)):
        return Metadata(), source
    # An address among them is rather one that the text gives, and a date that is none is no fault.
    found = replace(read_fields(fields, "text"), url=None, problems=())
    return (replace(found, title=None) if heading else found), source
