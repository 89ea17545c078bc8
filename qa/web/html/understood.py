"""HTML of what was understood from a question, as chips that can be removed; pure."""

from collections.abc import Sequence
from html import escape
from json import dumps

from qa.conversations.exchange import Exchange
from qa.messages import Message
from qa.understanding.clues import Clue
from qa.web.html.sources import time_html
from qa.web.language import say, tell


def understood_html(exchange: Exchange) -> str:
    """What was understood from the words, the filters that were set, and the conversation; each can be removed."""
    question = exchange.answer.search.question
    chips = [_clue_html(clues) for clues in question.said]
    filters = exchange.filters
    if filters.date_from or filters.date_to:
        chips.append(_chip_html(_range_html(filters.date_from, filters.date_to), say("the dates"), "dates", "set"))
    for category in sorted(filters.categories):
        words = f'<span dir="auto">{escape(category)}</span>'
        chips.append(_chip_html(words, category, f"category:{category}", "set"))
    for name in sorted(filters.documents):
        chips.append(_chip_html(f'<span dir="auto">{escape(name)}</span>', name, f"document:{name}", "set"))
    if not question.asked_alone:
        words = say("understood as {question}", question=f'<q dir="auto">{escape(question.interpreted)}</q>')
        chips.append(_chip_html(words, say("the conversation before"), "conversation", "before"))
    shown = "".join(chips)
    html = f'<ul class="understood" aria-label="{say("Understood from the question")}">{shown}</ul>' if shown else ""
    without = f'<p class="taken-off">{say("Searched without the parts you removed.")}</p>'
    return html + (without if exchange.without else "")


_NAMES = {
    "from": Message("from"),
    "to": Message("to"),
    "category": Message("category"),
    "kind": Message("kind"),
    "document": Message("document"),
    "speaker": Message("speaker"),
    "identifier": Message("identifier"),
    "order": Message("order"),
    "timeline": Message("timeline"),
}
"""What clues say (`Clue.name`)."""


def _clue_html(clues: Sequence[Clue]) -> str:
    words = clues[0].words
    meaning = ", ".join(f"{tell(_NAMES.get(clue.name, clue.name))} {clue.value}" for clue in clues)
    keys = dumps([clue.key for clue in clues])
    shown = f'<span dir="auto">{escape(words)}</span>'
    if any(clue.hard for clue in clues):
        shown = say("only {words}", words=shown)
    return _chip_html(shown, words, keys, "said", meaning)


def _chip_html(shown: str, named: str, key: str, kind: str, meaning: str = "") -> str:
    """A chip; the script sends its key, which for words of the question is a JSON list of the keys of clues."""
    title = f' title="{escape(meaning)}"' if meaning else ""
    return (
        f'<li class="clue clue-{kind}"{title}><span>{shown}</span>'
        f'<button type="button" class="take-off" data-take-off="{kind}" data-key="{escape(key)}" '
        f'aria-label="{say("Search without {words}", words=escape(named))}">×</button></li>'
    )


def _range_html(first: object, last: object) -> str:
    if first and last:
        if first == last:
            return time_html(str(first))
        return say("{first} to {last}", first=time_html(str(first)), last=time_html(str(last)))
    if first:
        return say("from {first}", first=time_html(str(first)))
    return say("until {last}", last=time_html(str(last)))
