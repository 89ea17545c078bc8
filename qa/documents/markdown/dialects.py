"""Marks that dialects of Markdown add: those of Obsidian, GitHub, Docusaurus, MkDocs, Hugo, Jekyll, pandoc, Quarto.

They become what CommonMark has for the same thing, or go where nothing of them is text: comments, shortcodes,
attributes, imports, tables of contents. In code and formulas nothing is a mark.
"""

import re
from collections.abc import Iterator

import pyromark

from qa.documents.markdown.parse import OPTIONS, Edit, Spans, edited, formula_spans, html_code, is_formula, parse

_MAY_HOLD = (b"%%", b"==", b":::", b"///", b"^", b"{", b"<%", b"8<-")
_MAY_HOLD_IN_BRACKETS = re.compile(rb"\[(?:[\[!]|(?i:toc\]))")
_MAY_OPEN_LINE = re.compile(rb"\n(?:import |export |\*\[[^\]\n]+\]:)")
_CODE_SHORTCODE = re.compile(
    rb"^[ \t]*\{(?:%-?|\{[<%])[ \t]*(?:end|/)?(?:highlight|codeblock)\b[^{}\n]*\}[ \t]*$", re.MULTILINE
)
_FENCE = b"~~~~~~~~"

_MARKS = re.compile(
    rb"""(?:(?=[!<=\[^{])|^)(?<!\\)(?:          # the first characters of all marks, for speed
      \{%-?\s*raw\s*-?%\}(?P<raw>.{0,5000}?)\{%-?\s*endraw\s*-?%\}
    | (?P<nothing>
        ^[ \t>]*(?:[-*+]|[0-9]+\.)[ \t]+[^\n]*\n[ \t>]*\{:\s*toc\b[^}\n]*\}   # kramdown: a table of contents
      | ^[ \t]*(?:@?\[TOC\]|@?\[toc\]|\[\[_?(?:TOC|toc)_?\]\])[ \t]*$
      | ^[ \t]*[-;]+8<[-]+[^\n]*$                                             # PyMdown: a snippet
      | ^import[ ](?:(?:[\w ,*{}$\t]|\n(?!\s*\n)){1,999}?\sfrom[ ])?["'][^"'\n]+["'];?[ \t]*$
      | ^export[ ](?:const|let|var)[ ]\w+[ ]?=(?:[^\n]|\n(?!\s*\n))*$
      | ^export[ ](?:default|async|function)[ ](?:[^\n]*[{(;](?:[^\n]|\n(?!\s*\n))*|\w+;)$
      | \{\{\{?(?:[^{}]|\{[^{}]*\}){0,2000}\}?\}\}                            # Hugo, Liquid, Jinja
      | \{%[^{}]{0,2000}?%\} | <%[^<>]{0,2000}?%>
      | \{:{1,2}/?[^{}\n]*\}                                            # kramdown: attributes
      | (?<=[)`*_])\{(?:[#.][\w-]|[\w-]+=)[^{}\n]*\}
      | (?<![^ \t\n])\{(?:[#.][A-Za-z][^{}\n]*|-)\}(?=[ \t]*\#*[ \t]*$)
      | (?<![^ \t\n])\^(?=[\w-]{0,99}[A-Za-z])[\w-]{3,100}[ \t]*$               # Obsidian: a block's name
      )
    | (?P<embed>!?)(?<![\w\]]!)(?<![\w\]])\[\[(?P<target>(?![\s-]|[0-9]+\])[^\[\]\n|]+?)
        \\?(?:\|(?P<alias>[^\[\]\n]*))?\]\](?![(\[])
    | (?<![=\w])==(?![=\s])(?P<highlight>(?:[^=\n]|=(?!=)|\n(?!\s*\n))+?)(?<!\s)==(?![=\w])
    | (?<=\S)\^\[(?P<note>(?=[^\[\]\n]{0,99}\s)(?:[^\[\]\n]|\[[^\[\]\n]*\]){1,2000})\]
    | (?<![!\]\w])\[(?P<span>[^\[\]\n]+)\]\{(?:[\#.][\w-]|[\w-]+=)[^{}\n]*\}
    | ^(?P<quote>[ \t]*(?:>[ \t]?)+)\[![\w-]+(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>[^\n]*)$
    | ^(?P<before>[ \t>]*)(?::{3,}[ \t]*(?:\{[^{}\n]*?(?:title="(?P<titled>[^"\n]*)"[^{}\n]*)?\}|[A-Za-z][\w-]*)?[ \t]*
        (?:\[(?P<bracketed>[^\]\n]*)\]|(?P<named>[^\n{\[:][^\n{]*?))?[ \t]*(?:\{[^{}\n]*\})?(?:[ \t]:{3,})?
        |/{3}[ \t]*(?:[a-z][\w-]*[ \t]*(?:\|[ \t]*(?P<barred>[^\n]*))?)?)[ \t]*$
    | ^\*\[(?P<short>[^\]\n]+)\]:[ \t]*
    )""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_COMMENTS = tuple(
    (re.compile(opening), re.compile(closing))
    for opening, closing in (
        (rb"(?<![%\w\\])%%(?!%)", rb"%%(?!%)"),  # Obsidian
        (rb"\{>>", rb"<<\}"),  # CriticMarkup
        (rb"\{%-?\s*comment\s*-?%\}", rb"\{%-?\s*endcomment\s*-?%\}"),  # Liquid
        (rb"\{\{[<%]\s*comment\s*[>%]\}\}", rb"\{\{[<%]\s*/\s*comment\s*[>%]\}\}"),  # Hugo
        (rb"\{\{-?\s*/\*", rb"\*/\s*-?\}\}"),  # Go templates
        (rb"\{::comment\}", rb"\{:/(?:comment)?\}"),  # kramdown
        (rb"\{/\*", rb"\*/\}"),  # MDX
        (rb"\{#(?=\s)", rb"\s#\}"),  # Jinja
    )
)
_PICTURE = re.compile(rb"\.(?:apng|avif|bmp|gif|jpe?g|png|svg|webp|mp[34]|m4a|mov|ogg|wav|webm|pdf)\Z", re.IGNORECASE)
_SIZE = re.compile(rb"\d+(?:x\d+)?")


def as_commonmark(source: bytes) -> bytes:
    """A source without marks that CommonMark does not have; the words that they mark stay letter for letter."""
    # Most files lack the first character of most marks, and to see that takes no time.
    holds_mark = any(mark[:1] in source and mark in source for mark in _MAY_HOLD)
    if not holds_mark and not _MAY_HOLD_IN_BRACKETS.search(source) and not _MAY_OPEN_LINE.search(b"\n" + source):
        return source
    source = _CODE_SHORTCODE.sub(_FENCE, source)
    if not _MARKS.search(source) and not any(opening.search(source) for opening, _ in _COMMENTS):
        return source
    parsed = parse(source, OPTIONS | pyromark.Options.ENABLE_MATH)
    code = [*parsed.code, *html_code(source)]
    formulas = [span for span in parsed.formulas if is_formula(source, *span)]
    literal = Spans([*code, *formulas, *formula_spans(source, Spans(code))])
    return edited(source, [*_comment_edits(source, literal), *_edits(source, literal)])


def _comment_edits(source: bytes, literal: Spans) -> Iterator[Edit]:
    """What stands between the marks of a comment goes; where nothing closes it, everything stays."""
    for opening, closing in _COMMENTS:
        position = 0
        while start := opening.search(source, position):
            position = start.end()
            if start.start() not in literal:
                end = closing.search(source, position)
                if end is None:
                    break
                position = end.end()
                yield start.start(), position, b""


def _edits(source: bytes, literal: Spans) -> Iterator[Edit]:
    notes: list[bytes] = []
    position = 0
    while match := _MARKS.search(source, position):
        start, end = match.span()
        position = start + 1
        if start in literal or end - 1 in literal:
            continue
        if match["note"]:
            notes.append(match["note"])
            yield start, end, b"[^inline-note-%d]" % len(notes)
        elif kept := next((name for name in ("raw", "highlight", "span", "title") if match[name] is not None), None):
            yield max(start, match.end("quote")), match.start(kept), b""
            yield match.end(kept), end, b"\n" + match["quote"] if match["title"] else b""
            end = match.end() if kept == "raw" else match.start(kept)
        else:
            yield start, end, _in_its_place(match)
        position = max(end, position)
    for number, note in enumerate(notes, 1):
        yield len(source), len(source), b"\n\n[^inline-note-%d]: %s" % (number, note)


def _in_its_place(match: re.Match[bytes]) -> bytes:
    """What CommonMark has for a mark."""
    if match["target"] is not None:
        return _link(match)
    if match["before"] is not None:
        before = match["before"]
        title = match["titled"] or match["bracketed"] or match["named"] or match["barred"]
        return b"%s\n%s%s\n%s" % (before, before, title, before) if title else before
    return b"\n" + match["short"] + b": " if match["short"] else b""


def _link(match: re.Match[bytes]) -> bytes:
    """A link to another note, or what an embedded picture shows."""
    target, alias = match["target"], match["alias"]
    if match["embed"] and _PICTURE.search(target.partition(b"#")[0]):
        return alias if alias and not _SIZE.fullmatch(alias) else b""
    place, _, heading = target.rpartition(b"#")
    written = target.lstrip(b"#") if not heading.startswith(b"^") else place
    return b"[%s](<%s>)" % (alias or written, target.replace(b"<", b"").replace(b">", b""))
