"""Two documents of another day, kind and vowel, and a client of their collection."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from support.api import api_client
from support.places import Write

from qa import Collection


@pytest.fixture
def vowels(collection: Collection, write: Write, folder: Path) -> Collection:
    write("aaa.md", "---\ntitle: aaa\ndate: 2021-03-01\ncategory: first\n---\naaa aaa aaa aaa aaa aaa.\n")
    write("eee.md", "---\ntitle: eee\ndate: 2022-03-01\ncategory: second\n---\neee eee eee eee eee eee.\n")
    collection.index([folder])
    return collection


@pytest.fixture
def client(vowels: Collection) -> TestClient:
    return api_client(vowels)
