"""The picture of a page with a quotation marked."""

import io
from pathlib import Path

import pytest
from PIL import Image
from support.pdf import lines, pdf

from qa.documents.pdf.pdf import open_pdf
from qa.documents.pdf.picture import draw, find_words, page_picture
from qa.errors import UnreadableFileError

PAGE = lines(72, 700, "The ferry leaves the north-", "ern quay at seven in the morning.", "It comes back at nine.")
DATA = pdf([PAGE, lines(72, 700, "Nothing of it is here.")])


def boxes(quotation: str) -> list[tuple[int, int]]:
    """Where the marked lines begin, from the left and from the foot of the page."""
    return [(round(box[0]), round(box[1])) for box in find_words(open_pdf(DATA)[0], quotation)]


def test_words_are_found_line_by_line_whatever_joined_the_lines() -> None:
    found = boxes("The ferry leaves the northern quay at seven in the morning.")
    assert [left for left, _ in found] == [72, 72]
    assert found[0][1] - found[1][1] == 12


def test_of_words_that_run_on_to_the_next_page_the_beginning_is_found() -> None:
    assert len(boxes("It comes back at nine and leaves again.")) == 1


@pytest.mark.parametrize("quotation", ["", "It never came back.", "Nothing of it is here."])
def test_words_that_are_not_there_are_not_marked(quotation: str) -> None:
    assert boxes(quotation) == []


def test_the_mark_lies_on_the_words() -> None:
    with Image.open(io.BytesIO(draw(DATA, 1, "It comes back at nine."))) as picture:
        assert picture.format == "WEBP"
        scale = picture.width / 595
        red, green, blue = picture.convert("RGB").getpixel((int(71 * scale) + 3, int((842 - 675) * scale)))
        assert (red > 200, green > 200, blue < 160) == (True, True, True)
        red, green, blue = picture.convert("RGB").getpixel((int(400 * scale), int((842 - 700) * scale)))
        assert min(red, green, blue) > 240


def test_another_process_draws_it(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(DATA)
    assert page_picture(tmp_path / "a.pdf", 2) == draw(DATA, 2)


@pytest.mark.parametrize(("data", "page"), [(DATA, 3), (b"no PDF", 1)])
def test_a_page_that_cannot_be_drawn_is_an_error(tmp_path: Path, data: bytes, page: int) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(UnreadableFileError, match=f"^page {page} cannot be drawn$"):
        page_picture(tmp_path / "a.pdf", page)
