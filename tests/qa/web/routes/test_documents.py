"""Documents over HTTP: what is listed, taken in, refused and removed."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from support.places import Write

import qa.uploads.files
import qa.uploads.inbox
from qa import Collection
from qa.documents import KINDS
from qa.store.listing import Listings
from qa.store.writer_lock import writer_lock
from qa.uploads.inbox import BEING_WRITTEN, Uploads
from qa.web.routes.api import add_api
from qa.web.routes.documents import NOT_EDITABLE, add_documents

APPLES = "---\ntitle: Örchards\ndate: 2021-03-01\ncategory: first\npermalink: https://x.example/a\n---\nRed apples.\n"
MakeClient = Callable[..., TestClient]


@pytest.fixture
def make_client(collection: Collection) -> MakeClient:
    """Makes a client of the API alone, and of its uploads."""

    def make(uploads: Uploads | None = None, *, editable: bool = True) -> TestClient:
        app = FastAPI()
        add_documents(app, Listings(collection.catalog), uploads or Uploads(collection), editable=editable)
        add_api(app, collection)
        return TestClient(app, base_url="http://127.0.0.1")

    return make


@pytest.fixture
def client(make_client: MakeClient, collection: Collection) -> Iterator[TestClient]:
    """A client of a server that indexes what arrives."""
    uploads, stop = Uploads(collection), threading.Event()
    thread = threading.Thread(target=uploads.index_in_background, args=(stop,))
    thread.start()
    yield make_client(uploads)
    stop.set()
    thread.join()


def wait(client: TestClient) -> dict[str, object]:
    """Progress once nothing waits any more."""
    until = time.monotonic() + 20
    while (progress := client.get("/api/documents/progress").json())["waiting"]:
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.05)
    return dict(progress)


def names(client: TestClient, **parameters: str) -> list[str]:
    return [found["name"] for found in client.get("/api/documents", params=parameters).json()["documents"]]


def test_an_upload_becomes_askable_is_listed_replaced_and_removed(client: TestClient) -> None:
    address = "/api/documents/sub%20folder/%C3%A4%3F%23%25.md"
    name = "sub folder/ä?#%.md"
    added = client.put(address, content=APPLES.encode())
    assert (added.status_code, added.json()) == (201, {"name": name, "replaced": False, "change": 1})
    progress = wait(client)
    assert progress["files"] == [
        {"name": name, "state": "askable", "reason": None, "warning": None, "document": name, "change": 2}
    ]
    assert progress["problem"] is None
    assert client.get("/api/documents").json() == {
        "total": 1,
        "editable": True,
        "documents": [
            {
                "name": name,
                "title": "Örchards",
                "date": "2021-03-01",
                "category": "first",
                "url": "https://x.example/a",
                "passages": 1,
                "uploaded": True,
            }
        ],
    }
    again = client.put(address, content=APPLES.replace("Red", "Green").encode())
    assert (again.status_code, again.json()["replaced"]) == (200, True)
    wait(client)
    assert "Green apples" in client.get("/api/retrieve", params={"q": "apples"}).json()["hits"][0]["text"]
    removed = client.delete(address)
    assert (removed.status_code, removed.json()) == (200, {"name": name, "file_deleted": True})
    assert client.get("/api/documents").json()["total"] == 0


def test_a_document_of_another_folder_keeps_its_file(
    make_client: MakeClient, collection: Collection, folder: Path, write: Write
) -> None:
    path = write("a.md", APPLES)
    collection.index([folder])
    client = make_client()
    assert client.get("/api/documents").json()["documents"][0]["uploaded"] is False
    assert client.delete("/api/documents/a.md").json() == {"name": "a.md", "file_deleted": False}
    assert path.exists()


def test_the_list_is_searched_filtered_and_paged(
    make_client: MakeClient, collection: Collection, folder: Path, write: Write
) -> None:
    for day, category in [("2021-01-01", "first"), ("2022-01-01", "second"), ("2023-01-01", "first")]:
        write(f"{day}.md", f"---\ntitle: Day {day}\ndate: {day}\ncategory: {category}\n---\nText.")
    collection.index([folder])
    client = make_client()
    assert names(client) == ["2023-01-01.md", "2022-01-01.md", "2021-01-01.md"]
    assert names(client, q="dAY 2022") == ["2022-01-01.md"]
    assert names(client, q="%") == []
    assert names(client, category="first", to="2022-06-01") == ["2021-01-01.md"]
    assert names(client, **{"from": "2022-01-01", "limit": "1", "offset": "1"}) == ["2022-01-01.md"]
    assert client.get("/api/documents", params={"limit": 1}).json()["total"] == 3


@pytest.mark.parametrize(
    ("name", "data", "status", "error"),
    [
        ("a.exe", b"x" * 101, 415, "a.exe is of a kind that is not read"),
        ("a.exe", b"x", 415, f"a.exe is of a kind that is not read; those that are: {KINDS}"),
        (".a.md", b"x", 422, "the file name '.a.md' cannot be used: a part of it begins with a dot; rename it"),
        ("%2E%2E/a.md", b"x", 422, "the file name '../a.md' cannot be used: a part of it begins with a dot; rename it"),
        ("a.md", b"", 422, "a.md cannot be read: it holds no text"),
        ("a.md", b"\xff", 422, "a.md cannot be read: not UTF-8 text (byte 0 is 0xff); save it as UTF-8"),
        ("a.md", b"x" * 101, 413, "a.md is over the limit of 0.0001 MB; divide it"),
        ("b.md", b"x" * 60, 507, "with b.md the uploads of this collection would be over 5e-08 GB; "),
    ],
)
def test_what_cannot_be_taken_in_is_answered_with_a_sentence(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, status: int, error: str
) -> None:
    for module in ("qa.uploads.files", "qa.web.routes.v1.documents"):
        monkeypatch.setattr(f"{module}.MOST_FILE_BYTES", 100)
    monkeypatch.setattr(qa.uploads.files, "MOST_BYTES", 50)
    client = make_client()
    refused = client.put(f"/api/documents/{name}", content=data)
    assert (refused.status_code, refused.json()["error"][: len(error)]) == (status, error)
    assert client.get("/api/documents/progress").json()["files"] == []


def test_a_file_that_does_not_say_how_large_it_is_is_read_up_to_the_limit(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.web.routes.v1.documents.MOST_FILE_BYTES", 100)
    client = make_client()
    assert client.put("/api/documents/a.md", content=(b"x" * 50 for _ in range(2))).status_code == 201
    assert client.put("/api/documents/b.md", content=(b"x" * 50 for _ in range(3))).status_code == 413


def test_too_many_that_wait_are_asked_to_come_again(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qa.uploads.inbox, "MOST_WAITING", 1)
    client = make_client()
    assert client.put("/api/documents/a.md", content=b"x").status_code == 201
    refused = client.put("/api/documents/b.md", content=b"x")
    expected = {"error": "1 files wait to be indexed; try again in a moment"}
    assert (refused.status_code, refused.json()) == (429, expected)
    assert refused.headers["retry-after"] == "2"


def test_removals_that_wait_for_another_process_hold_up_no_question(
    make_client: MakeClient, collection: Collection, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", APPLES)
    collection.index([folder])
    monkeypatch.setattr(qa.uploads.inbox, "_PATIENCE", 0.2)
    answered: list[str] = []
    statuses: list[int] = []

    with make_client() as client, writer_lock(collection.folder), ThreadPoolExecutor(90) as threads:
        removals = [threads.submit(client.delete, "/api/documents/a.md") for _ in range(80)]
        for removal in removals:
            removal.add_done_callback(lambda _: answered.append("removal"))
        listed = threads.submit(names, client)
        listed.add_done_callback(lambda _: answered.append("question"))
        assert listed.result() == ["a.md"]
        statuses += [removal.result().status_code for removal in removals]
    assert answered.index("question") < 60
    assert set(statuses) == {423, 429}
    assert all(removal.result().headers["retry-after"] == "2" for removal in removals)


def test_an_unknown_document_cannot_be_removed(make_client: MakeClient) -> None:
    refused = make_client().delete("/api/documents/a.md")
    expected = {"error": "no document is called 'a.md'; it may have been removed already"}
    assert (refused.status_code, refused.json()) == (404, expected)


def test_while_another_process_writes_nothing_is_removed(
    make_client: MakeClient, collection: Collection, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", APPLES)
    collection.index([folder])
    monkeypatch.setattr(qa.uploads.inbox, "_PATIENCE", 0)
    with writer_lock(collection.folder):
        refused = make_client().delete("/api/documents/a.md")
    assert (refused.status_code, refused.json()) == (423, {"error": BEING_WRITTEN})
    assert refused.headers["retry-after"] == "2"
    assert collection.catalog.counts()[0] == 1


def test_where_documents_cannot_be_changed_they_can_be_read(
    make_client: MakeClient, collection: Collection, folder: Path, write: Write
) -> None:
    write("a.md", APPLES)
    collection.index([folder])
    client = make_client(editable=False)
    for refused in (client.put("/api/documents/b.md", content=b"x"), client.delete("/api/documents/a.md")):
        assert (refused.status_code, refused.json()) == (403, {"error": NOT_EDITABLE})
    assert client.get("/api/documents").json()["editable"] is False
    assert names(client) == ["a.md"]


def test_what_was_added_a_moment_ago_can_be_removed_at_once(make_client: MakeClient) -> None:
    client = make_client()
    assert client.put("/api/documents/a.md", content=APPLES.encode()).status_code == 201
    removed = client.delete("/api/documents/a.md")
    assert (removed.status_code, removed.json()) == (200, {"name": "a.md", "file_deleted": True})
    assert client.get("/api/documents/progress").json()["waiting"] == 0
    assert client.delete("/api/documents/a.md").status_code == 404
