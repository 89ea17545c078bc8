"""A response to GET is sent again only when the collection has changed."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from support.api import api_client
from support.places import Write
from support.toy import ToyEncoder

from qa import Collection

ADDRESSES = ("/documents", "/documents?limit=1", "/documents/aaa.md", "/status")


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_the_same_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["cache-control"] == "private, no-cache"
    tag = first.headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = client.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"if-none-match": '"x"'}).json() == first.json()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_change_of_documents_changes_the_tag(
    client: TestClient, vowels: Collection, write: Write, folder: Path, address: str
) -> None:
    tag = client.get(address).headers["etag"]
    write("iii.md", "iii iii.\n")
    vowels.index([folder])
    added = client.get(address, headers={"if-none-match": tag})
    assert added.status_code == 200
    vowels.remove(["iii.md"])
    removed = client.get(address, headers={"if-none-match": added.headers["etag"]})
    assert removed.status_code == 200
    assert removed.headers["etag"] != tag


def test_tags_of_different_addresses_differ(client: TestClient) -> None:
    assert len({client.get(address).headers["etag"] for address in (*ADDRESSES, "/documents?limit=2")}) == 5


def test_another_title_changes_the_tag_of_the_status_alone(client: TestClient, vowels: Collection) -> None:
    before = {address: client.get(address).headers["etag"] for address in ADDRESSES}
    vowels.describe(title="Vowels")
    changed = {address for address in ADDRESSES if client.get(address).headers["etag"] != before[address]}
    assert changed == {"/status"}


def test_a_collection_made_anew_in_the_same_place_has_other_tags(
    tmp_path: Path, write: Write, folder: Path, encoder: ToyEncoder
) -> None:
    tags = []
    for text in ("aaa aaa.", "eee eee."):
        write("a.md", text)
        collection = Collection.open(tmp_path / "again", encoder=encoder)
        collection.index([folder])
        tags.append(api_client(collection).get("/documents/a.md").headers["etag"])
        collection.close()
        shutil.move(tmp_path / "again", tmp_path / f"kept-{text[0]}")
    assert tags[0] != tags[1]


def test_copies_have_the_same_tags_until_one_changes(
    tmp_path: Path, write: Write, folder: Path, encoder: ToyEncoder
) -> None:
    write("a.md", "aaa aaa.")
    with closing(Collection.open(tmp_path / "first", encoder=encoder)) as collection:
        collection.index([folder])
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    tags: dict[str, list[str]] = {}
    for name, text in (("first", "eee eee."), ("second", "iii iii.")):
        with closing(Collection.open(tmp_path / name, encoder=encoder)) as collection:
            client = api_client(collection)
            tags[name] = [client.get("/documents/a.md").headers["etag"]]
            write("a.md", text)
            collection.index([folder])
            tags[name].append(client.get("/documents/a.md").headers["etag"])
    assert tags["first"][0] == tags["second"][0]
    assert len({*tags["first"], *tags["second"]}) == 3


def test_what_is_missing_has_no_tag(client: TestClient) -> None:
    assert "etag" not in client.get("/documents/b.md").headers


def test_head_is_answered_as_get_without_content(client: TestClient) -> None:
    for address in (*ADDRESSES, "/uploads", "/documents/b.md"):
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (got.status_code, b"")
        for name in ("content-length", "content-type", "etag"):
            assert head.headers.get(name) == got.headers.get(name)
