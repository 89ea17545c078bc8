"""Pages that a browser has saved as one file."""

import pytest

from qa.documents.formats import read_content
from qa.errors import UnreadableFileError

SAVED = """From: <Saved by Blink>
Snapshot-Content-Location: https://x.example/ferry
Subject: The ferry
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--b"

----b
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable

<html><head><title>The f=C3=A4rry</title></head><body><p>It leaves at=
 six.</p></body></html>
----b
Content-Type: text/html

<p>An advert.</p>
----b--
"""


def test_the_page_is_read_and_its_address_kept() -> None:
    found = read_content(SAVED.encode(), "ferry.mhtml")
    assert [part.text for part in found.parts] == ["It leaves at six."]
    assert (found.metadata.title, found.metadata.url) == ("The färry", "https://x.example/ferry")


@pytest.mark.parametrize("data", [b"", b"x", b"Content-Type: text/plain\n\nx"])
def test_a_file_without_a_page_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="no web page is in it"):
        read_content(data, "ferry.mhtml")
