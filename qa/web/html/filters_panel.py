"""HTML of the filters: which dates and categories are searched, and how the matches are spread over them; pure."""

from html import escape

from qa.filters import Filters
from qa.retrieval.facets import Matches
from qa.web.html.histogram import histogram_html
from qa.web.language import say, say_count, say_number


def filters_html(matches: Matches, within: Filters, question: str) -> str:
    """The form with the filters that are set.

    Args:
        matches: How the documents that match the question are spread, or all documents if there is none.
        within: The filters that are set.
        question: The question that is matched; empty for all documents.
    """
    if question:
        counted = say_count(
            "{number} document matching “{question}”",
            "{number} documents matching “{question}”",
            matches.documents,
            question=f'<span dir="auto">{escape(question)}</span>',
        )
    else:
        counted = say_count(
            "{number} document in the collection", "{number} documents in the collection", matches.documents
        )
    return (
        f'<form class="filters"><p class="counted" role="status">{counted}</p>'
        f"{_dates_html(matches, within)}{_categories_html(matches, within)}"
        '<p class="buttons"><button type="submit" class="strong">'
        f"{say('Ask again within these') if question else say('Search within these')}</button>"
        f'<button type="button" class="plain" data-clear>{say("Clear")}</button></p></form>'
    )


def _dates_html(matches: Matches, within: Filters) -> str:
    if not matches.months:
        return f'<p class="quiet">{say("No document has a date.")}</p>'
    days = [("from", say("From"), within.date_from), ("to", say("To"), within.date_to)]
    inputs = "".join(
        f'<label>{label} <input type="date" name="{name}" value="{day.isoformat() if day else ""}"></label>'
        for name, label, day in days
    )
    undated = say_count("{number} without a date", "{number} without a date", matches.undated)
    undated = f'<p class="quiet">{undated}</p>' if matches.undated else ""
    return (
        f"<fieldset><legend>{say('Dates')}</legend>{histogram_html(matches.months, matches.days)}"
        f'<div class="days">{inputs}</div>{undated}</fieldset>'
    )


def _categories_html(matches: Matches, within: Filters) -> str:
    counts = dict(matches.categories) | {name: 0 for name in within.categories if name not in dict(matches.categories)}
    if not counts:
        return ""
    boxes = "".join(
        f'<label class="category"><input type="checkbox" name="category" value="{escape(name)}"'
        f'{" checked" if name in within.categories else ""}><span dir="auto">{escape(name)}</span>'
        f'<span class="count">{say_number(count)}</span></label>'
        for name, count in counts.items()
    )
    return f'<fieldset><legend>{say("Categories")}</legend><div class="categories">{boxes}</div></fieldset>'
