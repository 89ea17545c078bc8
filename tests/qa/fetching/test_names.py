"""Names of the files of pages."""

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.documents import SIDECAR_SUFFIX, find_files
from qa.documents.files import FoundFile
from qa.errors import UsageError
from qa.fetching.addresses import spelled
from qa.fetching.names import file_name, suffix_of


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://Site.Example/", "site.example/index.html"),
        ("https://site.example/docs/Intro.html", "site.example/docs/Intro.html"),
        ("https://site.example/docs/v1.2/", "site.example/docs/v1_2.html"),
        ("https://site.example:8080/a.php?id=3&x=/../y", "site.example_8080/a_php-id_3_x_y.html"),
        ("https://site.example/caf%C3%A9/%E6%9D%B1%E4%BA%AC", "site.example/café/東京.html"),
        ("https://site.example/%2e%2e/%2e%2e/etc/passwd", "site.example/_/_/etc/passwd.html"),
        ("https://site.example/.git/con", "site.example/git/con_.html"),
        ("https://site.example/a_files/b%00%0Ac", "site.example/a_files_/b_c.html"),
        ("http://[::1]:80/a", "_1_/a.html"),
    ],
)
def test_a_name_is_near_to_its_address(address: str, name: str) -> None:
    assert file_name(spelled(address), ".html", ()) == name


def test_a_name_that_is_taken_gets_a_hash_of_its_address() -> None:
    address = "https://site.example/docs/Intro"
    name = file_name(address, ".html", {"site.example/docs/intro.html"})
    assert name.startswith("site.example/Intro-")
    assert name != file_name(address + "?", ".html", {"site.example/docs/intro.html"})


@given(st.text(max_size=300), st.text(max_size=80))
def test_every_address_has_a_name_that_stays_in_its_folder(path: str, query: str) -> None:
    try:
        address = spelled(f"https://site.example/{path}?{query}")
    except UsageError:
        return
    parts = PurePosixPath(file_name(address, ".html", ())).parts
    assert parts[0] == "site.example"
    assert not any(part.startswith(".") or "\\" in part or "\0" in part for part in parts)
    assert all(len(f".{part}{SIDECAR_SUFFIX}".encode()) <= 255 for part in parts)
    assert not any("." in part for part in parts[1:-1])


@pytest.mark.parametrize("host", ["..", ".", "..."])
def test_a_host_is_no_way_out_of_the_folder(host: str) -> None:
    assert PurePosixPath(file_name(f"http://{host}/a", ".html", ())).parts == ("_", "a.html")


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    name = file_name("https://site.example/a_files/.b_files", ".html", ())
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("words")
    (tmp_path / "site.example" / "a.html").write_text("words")
    found = [entry for entry in find_files(tmp_path) if isinstance(entry, FoundFile)]
    assert [entry.name for entry in found] == ["site.example/a.html", name]


@pytest.mark.parametrize(
    ("media_type", "path", "suffix"),
    [
        ("text/html", "report.pdf", ".html"),
        ("application/pdf", "report", ".pdf"),
        ("application/octet-stream", "report.PDF", ".pdf"),
        ("text/plain", "notes.md", ".md"),
        ("text/plain", "notes", ".txt"),
        ("text/csv", "table.csv", ".csv"),
        ("", "page.html", ".html"),
        ("", "page", None),
        ("application/octet-stream", "data.bin", None),
        ("image/png", "page.html", None),
        ("application/zip", "all.zip", None),
        ("application/json", "data.json", None),
    ],
)
def test_a_file_is_of_the_kind_that_its_server_says(media_type: str, path: str, suffix: str | None) -> None:
    assert suffix_of(media_type, f"https://site.example/{path}") == suffix
