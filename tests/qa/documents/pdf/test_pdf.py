"""PDF: text in reading order with its pages, without what stands on every page."""

from datetime import date
from pathlib import Path

import pytest
from support.pdf import lines, pdf

from qa.documents import FoundFile, Place, read_document
from qa.documents.pdf.pdf import read_content
from qa.errors import UnreadableFileError

FILLING = "The ferry leaves the northern quay at seven and comes back in the evening."


def read(data: bytes) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in read_content(data, "a.pdf").parts]


def test_lines_become_paragraphs() -> None:
    page = lines(
        72,
        700,
        "The council met on Monday and agreed to repair the bridge over the river before",
        "the winter, since it had been closed for a year.",
        "    The work begins in June.",
    )
    assert read(pdf([page])) == [
        (
            "paragraph",
            "The council met on Monday and agreed to repair the bridge over the river before the winter, since it had "
            "been closed for a year.",
        ),
        ("paragraph", "The work begins in June."),
    ]


def test_a_gap_between_lines_parts_paragraphs() -> None:
    above, below = "It carries cars and", "bicycles, which nobody has counted so far, and on Sundays a brass band"
    page = [*lines(72, 700, FILLING, above), *lines(72, 664, below, "plays on deck.")]
    assert [text for _, text in read(pdf([page]))] == [f"{FILLING} {above}", f"{below} plays on deck."]


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"left line {number} of the first column of text" for number in range(8)]
    right = [f"right line {number} of the second column here" for number in range(8)]
    head = [(72.0, 740.0, 16.0, "A title that reaches over both of the columns of the page")]
    page = [*head, *lines(72, 700, *left), *lines(320, 700, *right)]
    text = " ".join(text for _, text in read(pdf([page])))
    assert text == f"{head[0][3]} {' '.join(left)} {' '.join(right)}"


ROWS = [
    ("Port", "Boats", "Dues", "Remark"),
    ("North Quay", "1,204", "33,100", "open"),
    ("South Quay", "88", "", "closed in winter"),
    ("Old Mole", "17", "310", ""),
    ("Bridge", "5", "60", "new"),
]


def table(widths: tuple[float, ...]) -> list[tuple[float, float, float, str]]:
    """The rows, their columns as wide as given."""
    lefts = [72 + sum(widths[:column]) for column in range(len(widths))]
    return [
        (left, 700.0 - 14 * number, 10.0, cell)
        for number, row in enumerate(ROWS)
        for left, cell in zip(lefts, row, strict=True)
        if cell
    ]


@pytest.mark.parametrize("widths", [(120, 80, 80, 80), (60, 45, 45, 80)], ids=["far apart", "close"])
def test_a_value_stays_under_its_column(widths: tuple[float, ...]) -> None:
    found = read_content(pdf([table(widths)]), "a.pdf").parts
    assert [(part.kind, part.level, part.text) for part in found] == [
        ("row", 1, "Port | Boats | Dues | Remark"),
        ("row", 0, "North Quay | 1,204 | 33,100 | open"),
        ("row", 0, "South Quay | 88 | | closed in winter"),
        ("row", 0, "Old Mole | 17 | 310"),
        ("row", 0, "Bridge | 5 | 60 | new"),
    ]


def test_running_heads_and_numbers_of_pages_are_no_text() -> None:
    pages = [
        [
            (72.0, 800.0, 9.0, "Harbour Office - Annual Report"),
            *lines(72, 740, FILLING, f"That was page {name}."),
            (290.0, 40.0, 9.0, f"{number}"),
        ]
        for number, name in enumerate(("one", "two", "three", "four"), start=1)
    ]
    assert [text for _, text in read(pdf(pages))] == [
        f"{FILLING} That was page {name}." for name in ("one", "two", "three", "four")
    ]


def test_what_repeats_right_above_the_text_is_text() -> None:
    pages = [lines(72, 740, "Name of the harbour and of its master", f"Row {name}", FILLING) for name in "ab"]
    assert [text for _, text in read(pdf(pages))].count("Name of the harbour and of its master") == 2


def test_every_block_has_its_page() -> None:
    pages = [lines(72, 700, f"This is page {name}. It ends here.") for name in ("one", "two")]
    assert [part.place for part in read_content(pdf(pages), "a.pdf").parts] == [Place("page", "1"), Place("page", "2")]


def test_a_page_is_cited_by_the_number_printed_on_it() -> None:
    pages = [lines(72, 700, f"This is page {name}. It ends here.") for name in ("one", "two", "three")]
    parts = read_content(pdf(pages, labels="0 << /S /r >> 1 << /S /D >>"), "a.pdf").parts
    assert [part.place.label for part in parts if part.place] == ["p. i", "p. 1", "p. 2"]
    assert [part.place.value for part in parts if part.place] == ["1", "2", "3"]


def test_a_sentence_that_runs_on_stands_whole_where_it_begins() -> None:
    pages = [
        lines(72, 700, "The mayor opened the library in March. She said that the", "town had waited for it"),
        lines(72, 700, "for eleven years. Everybody came to see it on that day."),
    ]
    assert [(part.place and part.place.value, part.text) for part in read_content(pdf(pages), "a.pdf").parts] == [
        (
            "1",
            "The mayor opened the library in March. She said that the town had waited for it for eleven years.",
        ),
        ("2", "Everybody came to see it on that day."),
    ]


def test_titles_of_the_outline_and_large_lines_are_headings() -> None:
    page = [
        (72.0, 760.0, 20.0, "Annual report of the harbour"),
        (72.0, 720.0, 10.0, "2 Ferries"),
        *lines(72, 690, FILLING, FILLING),
        (72.0, 640.0, -10.0, "Fares"),
        *lines(72, 615, FILLING),
    ]
    found = read_content(pdf([page], outline=[("Ferries", 1)]), "a.pdf").parts
    assert [(part.text, part.level) for part in found if part.kind == "heading"] == [
        ("Annual report of the harbour", 1),
        ("2 Ferries", 1),
        ("Fares", 2),
    ]


def test_items_of_a_list_keep_their_numbers_and_lose_their_bullets() -> None:
    page = [
        *lines(72, 700, "The harbour needs three things:"),
        *lines(90, 686, "\x95 a crane that lifts forty tons,", "\x95 a second quay,"),
        *lines(90, 662, "1. A light on the mole."),
    ]
    assert read(pdf([page]))[1:] == [
        ("item", "a crane that lifts forty tons,"),
        ("item", "a second quay,"),
        ("item", "1. A light on the mole."),
    ]


@pytest.mark.parametrize(
    ("info", "title", "day"),
    [
        ("/Title (Annual report) /CreationDate (D:20210309120000Z)", "Annual report", date(2021, 3, 9)),
        ("/Title (report-final.docx)", None, None),
        ("/Title (Microsoft Word - report) /CreationDate (D:2021)", None, None),
        ("", None, None),
    ],
)
def test_properties(info: str, title: str | None, day: date | None) -> None:
    metadata = read_content(pdf([lines(72, 700, FILLING)], info=info), "a.pdf").metadata
    assert (metadata.title, metadata.date, metadata.made) == (title, None, day)


def test_a_scan_is_reported_where_tesseract_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableFileError, match="^it is a scan: its pages are pictures without text; install Tess"):
        read_content(pdf([[], []]), "a.pdf")


def test_scanned_pages_among_others_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    content = read_content(pdf([lines(72, 700, FILLING), []]), "a.pdf")
    assert [part.text for part in content.parts] == [FILLING]
    [problem] = content.metadata.problems
    assert problem.startswith("1 of 2 pages are pictures without text and are not read; install Tesseract")


def test_scanned_pages_are_read_with_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text(
        "#!/bin/sh\ncat >/dev/null\nprintf 'The scanned har-\\nbour.\\n\\nThe harbour.\\f'\n", encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    content = read_content(pdf([[], lines(72, 700, FILLING)]), "a.pdf")
    assert [(part.text, part.place and part.place.value) for part in content.parts] == [
        ("The scanned harbour.", "1"),
        ("The harbour.", "1"),
        (FILLING, "2"),
    ]
    assert content.metadata.problems == ()


def test_an_encrypted_file_is_named_as_such() -> None:
    with pytest.raises(UnreadableFileError, match="^it is encrypted; save it without a password$"):
        read_content(pdf([lines(72, 700, FILLING)], is_encrypted=True), "a.pdf")


@pytest.mark.parametrize(
    ("name", "day"), [("report.pdf", date(2024, 1, 2)), ("2021-03-09-report.pdf", date(2021, 3, 9))]
)
def test_the_day_on_which_a_program_made_the_file_counts_where_nothing_else_gives_one(
    tmp_path: Path, name: str, day: date
) -> None:
    (tmp_path / name).write_bytes(pdf([lines(72, 700, FILLING)], info="/CreationDate (D:20240102)"))
    assert read_document(FoundFile(tmp_path / name, name)).info.date == day


FULL = "Whoever wants to cross the bay on a Sunday has to be at the quay before nine, and"
"""As wide as FILLING, so that no word of the next line would have fitted."""


def test_bold_words_that_fill_a_line_within_a_sentence_are_no_heading() -> None:
    bold = "the captain, the two mates, the engineers, the cook and whoever else has paid,"
    page = [
        *lines(72, 700, FULL),
        *lines(72, 688, bold, size=-10),
        *lines(72, 676, "as the rules of the town have it since the old ferry was sold."),
    ]
    text = "as the rules of the town have it since the old ferry was sold."
    assert read(pdf([page])) == [("paragraph", f"{FULL} {bold} {text}")]


def test_bold_words_that_open_a_paragraph_may_take_more_than_a_line() -> None:
    bold = "What the council has decided about the ferries that cross the bay on Sunday and on"
    page = [
        *lines(72, 700, bold, size=-10),
        (72.0, 688.0, -10, "Monday:"),
        (116.0, 688.0, 10, "They leave at seven, and come back in the evening."),
    ]
    [(kind, text)] = read(pdf([page]))
    assert (kind, text) == ("paragraph", f"{bold} Monday: They leave at seven, and come back in the evening.")


def test_a_dash_that_opens_a_line_in_mid_sentence_is_no_bullet() -> None:
    page = lines(72, 700, FULL, "\x97 if it rains \x97 to bring what keeps him dry on the water.", FILLING)
    assert read(pdf([page]))[0][1].startswith(f"{FULL} — if it rains — to bring")


def test_a_line_in_the_middle_is_no_part_of_the_text_below_it() -> None:
    page = [(290.0, 700.0, 10.0, "Spring 2021"), *lines(72, 688, FULL, "comes too late.")]
    assert read(pdf([page])) == [("paragraph", "Spring 2021"), ("paragraph", f"{FULL} comes too late.")]


def test_single_lines_that_stand_apart_are_paragraphs() -> None:
    first, second = (
        "On Monday the council of the town has passed these two:",
        "Rule 7, on the ferries of the bay and all.",
    )
    assert [text for _, text in read(pdf([lines(72, 700, first, second, pitch=19)]))] == [first, second]


def test_a_sentence_goes_on_with_a_name_on_the_next_page() -> None:
    above, below = lines(72, 700, FILLING, FULL, FULL), lines(72, 760, "Monday it is the same.", FILLING)
    assert read(pdf([above, below]))[0][1] == f"{FILLING} {FULL} {FULL} Monday it is the same."


def test_what_stands_alone_on_a_page_does_not_go_on_below_it() -> None:
    assert read(pdf([lines(72, 700, FULL), lines(72, 760, FULL, "says the town.")]))[0][1] == FULL


def test_a_day_below_the_title_dates_a_document_that_gives_none() -> None:
    page = [(72.0, 740.0, 16.0, "The new ferry"), (72.0, 716.0, 10.0, "March 5, 2021"), *lines(72, 690, FILLING)]
    content = read_content(pdf([page], info="/Title (The new ferry) /CreationDate (D:20240131)"), "a.pdf")
    assert [part.text for part in content.parts] == [FILLING]
    assert (content.metadata.date, content.metadata.below_title) == (None, date(2021, 3, 5))


def test_the_day_below_the_title_counts_before_the_one_that_a_program_set_down(tmp_path: Path) -> None:
    page = [(72.0, 740.0, 16.0, "The new ferry"), (72.0, 716.0, 10.0, "March 5, 2021"), *lines(72, 690, FILLING)]
    path = tmp_path / "ferry.pdf"
    path.write_bytes(pdf([page], info="/Title (The new ferry) /CreationDate (D:20240131)"))
    document = read_document(FoundFile(path, "ferry.pdf"))
    assert document.info.date == date(2021, 3, 5)
    assert dict(document.particulars.origins)["date"] == "text"
