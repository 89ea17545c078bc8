"""Sentences by rules."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "One. | Two! | Three? | Four… | Five... | Six.",
        "The U.S. Senate met. | The law left the U.S. | We went on.",
        "H.R. 49 passed. | It did.",
        "H.J. Res. 17 and S. 12 passed. | It did.",
        "Sec. 2. Policy. | It is so.",
        "As Sec. 2. says, it is. | See Sec. 3. | Then go.",
        "At 9 a.m. Eastern we met. | It ended at 3 p.m. | The day was over.",
        "Order No. 12 won. | The answer was no. | But it held.",
        "Mr. Smith and Dr. Jones met Gov. Lee. | Sen. Poe came.",
        "John F. Kennedy and J. Doe spoke. | He won.",
        "Roe v. Wade fell. | Pub. L. 117-2 is law.",
        "Acme Inc. Holdings grew. | It paid Acme Inc. | The firm grew.",
        "It grew 3.5 percent. | Then 4.",
        "On Jan. 6 it began. | It ended on Feb. 3.",
        "He said, “Stop.” | Then he left.",
        "“One. | Two.” | She left.",
        "He said “go.” and left.",
        "(Applause.) | Thank you. | (Laughter.)",
        "He won. | (He had to.) | She lost.",
        "“It works.” [Statement, 5/2/24] | Next.",
        "It held. | [T]he law stands.",
        "1. First item. | Second sentence.",
        "The list: (a) one; (b) two. | (c) three.",
        "e.g. this and i.e. that. | So.",
        "no capital. follows here",
        "A heading | without a stop | Text. | More.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    """A bar marks the end of a sentence; where no stop stands before it, it is a line break."""
    expected = text.split(" | ")
    joined = expected[0]
    for before, after in zip(expected, expected[1:], strict=False):
        joined += (" " if before[-1] in ".!?…”)]" and "[Statement" not in before else "\n") + after
    assert sentences(joined) == expected


def test_white_space_belongs_to_no_sentence() -> None:
    assert sentence_spans("  One.  Two.\u00a0Three. \n\n Four ") == [(2, 6), (8, 12), (13, 19), (23, 27)]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\t"])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert sentence_spans(text) == []


PIECES = st.sampled_from(
    ["U.S.", "Sec. 2.", "H.R. 49", "a.m.", "No.", "J.", "word", "Word", "The", "1.", ".", "!", "?", "…", "“", "”"]
    + ["(", ")", "[", "]", "’", "—", " ", " ", "  ", "\n", "\u00a0", "\u3000", "\t", "9", "$5", "e.g.", "\x1c"]
)


@given(st.lists(PIECES).map("".join) | st.text(max_size=50))
def test_spans_are_in_order_and_leave_out_white_space_only(text: str) -> None:
    position = 0
    for start, end in sentence_spans(text):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize("piece", ["a", "A. ", "1. ", "U.S. ", "“", ") ", ".”", " "])
def test_the_time_grows_with_the_length_only(
    piece: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    with within(10):
        sentence_spans(piece * (100_000 // len(piece)))


WRAPPED = (
    "The old mill stands behind the bridge, and its wheel has not turned since\n"
    "the flood. Dr. Ames, who keeps the key, opens it on the first Sunday of\n"
    "the month."
)


def test_lines_of_wrapped_prose_end_no_sentence() -> None:
    assert sentences(WRAPPED) == [
        "The old mill stands behind the bridge, and its wheel has not turned since\nthe flood.",
        "Dr. Ames, who keeps the key, opens it on the first Sunday of\nthe month.",
    ]
    assert sentences(f"Mill\n\n{WRAPPED}\n\nA line")[1:3] == sentences(WRAPPED)


def test_items_of_wrapped_prose_are_apart() -> None:
    first = "- The old mill stands behind the bridge, and its wheel has not turned\n  since the flood."
    assert sentences(f"{first}\n- The key is kept at the inn.") == [first, "- The key is kept at the inn."]


@pytest.mark.parametrize(
    "text",
    [
        "shelf A holds twelve jars of plum jam and a spare lid for each of them\n"
        "shelf B holds nine jars of quince jam and no spare lid for any of them\n"
        "shelf C holds nothing at all",
        "06:10 mill opened\n06:12 wheel oiled\n06:40 wheel jammed.",
        "Dr. Ames\n4 Mill Lane\nLower Bridge",
        "The wheel turns,\nthe river sings,\nand nobody listens.",
        "repair the wheel of the mill and the two gates of the upper pond;\n"
        "clear the ditch from the bridge to the inn and the lower meadow;\n"
        "and pay the keeper.",
        "mill | wheel | the widest row of all the rows that stand in this table\nbridge | none | a row.",
        "A line that is by far the longest of the paragraph, as a heading may be\nshort\nlines follow it.",
    ],
)
def test_other_lines_end_one(text: str) -> None:
    assert sentences(text) == text.split("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("磨坊在桥后。钥匙在旅店！谁开门？没有人", ["磨坊在桥后。", "钥匙在旅店！", "谁开门？", "没有人"]),
        ("彼は「開けます。」と言った。鍵はない。", ["彼は「開けます。」", "と言った。", "鍵はない。"]),
        ("磨坊的门每月第一个\n星期天打开。钥匙在\n旅店。", ["磨坊的门每月第一个\n星期天打开。", "钥匙在\n旅店。"]),
        ("磨坊：三米\n大桥：五米", ["磨坊：三米", "大桥：五米"]),
    ],
)
def test_full_stops_of_chinese_and_japanese_need_no_space(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
