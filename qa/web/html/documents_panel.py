"""HTML of the panel that lists, adds and removes documents; pure. `static/documents.js` fills it and makes it work."""

from collections.abc import Mapping
from html import escape

from qa.documents import SIDECAR_SUFFIX, SUFFIXES
from qa.uploads.files import MOST_FILE_BYTES


def documents_panel_html(categories: Mapping[str, int], *, editable: bool) -> str:
    """The content of the panel with the id `documents`.

    Args:
        categories: Number of documents of each category, in the order in which they are offered.
        editable: Whether documents can be added and removed.
    """
    return (
        f'<div class="panel" data-editable="{str(editable).lower()}">'
        f"{_ADDING if editable else _READ_ONLY}{_finding_html(categories)}"
        '<p class="total"></p><p class="unseen" role="status"></p>'
        '<ul class="list" aria-labelledby="documents-title"></ul>'
        '<button type="button" class="more" hidden>Show more</button></div>'
    )


def _finding_html(categories: Mapping[str, int]) -> str:
    options = "".join(
        f'<option value="{escape(name)}">{escape(name)} ({count:,})</option>' for name, count in categories.items()
    )
    return (
        '<form class="finding" role="search" aria-label="Documents">'
        '<label class="words">Title or file name<input type="search" name="q" autocomplete="off"></label>'
        f'<label>Category<select name="category"><option value="">All</option>{options}</select></label>'
        '<label>From<input type="date" name="from"></label><label>To<input type="date" name="to"></label></form>'
    )


_TAKEN = sorted((*SUFFIXES, SIDECAR_SUFFIX))
_ADDING = (
    '<section class="adding" aria-labelledby="documents-adding">'
    f'<div class="drop" data-most-bytes="{MOST_FILE_BYTES}" data-suffixes="{" ".join(_TAKEN)}">'
    '<h3 id="documents-adding">Drop files or a folder here</h3>'
    '<p class="choices"><button type="button" class="choose-files">Choose files</button>'
    '<button type="button" class="choose-folder">Choose a folder</button></p>'
    f'<input type="file" class="files" accept="{",".join(_TAKEN)}" multiple hidden>'
    '<input type="file" class="folder" webkitdirectory hidden></div>'
    '<div class="transfer" hidden><label for="documents-transfer" class="how-far"></label>'
    '<progress id="documents-transfer"></progress><p class="meaning"></p>'
    '<details class="refused" open hidden><summary></summary><ul></ul></details></div></section>'
)
_READ_ONLY = (
    '<p class="read-only">Documents can be added and removed on the machine that runs Quotable, or from '
    "anywhere if <code>quotable serve</code> was started with <code>--editable</code>.</p>"
)
