"""The page that says what is checked of a quotation, and what is not; pure."""

from qa.web.html.document_page import article_page
from qa.web.language import say


def exact_quotations_page() -> str:
    """The page at `exact-quotations`."""
    title = say("How quotations are checked")
    return article_page(
        title,
        '<article class="document" aria-labelledby="document-title"><header>'
        f'<h1 id="document-title">{title}</h1></header><div class="text">{_text_html()}</div></article>',
    )


def _text_html() -> str:
    checked = (
        say(
            "Every quotation stands in its document, character by character. Before an answer is shown, each quotation "
            "is compared with the text of the document at the place that its number opens. One that differs by a "
            "single character is left out."
        ),
        say(
            "The words before a quotation and the short answer in bold are compared in the same way. Each quotation "
            "keeps the SHA-256 of its file. When the file changes, the quotation says so."
        ),
    )
    estimated = say(
        "That a quotation is exact does not mean that it answers your question, or that what it says is true. How "
        "likely it answers is estimated:"
    )
    states = (
        say("An answer without a label is likely enough to rely on, after a look at the source."),
        say("A possible match may be about something else. Check the source."),
        say("Where nothing was found, the documents may still say it in other words."),
    )
    return (
        "".join(f"<p>{one}</p>" for one in checked)
        + f'<h2 class="level-2">{say("What is not checked")}</h2><p>{estimated}</p>'
        + f"<ul>{''.join(f'<li>{state}</li>' for state in states)}</ul>"
    )
