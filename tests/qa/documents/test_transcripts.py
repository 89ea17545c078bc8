"""Speaker turns."""

import pytest
from support.toy import document

from qa.documents import Document
from qa.documents.transcripts import label_length, turn_label

BRIEFING = """MS. PSAKI: Hi, everyone.

We have news.

- one
- two

Q Thank you, Jen. Two questions.

And a third?

MS. PSAKI: Yes.
"""


def turns(found: Document) -> list[tuple[str, str | None, str]]:
    return [(block.kind, block.speaker, found.text[block.start : block.end]) for block in found.blocks]


def test_whoever_opened_the_turn_speaks_until_the_next() -> None:
    assert turns(document(BRIEFING)) == [
        ("turn", "MS. PSAKI", "MS. PSAKI: Hi, everyone."),
        ("paragraph", "MS. PSAKI", "We have news."),
        ("item", "MS. PSAKI", "one"),
        ("item", "MS. PSAKI", "two"),
        ("turn", "Q", "Q Thank you, Jen. Two questions."),
        ("paragraph", "Q", "And a third?"),
        ("turn", "MS. PSAKI", "MS. PSAKI: Yes."),
    ]


def test_nobody_speaks_before_the_first_turn() -> None:
    found = document(f"James S. Brady Press Briefing Room\n\n1:05 P.M. EST\n\n{BRIEFING}")
    assert [block.speaker for block in found.blocks][:3] == [None, None, "MS. PSAKI"]


def test_speaker_at_a_position() -> None:
    found = document(BRIEFING)
    positions = [found.text.index(words) for words in ("Hi", "two", "Thank", "third", "Yes")]
    assert [found.speaker_at(position) for position in positions] == ["MS. PSAKI", "MS. PSAKI", "Q", "Q", "MS. PSAKI"]
    assert found.speaker_at(len(found.text)) is None


def test_a_label_after_a_hard_line_break_opens_a_turn() -> None:
    found = document("THE PRESIDENT: Hello.  \nStill me.\\\nQ Mr. President?  \nTHE PRESIDENT: Yes.")
    assert turns(found) == [
        ("turn", "THE PRESIDENT", "THE PRESIDENT: Hello.\nStill me."),
        ("turn", "Q", "Q Mr. President?"),
        ("turn", "THE PRESIDENT", "THE PRESIDENT: Yes."),
    ]


@pytest.mark.parametrize(
    "markdown",
    [
        "FACT: Prices fell.\n\nFACT: Wages rose.\n\nNOTE: More below.",
        "MS. PSAKI: One label alone.\n\nAnd text.",
        "Q: is it a list?\n\nJust text.",
        "WASHINGTON, D.C.: a line.\n\nTIME: noon",
    ],
)
def test_labels_without_a_person_or_alone_make_no_transcript(markdown: str) -> None:
    assert {(kind, speaker) for kind, speaker, _ in turns(document(markdown))} == {("paragraph", None)}


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("THE PRESIDENT: Thank you.", "THE PRESIDENT"),
        ("THE PRESIDENT:", "THE PRESIDENT"),
        ("MS. PSAKI: Hi.", "MS. PSAKI"),
        ("MS. JEAN-PIERRE: Hi.", "MS. JEAN-PIERRE"),
        ("SECRETARY McDONOUGH: Hi.", "SECRETARY McDONOUGH"),
        ("MR. O’BRIEN: Hi.", "MR. O’BRIEN"),
        ("PRIME MINISTER TRUDEAU (as interpreted): Hi.", "PRIME MINISTER TRUDEAU"),
        ("SENIOR ADMINISTRATION OFFICIAL: Hi.", "SENIOR ADMINISTRATION OFFICIAL"),
        ("Q Jen, a question.", "Q"),
        ("Q: A question.", "Q"),
        ("Q&A follows", None),
        ("Q", None),
        ("Quiet: please.", None),
        ("The President: hello.", None),
        ("THE PRESIDENT said", None),
        ("MS. PSAKI:Hi", None),
        ("At 10:30 A.M.: x", None),
        ("", None),
    ],
)
def test_labels(line: str, label: str | None) -> None:
    assert turn_label(line) == label


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("MS. PSAKI: Well.", 11),
        ("MR. KIRBY (via telephone):  Yes.", 28),
        ("Q Thanks.", 2),
        ("THE PRESIDENT:", 14),
        ("So.", 0),
    ],
)
def test_a_label_has_a_length(line: str, length: int) -> None:
    assert label_length(line) == length
