"""Addresses of collections: what is a folder, what is a server, and what is never shown."""

from pathlib import Path

import pytest

from qa.address import ClusterAddress, read_address
from qa.errors import UsageError
from qa.settings import load_settings


@pytest.mark.parametrize("given", ["letters", "/srv/letters", "./postgresql:", "C:letters"])
def test_a_path_is_a_folder(given: str) -> None:
    assert read_address(given) == Path(given)
    assert read_address(Path(given)) == Path(given)


def test_an_address_names_the_database_the_vectors_and_a_folder() -> None:
    given = "postgresql://ann:p%40ss@db.example:5433/letters?vectors=http://m:19530&folder=/srv/q&sslmode=require"
    address = read_address(given)
    assert address == ClusterAddress(
        "postgresql://ann:p%40ss@db.example:5433/letters?sslmode=require", "http://m:19530", Path("/srv/q")
    )
    assert read_address(address) is address
    assert (address.name, address.host) == ("letters", "db.example:5433")
    assert read_address("postgres://db/letters") == ClusterAddress("postgresql://db/letters", None, None)


def test_a_password_is_never_shown() -> None:
    address = read_address("postgresql://ann:secret@db/letters?password=secret2")
    assert str(address) == "postgresql://db/letters"
    assert repr(address) == "ClusterAddress(vectors=None, folder=None)"


@pytest.mark.parametrize(
    "given",
    [
        *("postgresql://", "postgresql://db", "postgresql://db/", "postgresql://db/a/b", "postgresql://db:x/a"),
        *("postgresql://[db/a", "postgresql://db/a?vectors"),
    ],
)
def test_what_is_no_whole_address_is_refused_with_one_that_is(given: str) -> None:
    with pytest.raises(UsageError, match="cannot be read; one looks like postgresql://user@host/name"):
        read_address(given)


def test_the_environment_may_name_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTABLE_COLLECTION", "postgresql://db/letters")
    assert load_settings().collection == ClusterAddress("postgresql://db/letters", None, None)
