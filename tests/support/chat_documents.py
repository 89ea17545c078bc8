"""The collection that is asked in the browser: one real document, and invented ones, each there for some law."""

import os
from json import dumps
from pathlib import Path

from support.places import ROOT

QUESTION = "How much trade crosses the border each day?"
EXAMPLE = "How long is the border with Mexico?"
FOLLOW_UP = "And how much is it a year?"
UNKNOWN = "How many moons does Jupiter have?"
UNSURE = "Who paid for the electric engines?"
UNKNOWN_OF_A_NAME = "Who is king of Sandholm?"
OVER_TIME = "How has the Sandholm ferry changed over time?"
ASKED_OF_A_TRANSCRIPT = "How many lamps did the Sandholm lighthouse get?"
ASKED_OF_MARKUP = "What does the tidewater lock hold back?"

HOSTILE_MARKUP = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
HOSTILE_IMAGE = "![a chart](http://evil.example/chart.png)"
REVERSED, UNSEEN = "\u202edesrever\u202c", "zero\u200bwidth\u200djoined\ufeff"
HOSTILE_TITLE = f"Tidewater lock {HOSTILE_MARKUP} {HOSTILE_IMAGE} {REVERSED}"
HOSTILE_CATEGORY = f"<b>locks</b> {REVERSED}"
HOSTILE_QUESTION = f"{ASKED_OF_MARKUP} {HOSTILE_MARKUP} {HOSTILE_IMAGE} {REVERSED} {UNSEEN}"

_TITLED = """---
title: {title}
date: '{date}'
permalink: https://archive.example/{date}
category: {category}
---

"""
FERRY = {
    "2017-05-02": ("notices", "The Sandholm ferry opened with a single steam boat and carried 40 people a day."),
    "2018-09-14": ("notices", "The Sandholm ferry was given a second boat, Heron, and a crossing every hour."),
    "2020-03-30": ("speeches", "The Sandholm ferry was halted for eleven weeks because the pier had sunk by a foot."),
    "2021-06-08": ("speeches", "The Sandholm ferry returned with electric engines bought for 3 million crowns."),
    "2023-11-21": ("notices", "The Sandholm ferry became free of charge for residents of both shores."),
}
"""Sentences of one topic, each of a document of its day."""

TRANSCRIPT = """THE MAYOR: Good evening. The Sandholm lighthouse is lit again tonight.

Q Mayor, how many lamps did the lighthouse get?

THE MAYOR: The Sandholm lighthouse got 214 new lamps, one for every captain who was lost at sea.

Q Thank you.
"""
HOSTILE_TEXT = (
    f"The tidewater lock holds back 70 tons of river mud {REVERSED} {UNSEEN} and "
    "&lt;img src=x onerror=alert(3)&gt;&lt;script&gt;alert(4)&lt;/script&gt; every spring.\n\n"
    f"{HOSTILE_MARKUP}\n\n{HOSTILE_IMAGE}\n\n"
    "| Season | Mud |\n| --- | --- |\n| Spring | 70 tons |\n| Autumn | 12 tons |\n"
)


def seed() -> Path:
    """The real document: of the archive where that stands beside the project, else of the sample."""
    shared = Path(os.environ.get("QUOTABLE_SHARED", ROOT.parent / "shared"))
    archived = shared / "corpus/seed/000_19013b2228f71610.txt"
    return archived if archived.exists() else ROOT / "qa/sample/briefs/2021-03-01-us-mexico-cooperation.md"


def write_documents(folder: Path) -> None:
    """Write the documents; the real one is `border.md`."""
    folder.mkdir()
    (folder / "border.md").write_bytes(seed().read_bytes())
    for day, (category, sentence) in FERRY.items():
        text = f"{sentence} People on both shores of the lake were told by post.\n"
        titled = _TITLED.format(title=f"Sandholm ferry, {day[:4]}", date=day, category=category)
        (folder / f"ferry-{day[:4]}.md").write_text(titled + text, encoding="utf-8")
    titled = _TITLED.format(title="Remarks at the lighthouse", date="2022-02-18", category="speeches")
    (folder / "lighthouse.md").write_text(titled + TRANSCRIPT, encoding="utf-8")
    titled = _TITLED.format(title=dumps(HOSTILE_TITLE), date="2022-07-01", category=dumps(HOSTILE_CATEGORY))
    (folder / "lock.md").write_text(titled + HOSTILE_TEXT, encoding="utf-8")
