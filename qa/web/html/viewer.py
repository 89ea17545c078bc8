"""HTML of the viewer: a document beside the conversation, opened at a quotation; pure."""


def viewer_html() -> str:
    """The empty viewer, which the script fills with the page of a document."""
    return (
        '<dialog id="viewer" class="viewer" aria-labelledby="viewer-title"><header>'
        '<div class="viewing"><h2 id="viewer-title" dir="auto">Document</h2>'
        '<p class="which" aria-live="polite"></p></div>'
        '<button type="button" class="close" data-close aria-label="Close the document">×</button></header>'
        '<div class="tools"><form class="find" role="search">'
        '<input type="search" name="find" aria-label="Search in this document" placeholder="Search in this document" '
        'autocomplete="off"><output aria-live="polite"></output></form>'
        '<span class="steps"><button type="button" class="plain" data-step="-1" aria-label="Previous source">‹</button>'
        '<button type="button" class="plain" data-step="1" aria-label="Next source">›</button></span>'
        '<a class="plain" data-own-page target="_blank" rel="noopener">Open as a page</a></div>'
        '<div class="viewer-content" tabindex="-1"></div></dialog>'
    )
