"""HTML of the viewer: a document beside the conversation, opened at a quotation; pure."""

from qa.web.language import say


def viewer_html() -> str:
    """The empty viewer, which the script fills with the page of a document."""
    search, previous, following = say("Search in this document"), say("Previous source"), say("Next source")
    return (
        '<dialog id="viewer" class="viewer" aria-labelledby="viewer-title"><header>'
        f'<div class="viewing"><h2 id="viewer-title" dir="auto">{say("Document")}</h2>'
        '<p class="which" aria-live="polite"></p></div>'
        f'<button type="button" class="close" data-close aria-label="{say("Close the document")}">×</button></header>'
        '<div class="tools"><form class="find" role="search">'
        f'<input type="search" name="find" aria-label="{search}" placeholder="{search}" '
        'autocomplete="off"><output aria-live="polite"></output></form>'
        f'<span class="steps"><button type="button" class="plain" data-step="-1" aria-label="{previous}">‹</button>'
        f'<button type="button" class="plain" data-step="1" aria-label="{following}">›</button></span>'
        f'<a class="plain" data-own-page target="_blank" rel="noopener">{say("Open as a page")}</a></div>'
        '<div class="viewer-content" tabindex="-1"></div></dialog>'
    )
