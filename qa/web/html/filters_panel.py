"""HTML of the filters: which dates and categories are searched, and how the matches are spread over them; pure."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from html import escape

from qa.filters import Filters
from qa.retrieval.facets import Matches
from qa.web.language import say, say_count, say_first_of_month, say_long_day, say_month, say_number

_LABELLED = 9
"""The most years that are labelled; of more, every second, third … is."""


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
        f"<fieldset><legend>{say('Dates')}</legend>{_histogram_html(matches)}"
        f'<div class="days">{inputs}</div>{undated}</fieldset>'
    )


def _histogram_html(matches: Matches) -> str:
    """A bar for each month or day; sweeping over them sets the dates, which the fields below do as well."""
    by_day = bool(matches.days)
    spans = [(day, day, count) for day, count in matches.days] if by_day else _months(matches.months)
    named = say_long_day if by_day else say_month
    most = max(count for *_, count in spans) or 1
    busiest = max(spans, key=lambda span: span[2])
    bars = "".join(
        f'<i data-from="{first}" data-to="{last}" style="--share:{count / most:.3f}" '
        f'title="{named(first)}: {say_number(count)}"></i>'
        for first, last, count in spans
    )
    said = {
        "first": named(spans[0][0]),
        "last": named(spans[-1][0]),
        "most": say_number(busiest[2]),
        "when": named(busiest[0]),
    }
    if by_day:
        summary = say("Documents by day from {first} to {last}; the most, {most}, on {when}", **said)
    else:
        summary = say("Documents by month from {first} to {last}; the most, {most}, in {when}", **said)
    labels = _day_labels(matches.days) if by_day else _year_labels(matches.months)
    shown = "".join(f'<span style="grid-column:{place}">{label}</span>' for place, label in labels)
    return (
        f'<div class="histogram" role="img" aria-label="{summary}" style="--bars:{len(spans)}">{bars}</div>'
        f'<div class="axis" aria-hidden="true" style="--bars:{len(spans)}">{shown}</div>'
    )


def _months(months: Sequence[tuple[date, int]]) -> list[tuple[date, date, int]]:
    """First and last day of each month, and its count."""
    return [(first, first.replace(day=monthrange(first.year, first.month)[1]), count) for first, count in months]


def _year_labels(months: Sequence[tuple[date, int]]) -> list[tuple[int, str]]:
    """The years under their January; of the first, under its first month where there is room."""
    places = [(place, str(month.year)) for place, (month, _) in enumerate(months, start=1) if month.month == 1]
    step = -(-len(places) // _LABELLED) or 1
    shown = places[::step]
    return shown if shown and shown[0][0] <= 3 else [(1, str(months[0][0].year)), *shown]


def _day_labels(days: Sequence[tuple[date, int]]) -> list[tuple[int, str]]:
    """The first day of each month by name, and the 8th, 15th and 22nd as numbers."""
    placed = [(place, day) for place, (day, _) in enumerate(days, start=1) if day.day in (1, 8, 15, 22)]
    return [(place, say_first_of_month(day) if day.day == 1 else str(day.day)) for place, day in placed]


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
