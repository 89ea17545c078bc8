"""HTML of the panel that lists, adds and removes documents; pure. `static/documents.js` fills it and makes it work."""

from collections.abc import Mapping
from html import escape

from qa.documents import SIDECAR_SUFFIX, SUFFIXES
from qa.uploads.files import MOST_FILE_BYTES
from qa.web.language import say, say_number


def documents_panel_html(categories: Mapping[str, int], *, editable: bool) -> str:
    """The content of the panel with the id `documents`.

    Args:
        categories: Number of documents of each category, in the order in which they are offered.
        editable: Whether documents can be added and removed.
    """
    return (
        f'<div class="panel" data-editable="{str(editable).lower()}">'
        f"{_adding_html() if editable else _read_only_html()}{_finding_html(categories)}"
        '<p class="total"></p><p class="unseen" role="status"></p>'
        '<ul class="list" aria-labelledby="documents-title"></ul>'
        f'<button type="button" class="more" hidden>{say("Show more")}</button></div>'
    )


def _finding_html(categories: Mapping[str, int]) -> str:
    options = "".join(
        f'<option value="{escape(name)}" dir="auto">{escape(name)} ({say_number(count)})</option>'
        for name, count in categories.items()
    )
    return (
        f'<form class="finding" role="search" aria-label="{say("Documents")}">'
        f'<label class="words">{say("Title or file name")}<input type="search" name="q" autocomplete="off"></label>'
        f'<label>{say("Category")}<select name="category"><option value="">{say("All")}</option>{options}</select>'
        f'</label><label>{say("From")}<input type="date" name="from"></label>'
        f'<label>{say("To")}<input type="date" name="to"></label></form>'
    )


_TAKEN = sorted((*SUFFIXES, SIDECAR_SUFFIX))


def _adding_html() -> str:
    return (
        '<section class="adding" aria-labelledby="documents-adding">'
        f'<div class="drop" data-most-bytes="{MOST_FILE_BYTES}" data-suffixes="{" ".join(_TAKEN)}">'
        f'<h3 id="documents-adding">{say("Drop files or a folder here")}</h3>'
        f'<p class="choices"><button type="button" class="choose-files">{say("Choose files")}</button>'
        f'<button type="button" class="choose-folder">{say("Choose a folder")}</button></p>'
        f'<input type="file" class="files" accept="{",".join(_TAKEN)}" multiple hidden>'
        '<input type="file" class="folder" webkitdirectory hidden></div>'
        '<div class="transfer" hidden><label for="documents-transfer" class="how-far"></label>'
        '<progress id="documents-transfer"></progress><p class="meaning"></p>'
        '<details class="refused" open hidden><summary></summary><ul></ul></details></div></section>'
    )


def _read_only_html() -> str:
    where = say(
        "Documents can be added and removed on the machine that runs Quotable, or from anywhere if "
        "<code>quotable serve</code> was started with <code>--editable</code>."
    )
    return f'<p class="read-only">{where}</p>'
