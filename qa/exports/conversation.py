"""A conversation as a file to keep, print or hand on: Markdown, a web page, JSON; pure.

Each takes the exchanges, oldest first, and beside each the markers of its citations whose source has changed since
(`exchange.changed_since`). Citations are written as they were shown. Texts of questions and documents are kept,
character by character, and can neither become markup nor load anything.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC
from html import escape

from qa.answering.answer import Citation
from qa.conversations.exchange import Exchange
from qa.exports.markdown import markdown_line
from qa.exports.quotation import original_address, quotation_markdown
from qa.messages import Message

Changed = Sequence[frozenset[int]]
Tell = Callable[[str], str]
"""Tells a sentence of Quotable in the reader's language."""

_CHANGED = Message("The source has changed since, or was removed: this is what it said when the question was asked.")
_NOTE = Message("Every quotation was checked, character by character, against the file with the given sha256.")
_ORIGINAL = Message("Original page")
_TAGS = Message("Tags")


def as_json(exchanges: Sequence[Exchange], changed: Changed, *, tags: Sequence[str] = ()) -> str:
    """A list of the objects of `ask --json`, each also with when and how it was asked, and what has changed.

    The tags of the conversation are in each, so that lists can be joined.
    """
    found = [
        {
            **exchange.answer.to_dict(),
            "asked_at": _second(exchange),
            "generation": exchange.generation,
            "set": exchange.filters.to_dict(),
            "without": sorted(exchange.without),
            "changed": sorted(markers),
            "tags": list(tags),
        }
        for exchange, markers in zip(exchanges, changed, strict=True)
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


# Markdown


def as_markdown(
    title: str, exchanges: Sequence[Exchange], changed: Changed, tell: Tell = str, *, tags: Sequence[str] = ()
) -> str:
    """The conversation in CommonMark: questions as headings, quotations as quotes, under each its source."""
    blocks = [f"# {markdown_line(title)}", tell(_NOTE)]
    blocks += [f"{tell(_TAGS)}: {markdown_line(', '.join(tags))}"] if tags else []
    for exchange, markers in zip(exchanges, changed, strict=True):
        answer = exchange.answer
        blocks.append(f"## {markdown_line(answer.search.question.question)}")
        blocks.append("\n".join(f"- {tell(name)}: {markdown_line(value)}" for name, value in _asked(exchange)))
        blocks += [markdown_line(tell(said)) for said in _said(exchange)]
        entries = _listed(exchange, tell)
        blocks += ["\n".join(f"- {markdown_line(entry)}" for entry in entries)] if entries else []
        for citation in answer.leading:
            blocks.append(quotation_markdown(citation, f"[{citation.marker}]"))
            facts = [f"- {tell(name)}: {markdown_line(value)}" for name, value in _facts(citation)]
            address = original_address(citation)
            facts += [f"- {tell(_ORIGINAL)}: <{address}>"] if address else []
            facts += [f"- **{tell(_CHANGED)}**"] if citation.marker in markers else []
            blocks.append("\n".join(facts))
    return "\n\n".join(blocks) + "\n"


# Web page

_STYLE = """
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; background: #fff; color: #1a1a1a;
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; line-height: 1.35; margin: 2.5rem 0 .5rem; }
blockquote { margin: 1.25rem 0 .5rem; padding-left: 1rem; border-left: 3px solid #666;
  font: 1.1rem/1.55 Georgia, "Times New Roman", serif; }
blockquote p { margin: 0; white-space: pre-wrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0; font-size: .85rem;
  color: #444; }
dd { margin: 0; overflow-wrap: anywhere; }
a { color: #1a4d8f; }
.context { color: #555; }
.changed { margin: .5rem 0; padding: .4rem .7rem; border: 1px solid #8a3a00; color: #6b2d00; font-size: .9rem; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
  h1, h2 { break-after: avoid; }
  blockquote { break-after: avoid; }
  dl { break-inside: avoid; }
  a { color: inherit; }
}
"""
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1 dir="auto">{title}</h1>
<p>{note}</p>
{sections}
</main>
</body>
</html>
"""


def as_html(
    title: str,
    exchanges: Sequence[Exchange],
    changed: Changed,
    tell: Tell = str,
    *,
    language: str = "en",
    tags: Sequence[str] = (),
) -> str:
    """The conversation as a page that needs nothing else, to be read or printed."""
    tagged = [_list([(_TAGS, ", ".join(tags))], tell)] if tags else []
    sections = [_section(exchange, markers, tell) for exchange, markers in zip(exchanges, changed, strict=True)]
    note, shown = tell(_NOTE), "\n".join(tagged + sections)
    return _PAGE.format(title=escape(title), style=_STYLE, note=note, sections=shown, language=language)


def _section(exchange: Exchange, changed: frozenset[int], tell: Tell) -> str:
    answer = exchange.answer
    parts = [f'<section>\n<h2 dir="auto">{escape(answer.search.question.question)}</h2>']
    parts.append(_list(_asked(exchange), tell))
    parts += [f"<p>{escape(tell(said))}</p>" for said in _said(exchange)]
    entries = "".join(f'<li dir="auto">{escape(entry)}</li>' for entry in _listed(exchange, tell))
    parts += [f"<ul>{entries}</ul>"] if entries else []
    for citation in answer.leading:
        parts.append(_blockquote(citation))
        parts.append(_list(_facts(citation), tell, original_address(citation)))
        parts += [f'<p class="changed">{tell(_CHANGED)}</p>'] if citation.marker in changed else []
    return "\n".join([*parts, "</section>"])


def _blockquote(citation: Citation) -> str:
    address = original_address(citation)
    source = f' cite="{escape(address)}"' if address else ""
    context = f'<span class="context">[{escape(citation.context)}]</span> ' if citation.context else ""
    return f'<blockquote{source}><p dir="auto">{context}“{escape(citation.quote)}” [{citation.marker}]</p></blockquote>'


def _list(facts: Sequence[tuple[str, str]], tell: Tell, address: str | None = None) -> str:
    items = [f'<dt>{tell(name)}</dt><dd dir="auto">{escape(value)}</dd>' for name, value in facts]
    if address:
        items.append(
            f'<dt>{tell(_ORIGINAL)}</dt><dd><a href="{escape(address)}" rel="noreferrer">{escape(address)}</a></dd>'
        )
    return "<dl>\n" + "\n".join(items) + "\n</dl>"


# What both contain


def _asked(exchange: Exchange) -> list[tuple[str, str]]:
    """When and how it was asked."""
    question, filters = exchange.answer.search.question, exchange.filters
    facts = [
        (Message("Asked"), _second(exchange).replace("T", " ").replace("+00:00", " UTC")),
        (Message("Understood as"), "" if question.asked_alone else question.interpreted),
        (Message("Documents from"), str(filters.date_from or "")),
        (Message("Documents to"), str(filters.date_to or "")),
        (Message("Categories"), ", ".join(sorted(filters.categories))),
        (Message("Documents"), ", ".join(sorted(filters.documents))),
        (Message("Left out of the question"), ", ".join(sorted(exchange.without))),
    ]
    return [(name, value) for name, value in facts if value]


def _said(exchange: Exchange) -> list[str]:
    """The sentences of an answer beside its quotations."""
    answer = exchange.answer
    label = [answer.label] if answer.label else []
    if answer.abstained:
        return [*answer.notes, *(label if answer.quoted else [answer.text])]
    if answer.listing is not None:
        return [answer.listing.sentence, Message("Counted: {what}.", what=answer.listing.query)]
    said = [*answer.notes, *label]
    return [*said, *answer.text.splitlines()] if answer.written and answer.written.statements else said


def _listed(exchange: Exchange, tell: Tell) -> list[str]:
    """The documents of a listing, a line each, with the marker of what is quoted of it."""
    listing = exchange.answer.listing
    if listing is None:
        return []
    undated = tell(Message("undated"))
    lines = [
        " · ".join(part for part in (entry.date or undated, entry.title, entry.category, entry.url) if part)
        + (f" [{entry.marker}]" if entry.marker else "")
        for entry in listing.documents
    ]
    left = listing.count - len(listing.documents)
    more = Message("{number} more matches and is not listed.", "{number} more match and are not listed.", left)
    return [*lines, tell(more)] if lines and left else lines


def _facts(citation: Citation) -> list[tuple[str, str]]:
    facts = [
        (Message("Said by"), citation.speaker),
        (Message("Title"), citation.title),
        (Message("Date"), citation.date),
        (Message("Category"), citation.category),
        (Message("Place"), citation.place.label if citation.place else None),
        (Message("Document"), citation.document),
        (Message("Characters"), f"{citation.start}–{citation.end}"),
        ("sha256", citation.sha256),
    ]
    return [(name, value) for name, value in facts if value]


def _second(exchange: Exchange) -> str:
    return exchange.asked_at.astimezone(UTC).isoformat(timespec="seconds")
