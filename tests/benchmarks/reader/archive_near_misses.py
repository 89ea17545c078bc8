"""Questions that nearly fit: one name, year or thing is exchanged, so that the passage no longer answers."""

import random
import re
from dataclasses import replace

from archive_passages import Question
from archive_words import MONTH, MONTHS

_STATES = (
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho"
    " Illinois Indiana "
    "Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana"
    " Nebraska "
    "Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming"
).split()
_COUNTRIES = (
    "Ukraine Russia China Japan India Israel Germany France Poland Canada Mexico Brazil Australia Ireland Italy"
    " Spain Iran Iraq "
    "Egypt Jordan Qatar Kenya Angola Nigeria Ghana Vietnam Philippines Indonesia Colombia Guatemala Honduras"
    " Haiti Finland "
    "Sweden Norway Denmark Turkey Greece Taiwan Thailand Singapore Pakistan Afghanistan Belgium Switzerland"
    " Argentina Chile"
).split()
_OBJECTS = (
    "jobs|homes|schools|students|teachers|children|families|households|workers|veterans|vaccines|doses|tests"
    "|troops|refugees|"
    "small businesses|companies|farmers|hospitals|nurses|doctors|bridges|airports|roads|states|countries|people"
    "|Americans|women|"
    "police officers|firearms|vehicles|buses|charging stations|acres|barrels|judges|communities|grants|loans|projects"
).split("|")
_PEOPLE = (
    "Karine Jean-Pierre|Jen Psaki|Jake Sullivan|Antony Blinken|Janet Yellen|Pete Buttigieg|Lloyd Austin|Merrick"
    " Garland|Gina Raimondo|"
    "Marco Rubio|Scott Bessent|Pete Hegseth|Pam Bondi|Kristi Noem|Xavier Becerra|Miguel Cardona|Jennifer"
    " Granholm|John Kerry|Susan Rice|"
    "Marty Walsh|Deb Haaland|Tom Vilsack|Alejandro Mayorkas|Anthony Fauci|Rochelle Walensky|Howard Lutnick|Doug"
    " Burgum|Sean Duffy"
).split("|")


def near_miss(question: Question, chance: random.Random) -> Question | None:
    """A question of which one name, year or thing is exchanged, so that its passage answers it no longer."""
    text, context = question.text, question.passage.text + question.passage.title
    changes: list[tuple[int, int, str]] = []
    for match in re.finditer(r"\b(20[0-2]\d|19\d\d)\b", text):
        year = str(int(match[1]) + chance.choice([-4, -3, -2, -1, 1, 2, 3]))
        changes.append((*match.span(), year))
    for names in (_STATES, _COUNTRIES):
        for match in re.finditer(rf"\b(?:{'|'.join(names)})\b(?! [A-Z])", text):
            changes.append((*match.span(), chance.choice(names)))
    if match := re.match(
        r"(?:How many|What number of) ([a-z][a-z ’-]+?)(?= (?:did|does|do|will|has|have|were|are|was|would|can)\b)",
        text,
    ):
        changes.append((*match.span(1), chance.choice(_OBJECTS)))
    for match in re.finditer(rf"\b{MONTH}\b(?= \d)", text):
        changes.append((*match.span(), chance.choice(MONTHS)))
    for match in re.finditer(
        r"\b(?:Secretary|Administrator|Director|Ambassador|Senator|Governor|Advisor|Dr\.) ((?:[A-Z][\w’-]+"
        r" )?[A-Z][\w’-]+)\b(?! [A-Z])(?<!of)",
        text,
    ):
        if not re.search(r"of|for", match[1]):
            changes.append((*match.span(1), chance.choice(_PEOPLE)))
    changes = [change for change in changes if change[2] not in context and change[2] != text[change[0] : change[1]]]
    if not changes:
        return None
    start, end, other = chance.choice(changes)
    return replace(question, text=text[:start] + other + text[end:], answers=(), kind="near-miss")
