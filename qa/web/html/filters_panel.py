"""HTML of the filters: which dates and categories are searched, and how the matches are spread over them; pure."""

from html import escape

from qa.filters import Filters
from qa.retrieval.facets import Matches
from qa.web.html.histogram import histogram_html


def filters_html(matches: Matches, within: Filters, question: str) -> str:
    """The form with the filters that are set.

    Args:
        matches: How the documents that match the question are spread, or all documents if there is none.
        within: The filters that are set.
        question: The question that is matched; empty for all documents.
    """
    counted = f'matching “<span dir="auto">{escape(question)}</span>”' if question else "in the collection"
    return (
        f'<form class="filters"><p class="counted" role="status">{matches.documents:,} '
        f"document{'s'[: matches.documents != 1]} {counted}</p>"
        f"{_dates_html(matches, within)}{_categories_html(matches, within)}"
        '<p class="buttons"><button type="submit" class="strong">'
        f"{'Ask again within these' if question else 'Search within these'}</button>"
        '<button type="button" class="plain" data-clear>Clear</button></p></form>'
    )


def _dates_html(matches: Matches, within: Filters) -> str:
    if not matches.months:
        return '<p class="quiet">No document has a date.</p>'
    days = [("from", "From", within.date_from), ("to", "To", within.date_to)]
    inputs = "".join(
        f'<label>{label} <input type="date" name="{name}" value="{day.isoformat() if day else ""}"></label>'
        for name, label, day in days
    )
    undated = f'<p class="quiet">{matches.undated:,} without a date</p>' if matches.undated else ""
    return (
        f"<fieldset><legend>Dates</legend>{histogram_html(matches.months, matches.days)}"
        f'<div class="days">{inputs}</div>{undated}</fieldset>'
    )


def _categories_html(matches: Matches, within: Filters) -> str:
    counts = dict(matches.categories) | {name: 0 for name in within.categories if name not in dict(matches.categories)}
    if not counts:
        return ""
    boxes = "".join(
        f'<label class="category"><input type="checkbox" name="category" value="{escape(name)}"'
        f'{" checked" if name in within.categories else ""}><span dir="auto">{escape(name)}</span>'
        f'<span class="count">{count:,}</span></label>'
        for name, count in counts.items()
    )
    return f'<fieldset><legend>Categories</legend><div class="categories">{boxes}</div></fieldset>'
