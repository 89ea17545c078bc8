"""Subtitles: sentences with the time at which they begin."""

import pytest

from qa.documents.formats import read_content
from qa.errors import UnreadableFileError

SRT = """1
00:00:01,000 --> 00:00:03,500
<i>The ferry</i> leaves
at six,

2
00:00:03,600 --> 00:00:05,000 X1:40 X2:600
{\\an8}and comes back at noon.

3
01:02:04,000 --> 01:02:06,000
- Who pays?

4
01:02:30,000 --> 01:02:31,000
Nobody

5
01:02:50,000 --> 01:02:51,000

"""
VTT = """WEBVTT - a title

NOTE not shown

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.000 align:start
<v Ann Orr>Who pays &amp; why

00:02.000 --> 00:03.000
<v Ann Orr>for <00:02.500><c.y>it</c>?

1:00:02.000 --> 1:00:03.000
<v Bob>The <b>town</b>
"""
ROLLING = """WEBVTT

00:01.000 --> 00:02.000
the old bridge

00:02.000 --> 00:03.000
the old bridge
was closed

00:03.000 --> 00:04.000
was closed
in spring
"""


def shown(text: str, name: str) -> list[tuple[str, str]]:
    parts = read_content(text.encode(), name).parts
    return [(part.place.label if part.place else "", part.text) for part in parts]


def test_a_sentence_over_several_subtitles_is_one_with_the_time_of_the_first() -> None:
    assert shown(SRT, "a.srt") == [
        ("0:00:01", "The ferry leaves at six, and comes back at noon."),
        ("1:02:04", "- Who pays?"),
        ("1:02:30", "Nobody"),
    ]


def test_who_speaks_is_said_and_what_is_not_shown_is_no_text() -> None:
    assert shown(VTT, "a.vtt") == [("0:00:01", "Ann Orr: Who pays & why for it?"), ("1:00:02", "Bob: The town")]


def test_a_line_that_rolls_up_is_read_once() -> None:
    assert shown(ROLLING, "any name") == [("0:00:01", "the old bridge was closed in spring")]


def test_speech_without_full_stops_is_divided() -> None:
    cues = "\n\n".join(f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{f'word{n} ' * 20}" for n in range(50))
    assert 5 < len(shown(cues, "a.srt")) < 15


@pytest.mark.parametrize("text", ["", "Hello.", "1\n00:00:01 --> 00:00:02\nno thousandths", "--> \n" * 1000])
def test_what_holds_no_times_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFileError, match="no subtitle with its times"):
        read_content(text.encode(), "a.srt")
