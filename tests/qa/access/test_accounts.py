"""Users and keys: who is recognised, for how long, and what is kept of secrets."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.postgres import OpenDatabase

from qa import CollectionError, UsageError
from qa.access import accounts as module
from qa.access.accounts import LOGIN_LASTS, LOGIN_WAITS, Accounts, Kind, on_collections
from qa.access.hashing import hashed
from qa.access.roles import EVERY, Principal, Role
from qa.access.tables import VERSIONS
from qa.store.sqlite import SqliteDatabase
from qa.store.versions import bring_up_to_date

PASSWORD = "twelve eggs"
READER = on_collections(Role.READER)


@pytest.fixture
def accounts(open_database: OpenDatabase) -> Accounts:
    """In a file, and again on a server."""
    return Accounts(open_database("accounts"))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[timedelta]]:
    """What is appended here passes."""
    passed: list[timedelta] = []
    monkeypatch.setattr(module, "_now", lambda: datetime.now(UTC) + sum(passed, timedelta()))
    return iter([passed])


def test_nobody_is_known_before_somebody_is_added_and_nothing_is_made(
    accounts: Accounts, open_database: OpenDatabase
) -> None:
    assert not accounts.exist
    assert accounts.log_in("ann", PASSWORD) is None
    assert accounts.logged_in("token") is None
    assert accounts.of_key("qk_x") is None
    assert accounts.all(Kind.USER) == []
    assert not open_database("accounts").exists


def test_a_user_logs_in_with_the_password_alone(accounts: Accounts) -> None:
    accounts.add_user("  Ann   Lee ", PASSWORD, READER)
    token = accounts.log_in("Ann Lee", PASSWORD)
    assert token is not None
    principal = accounts.logged_in(token)
    assert principal == Principal(1, "Ann Lee", {EVERY: Role.READER})
    for name, password in [("Ann Lee", "twelve eggs "), ("Ann Lee", ""), ("ann lee", PASSWORD), ("Bob", PASSWORD)]:
        assert accounts.log_in(name, password) is None
    assert accounts.logged_in(token[:-1]) is None


def test_what_is_kept_cannot_be_used_and_nobody_else_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "access.sqlite"
    accounts = Accounts(SqliteDatabase(path, is_private=True))
    accounts.add_user("ann", PASSWORD, READER)
    key, token = accounts.add_key("script", READER), accounts.log_in("ann", PASSWORD)
    accounts.close()
    kept = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert token is not None
    assert not any(secret.encode() in kept for secret in (PASSWORD, key, token))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_in_ends_with_the_log_out_with_another_password_and_with_the_user(accounts: Accounts) -> None:
    accounts.add_user("ann", PASSWORD, READER)
    first, second = accounts.log_in("ann", PASSWORD), accounts.log_in("ann", PASSWORD)
    assert first
    assert second
    accounts.log_out(first)
    assert (accounts.logged_in(first), accounts.logged_in(second) is not None) == (None, True)
    accounts.set_password("ann", "another one")
    assert accounts.logged_in(second) is None
    assert accounts.log_in("ann", PASSWORD) is None
    third = accounts.log_in("ann", "another one")
    assert third
    accounts.remove(Kind.USER, ["ann"])
    assert accounts.logged_in(third) is None


def test_a_log_in_that_is_not_used_ends(accounts: Accounts, later: Iterator[list[timedelta]]) -> None:
    passed = next(later)
    accounts.add_user("ann", PASSWORD, READER)
    token = accounts.log_in("ann", PASSWORD)
    assert token
    for _ in range(2):
        passed.append(LOGIN_WAITS - timedelta(hours=1))
        assert accounts.logged_in(token) is not None
    passed.append(LOGIN_WAITS + timedelta(hours=1))
    assert accounts.logged_in(token) is None
    passed.clear()
    assert accounts.logged_in(token) is None  # it does not come back when the clock is put back


@pytest.mark.parametrize("lasts", [LOGIN_LASTS, timedelta(days=2)])
def test_a_log_in_ends_however_much_it_is_used(
    open_database: OpenDatabase, later: Iterator[list[timedelta]], lasts: timedelta
) -> None:
    passed, accounts = next(later), Accounts(open_database("accounts"), lasts)
    accounts.add_user("ann", PASSWORD, READER)
    token = accounts.log_in("ann", PASSWORD)
    assert token
    while sum(passed, timedelta()) < lasts - timedelta(days=1):
        passed.append(timedelta(days=1))
        assert accounts.logged_in(token) is not None
    passed.append(timedelta(days=1))
    assert accounts.logged_in(token) is None
    accounts.close()


def test_a_log_in_of_an_older_version_lasts_from_its_last_use_there(
    accounts: Accounts, open_database: OpenDatabase
) -> None:
    database = open_database("accounts")
    bring_up_to_date(database, VERSIONS[:1])
    now = datetime.now(UTC)
    database.change("INSERT INTO accounts (kind, name, made_at) VALUES ('user', 'ann', ?)", (now.isoformat(),))
    for token, used in (("new", now - timedelta(days=1)), ("old", now - timedelta(days=29))):
        database.change("INSERT INTO logins VALUES (?, 1, ?)", (hashed(token), used.isoformat()))
    database.close()
    known = accounts.logged_in("new")
    assert known is not None
    assert known.name == "ann"
    assert accounts.logged_in("old") is None


def test_a_secret_is_the_same_in_every_process(accounts: Accounts, open_database: OpenDatabase) -> None:
    secret = accounts.secret("one")
    assert len(secret) > 40
    other = Accounts(open_database("accounts"))
    assert [other.secret("one"), accounts.secret("one")] == [secret, secret]
    assert accounts.secret("two") != secret
    assert not accounts.exist
    other.close()


def test_who_was_removed_is_let_in_by_no_other_service_until_he_is_added_again(accounts: Accounts) -> None:
    token = accounts.log_in_known("ann@a.example", "https://b.example 17", READER)
    assert accounts.logged_in(token) is not None
    accounts.add_user("bob@a.example", PASSWORD, READER)
    accounts.remove(Kind.USER, ["ann@a.example", "bob@a.example"])
    for name, subject in [
        ("ann@a.example", "https://b.example 17"),
        ("17", "https://b.example 17"),  # the same by another name
        ("bob@a.example", "https://b.example 18"),
    ]:
        with pytest.raises(UsageError, match=f"the user '{name}' was removed here; ask who runs this server"):
            accounts.log_in_known(name, subject, READER)
    assert accounts.all(Kind.USER) == []
    accounts.add_user("ann@a.example", None, READER)
    assert accounts.logged_in(accounts.log_in_known("ann@a.example", "https://b.example 17", READER)) is not None


def test_a_key_is_known_until_it_expires_or_is_revoked(accounts: Accounts, later: Iterator[list[timedelta]]) -> None:
    passed = next(later)
    roles = on_collections(Role.EDITOR, ["press", "law"])
    expiring = accounts.add_key("short", roles, datetime.now(UTC) + timedelta(days=1))
    lasting = accounts.add_key("long", READER)
    assert accounts.of_key(expiring) == Principal(1, "short", {"press": Role.EDITOR, "law": Role.EDITOR})
    assert accounts.of_key(f"{expiring}x") is None
    assert accounts.log_in("short", expiring) is None
    passed.append(timedelta(days=1))
    assert accounts.of_key(expiring) is None
    assert accounts.of_key(lasting) is not None
    accounts.remove(Kind.KEY, ["long"])
    assert accounts.of_key(lasting) is None


def test_a_name_once_removed_is_somebody_else_when_it_is_added_again(accounts: Accounts) -> None:
    accounts.add_user("ann", PASSWORD, READER)
    accounts.remove(Kind.USER, ["ann"])
    accounts.add_user("ann", PASSWORD, READER)
    token = accounts.log_in("ann", PASSWORD)
    principal = accounts.logged_in(token or "")
    assert principal is not None
    assert principal.id == 2


def test_roles_are_replaced_as_a_whole(accounts: Accounts) -> None:
    key = accounts.add_key("script", on_collections(Role.ADMIN, ["law"]))
    accounts.set_roles(Kind.KEY, "script", on_collections(Role.READER, ["press"]))
    principal = accounts.of_key(key)
    assert principal is not None
    assert principal.roles == {"press": Role.READER}


@pytest.mark.parametrize(
    ("roles", "role", "collection", "may"),
    [
        ({EVERY: Role.EDITOR}, Role.READER, "press", True),
        ({EVERY: Role.EDITOR}, Role.ADMIN, "press", False),
        ({"press": Role.READER}, Role.READER, "press", True),
        ({"press": Role.READER}, Role.EDITOR, "press", False),
        ({"press": Role.ADMIN}, Role.READER, "law", False),
        ({"press": Role.ADMIN, EVERY: Role.READER}, Role.EDITOR, "press", True),
        ({}, Role.READER, "press", False),
    ],
)
def test_a_role_may_what_those_before_it_may(roles: dict[str, Role], role: Role, collection: str, may: bool) -> None:
    assert Principal(1, "ann", roles).may(role, collection) is may


@pytest.mark.parametrize(
    ("name", "password", "error"),
    [
        ("", PASSWORD, "a name has 1 to 100 characters that can be printed; this one is ''"),
        ("a\x1bb", PASSWORD, r"a name has 1 to 100 characters that can be printed; this one is 'a\\x1bb'"),
        ("ann", PASSWORD, "there is a user called 'ann' already; choose another name, or remove it first"),
        ("bob", "short", "a password has 10 to 200 characters; this one has 5"),
        ("bob", "x" * 201, "a password has 10 to 200 characters; this one has 201"),
    ],
)
def test_what_makes_no_account_is_refused(accounts: Accounts, name: str, password: str, error: str) -> None:
    accounts.add_user("ann", PASSWORD, READER)
    with pytest.raises(UsageError, match=f"^{error}$"):
        accounts.add_user(name, password, READER)
    assert [account.principal.name for account in accounts.all(Kind.USER)] == ["ann"]


def test_who_is_not_there_cannot_be_changed(accounts: Accounts) -> None:
    accounts.add_user("ann", PASSWORD, READER)
    said = "there is no key called 'ann'; `quotable keys list` shows them"
    with pytest.raises(UsageError, match=said):
        accounts.set_roles(Kind.KEY, "ann", READER)
    with pytest.raises(UsageError, match="there is no user called 'bob'; `quotable users list` shows them"):
        accounts.remove(Kind.USER, ["ann", "bob"])
    assert accounts.exist
    with pytest.raises(UsageError, match="'boss' is no role; there are reader, editor and admin"):
        Role.named("boss")


def test_accounts_of_a_newer_version_are_left_alone(accounts: Accounts, open_database: OpenDatabase) -> None:
    accounts.add_user("ann", PASSWORD, READER)
    open_database("accounts").set_version(99)
    with pytest.raises(
        CollectionError, match="has format 99, and this version of Quotable reads formats up to 2; upgrade Quotable"
    ):
        Accounts(open_database("accounts")).add_key("script", READER)
