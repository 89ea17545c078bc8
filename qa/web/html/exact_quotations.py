"""The page that says what is checked of a quotation, and what is not; pure."""

from qa.web.html.document_page import article_page

_TEXT = """
<p>Every quotation stands in its document, character by character. Before an answer is shown, each quotation is
compared with the text of the document at the place that its number opens. One that differs by a single character is
left out.</p>
<p>The words before a quotation and the short answer in bold are compared in the same way. Each quotation keeps the
SHA-256 of its file. When the file changes, the quotation says so.</p>
<h2 class="level-2">What is not checked</h2>
<p>That a quotation is exact does not mean that it answers your question, or that what it says is true. How likely it
answers is estimated:</p>
<ul>
<li>An answer without a label is likely enough to rely on, after a look at the source.</li>
<li>A possible match may be about something else. Check the source.</li>
<li>Where nothing was found, the documents may still say it in other words.</li>
</ul>
"""


def exact_quotations_page() -> str:
    """The page at `exact-quotations`."""
    title = "How quotations are checked"
    return article_page(
        title,
        '<article class="document" aria-labelledby="document-title"><header>'
        f'<h1 id="document-title">{title}</h1></header><div class="text">{_TEXT}</div></article>',
    )
