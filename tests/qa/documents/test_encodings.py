"""Text files in other encodings than UTF-8."""

import pytest

from qa.documents.encodings import decode
from qa.errors import UnreadableFileError

TEXT = "Café “Moos”, 5 € – täglich"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("text", [TEXT, "plain words", ""])
def test_every_usual_encoding_is_read(encoding: str, text: str) -> None:
    # Without a mark, UTF-16 is told by its nulls, which these signs do not have.
    text = text.replace("€", "£").replace("–", "-").replace("“", "'").replace("”", "'") if "16-" in encoding else text
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_mark_tells_the_order_of_bytes(encoding: str) -> None:
    for order in ("le", "be"):
        assert decode(f"\ufeff苔 {TEXT}".encode(f"{encoding}-{order}")) == f"苔 {TEXT}"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\0b", "it holds a null character, so it is not a text file"),
        ("Грибы и мох".encode("cp1251"), "not UTF-8 text .* save it as UTF-8"),
        ("苔は石の上に育つ".encode("shift_jis"), "not UTF-8 text .* save it as UTF-8"),
        (f"{TEXT}".encode() + b" \xe9 end", "not UTF-8 text .byte 37 is 0xe9.; save it as UTF-8"),
        (b"words \x8f words", "not Windows-1252 text .byte 6 is 0x8f.; save it as UTF-8"),
    ],
)
def test_what_would_become_nonsense_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        decode(data)
