"""Documents over the API: listed page by page, read, taken in, removed; and how far they are."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from support.api import api_client
from support.places import Write

from qa import Collection
from qa.store.writer_lock import writer_lock
from qa.uploads.inbox import BEING_WRITTEN, Uploads
from qa.web.problems import Problem, problem_json
from qa.web.routes.v1.served import NOT_EDITABLE

HOSTILE = "line\nbreak ä?#%.md"
ADDRESS = "line%0Abreak%20%C3%A4%3F%23%25.md"


@pytest.fixture
def indexing(collection: Collection) -> Iterator[TestClient]:
    """A client of a server that indexes what arrives."""
    uploads, stop = Uploads(collection), threading.Event()
    thread = threading.Thread(target=uploads.index_in_background, args=(stop,))
    thread.start()
    yield api_client(collection, uploads=uploads)
    stop.set()
    thread.join()


def settled(client: TestClient, location: str) -> dict[str, object]:
    """The state of an upload once it no longer waits."""
    until = time.monotonic() + 20
    while (upload := client.get(f"http://127.0.0.1{location}").json())["state"] == "waiting":
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.05)
    return dict(upload)


# Reading


def test_pages_lead_from_one_to_the_next_and_back(collection: Collection, write: Write, folder: Path) -> None:
    for number in range(1, 6):
        write(f"{number}.md", f"---\ntitle: Paper {number}\ndate: 2021-01-0{number}\n---\nText.")
    write("other.md", "Text.")
    collection.index([folder])
    client = api_client(collection, path="/papers/api/v1")
    first = client.get("/documents", params={"q": "paper", "limit": 2})
    page = "/papers/api/v1/documents?q=paper&limit=2&offset="
    assert first.json()["next"] == f"{page}2"
    assert first.headers["link"] == f'<{page}2>; rel="next"'
    found, responses = [], []
    address: str | None = "/papers/api/v1/documents?q=paper&limit=2"
    while address:
        responses.append(client.get(f"http://127.0.0.1{address}"))
        found += [one["name"] for one in responses[-1].json()["documents"]]
        address = responses[-1].json()["next"]
    assert found == ["5.md", "4.md", "3.md", "2.md", "1.md"]
    assert {response.json()["total"] for response in responses} == {5}
    assert responses[1].headers["link"] == f'<{page}4>; rel="next", <{page}0>; rel="prev"'
    assert responses[2].headers["link"] == f'<{page}2>; rel="prev"'


def test_the_last_page_has_no_link_where_it_is_the_only_one(client: TestClient) -> None:
    response = client.get("/documents")
    assert (response.json()["next"], "link" in response.headers) == (None, False)


def test_a_list_says_what_is_known_of_each_document(client: TestClient) -> None:
    assert client.get("/documents", params={"category": "second"}).json() == {
        "total": 1,
        "next": None,
        "documents": [
            {
                "name": "eee.md",
                "title": "eee",
                "date": "2022-03-01",
                "category": "second",
                "url": None,
                "passages": 1,
                "uploaded": False,
            }
        ],
    }


def test_a_document_comes_with_its_text_and_blocks(collection: Collection, write: Write, folder: Path) -> None:
    text = (
        "---\ntitle: Briefing\ndate: 2021-03-09\ncategories: [press, tests]\npermalink: https://x.example/b\n"
        "description: On tests.\nkeywords: [swabs]\n---\n"
        "# Tests\n\nMS. PSAKI: We have [500 tests](https://x.example/t).\n\nQ And then?\n"
    )
    write("notes/briefing.md", text)
    collection.index([folder])
    found = api_client(collection).get("/documents/notes/briefing.md").json()
    document = collection.catalog.document("notes/briefing.md")
    assert document is not None
    blocks = found.pop("blocks")
    assert found == {
        "name": "notes/briefing.md",
        "title": "Briefing",
        "date": "2021-03-09",
        "category": "press",
        "categories": ["press", "tests"],
        "url": "https://x.example/b",
        "description": "On tests.",
        "keywords": ["swabs"],
        "sha256": document.sha256,
        "uploaded": False,
        "text": document.text,
    }
    assert [(one["kind"], found["text"][one["start"] : one["end"]], one["speaker"]) for one in blocks] == [
        ("heading", "Tests", None),
        ("turn", "MS. PSAKI: We have 500 tests.", "MS. PSAKI"),
        ("turn", "Q And then?", "Q"),
    ]
    assert blocks[0]["level"] == 1
    assert blocks[1]["links"] == [{"text": "500 tests", "target": "https://x.example/t"}]


def test_a_document_may_have_any_name(collection: Collection, write: Write, folder: Path) -> None:
    write(HOSTILE, "aaa aaa.\n")
    collection.index([folder])
    assert api_client(collection).get(f"/documents/{ADDRESS}").json()["name"] == HOSTILE


@pytest.mark.parametrize("name", ["b.md", "", "a.md/", "../aaa.md", "\n"])
def test_a_document_that_is_not_there_is_said_not_to_be(client: TestClient, name: str) -> None:
    address = name.replace("\n", "%0A").replace("..", "%2E%2E")
    response = client.get(f"/documents/{address}")
    assert response.status_code == 404
    assert response.json() == problem_json(Problem.NOT_FOUND, f"no document is called {name!r}")


# Changing


def test_a_file_that_is_sent_is_indexed_behind_its_location(indexing: TestClient) -> None:
    address = "/documents/sub%20folder/%C3%A4%3F.md"
    sent = indexing.put(address, content=b"aaa aaa aaa.")
    assert sent.status_code == 202
    assert sent.json() == {"name": "sub folder/ä?.md", "replaced": False, "change": 1}
    location = sent.headers["location"]
    assert location == "/api/v1/uploads/sub%20folder/%C3%A4%3F.md"
    upload = settled(indexing, location)
    expected = {"name": "sub folder/ä?.md", "state": "askable", "reason": None, "warning": None}
    assert upload == {**expected, "document": "sub folder/ä?.md", "change": 2}
    progress = indexing.get("/uploads", params={"after": 1}).json()
    assert (progress["files"], progress["waiting"], progress["change"], progress["problem"]) == ([upload], 0, 2, None)
    assert indexing.get("/uploads", params={"after": 2}).json()["files"] == []
    assert indexing.get(address).json()["uploaded"] is True
    hits = indexing.post("/retrieve", json={"question": "aaa"}).json()["hits"]
    assert [hit["document"] for hit in hits] == ["sub folder/ä?.md"]
    assert indexing.put(address, content=b"eee.").json()["replaced"] is True
    settled(indexing, location)
    removed = indexing.delete(address)
    assert (removed.status_code, removed.json()) == (200, {"name": "sub folder/ä?.md", "file_deleted": True})
    assert indexing.get("/documents").json()["total"] == 0
    assert indexing.get(f"http://127.0.0.1{location}").status_code == 404


def test_what_was_not_sent_is_no_upload(client: TestClient) -> None:
    said = "no file called 'aaa.md' was sent since the server was started"
    assert client.get("/uploads/aaa.md").json() == problem_json(Problem.NOT_FOUND, said)


@pytest.mark.parametrize(
    ("name", "data", "problem", "detail"),
    [
        ("a.exe", b"x", Problem.WRONG_MEDIA_TYPE, "a.exe is of a kind that is not read; "),
        (".a.md", b"x", Problem.INVALID, "the file name '.a.md' cannot be used: a part of it begins with a dot; "),
        ("a.md", b"", Problem.INVALID, "a.md cannot be read: it holds no text"),
        ("a.md", b"x" * 101, Problem.TOO_LARGE, "a.md is over the limit of 0.0001 MB; divide it"),
        ("b.md", b"x" * 60, Problem.NO_ROOM, "with b.md the uploads of this collection would be over 5e-08 GB; "),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_a_problem(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, problem: Problem, detail: str
) -> None:
    for module in ("qa.uploads.files", "qa.web.routes.v1.documents"):
        monkeypatch.setattr(f"{module}.MOST_FILE_BYTES", 100)
    monkeypatch.setattr("qa.uploads.files.MOST_BYTES", 50)
    for content in (data, iter([data])):  # whether or not it says how large it is
        refused = client.put(f"/documents/{name}", content=content)
        assert (refused.status_code, refused.json()["type"]) == (problem.status, problem.type)
        assert refused.json()["detail"].startswith(detail)


def test_too_many_files_that_wait_are_refused_for_a_moment(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.uploads.inbox.MOST_WAITING", 1)
    assert client.put("/documents/a.md", content=b"aaa.").status_code == 202
    refused = client.put("/documents/b.md", content=b"aaa.")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
    assert refused.json()["detail"] == "1 files wait to be indexed; try again in a moment"


def test_nothing_is_changed_where_it_may_not_be(vowels: Collection) -> None:
    client = api_client(vowels, editable=False)
    for method in ("PUT", "DELETE"):
        refused = client.request(method, "/documents/aaa.md", content=b"x")
        assert (refused.status_code, refused.json()) == (403, problem_json(Problem.NOT_EDITABLE, NOT_EDITABLE))
    assert client.get("/documents").json()["total"] == 2


def test_a_document_that_is_not_there_cannot_be_removed(client: TestClient) -> None:
    said = "no document is called 'b.md'; it may have been removed already"
    assert client.delete("/documents/b.md").json() == problem_json(Problem.NOT_FOUND, said)


def test_a_document_stays_while_another_process_writes(
    client: TestClient, vowels: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.collection._PATIENCE", 0.0)
    with writer_lock(vowels.folder):
        refused = client.delete("/documents/aaa.md")
    assert (refused.status_code, refused.headers["retry-after"]) == (409, "5")
    assert refused.json() == problem_json(Problem.BEING_WRITTEN, BEING_WRITTEN)
