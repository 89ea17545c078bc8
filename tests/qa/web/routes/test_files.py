"""Files of documents, and pictures of their pages, over HTTP."""

from hashlib import sha256
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from support.pdf import lines, pdf

from qa import Collection
from qa.web.routes.files import add_files

WORDS = "The ferry leaves the northern quay at seven in the morning."
DATA = pdf([lines(72, 700, "The first page says nothing."), lines(72, 700, WORDS)])


@pytest.fixture
def client(collection: Collection, folder: Path) -> TestClient:
    """A client of a collection of a PDF and a text, beside which lies a file that was not indexed."""
    (folder / "ferry.pdf").write_bytes(DATA)
    (folder / "ferry.txt").write_text("<script>alert(1)</script>", encoding="utf-8")
    collection.index([folder])
    (folder / "secret.pdf").write_bytes(DATA)
    app = FastAPI()
    add_files(app, collection)
    return TestClient(app)


def test_a_pdf_is_shown_by_the_browser(client: TestClient) -> None:
    answer = client.get("/document/file", params={"name": "ferry.pdf"})
    assert (answer.status_code, answer.content) == (200, DATA)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="ferry.pdf"'
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_any_other_file_is_kept_and_not_run(client: TestClient) -> None:
    headers = client.get("/document/file", params={"name": "ferry.txt"}).headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"] == 'attachment; filename="ferry.txt"'
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["secret.pdf", "../secret.pdf", "/etc/passwd", "", "ferry.pdf/"])
def test_no_file_but_that_of_a_document_is_given(client: TestClient, name: str) -> None:
    assert client.get("/document/file", params={"name": name}).status_code == 404
    assert client.get("/document/page", params={"name": name}).status_code == 404


def test_a_file_that_has_gone_is_missing(client: TestClient, folder: Path) -> None:
    (folder / "ferry.pdf").unlink()
    assert client.get("/document/file", params={"name": "ferry.pdf"}).status_code == 404


def test_the_picture_of_a_page(client: TestClient, collection: Collection) -> None:
    document = collection.catalog.document("ferry.pdf")
    assert document is not None
    start = document.text.index(WORDS)
    place = document.place_at(start)
    assert place is not None
    asked = {"name": "ferry.pdf", "page": place.value, "start": start, "end": start + len(WORDS)}
    answer = client.get("/document/page", params={**asked, "sha256": sha256(DATA).hexdigest()})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert client.get("/document/page", params={**asked, "sha256": "0" * 64}).status_code == 409
    assert client.get("/document/page", params={**asked, "name": "ferry.txt"}).status_code == 404


def test_a_page_that_is_not_there_is_no_picture(client: TestClient) -> None:
    asked = {"name": "ferry.pdf", "page": "3", "sha256": sha256(DATA).hexdigest()}
    answer = client.get("/document/page", params=asked)
    assert (answer.status_code, answer.text) == (422, "ferry.pdf: page 3 cannot be drawn")


def test_hits_and_citations_name_the_page(client: TestClient, collection: Collection) -> None:
    [hit] = [hit for hit in collection.retrieve("northern quay", k=1)]
    assert hit.place is not None
    assert hit.place.to_dict() == {"kind": "page", "value": "1", "label": "p. 1"}
