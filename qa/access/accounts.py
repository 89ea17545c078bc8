"""Users and keys of a server."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from qa.access.hashing import hashed, hashed_password, is_password, new_token
from qa.access.roles import EVERY, Principal, Role
from qa.access.tables import VERSIONS
from qa.errors import UsageError
from qa.messages import Message
from qa.store.database import Database
from qa.store.versions import bring_up_to_date

KEY_PREFIX = "qk_"
LOGIN_LASTS = timedelta(days=30)
"""However much it is used, where the server's settings say nothing else."""
LOGIN_WAITS = timedelta(days=7)
"""For its next use."""
_NOTED_EVERY = timedelta(minutes=5)
"""The last use is not written more often."""
LONGEST_NAME = 100


class Kind(StrEnum):
    """Of an account."""

    USER = "user"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Account:
    """A user or a key, as it is listed.

    Attributes:
        kind: Which of the two.
        principal: Its name and its roles.
        made_at: When it was added.
        used_at: When it was used last, to some minutes; None for never.
        expires_at: When it ends; None for never.
    """

    kind: Kind
    principal: Principal
    made_at: datetime
    used_at: datetime | None
    expires_at: datetime | None


class Accounts:
    """Keeps users and keys; safe to use from several threads and processes.

    Attributes:
        login_lasts: How long a log-in lasts at most.
    """

    def __init__(self, database: Database, login_lasts: timedelta = LOGIN_LASTS) -> None:
        """Take the database; its tables are made when the first account is.

        Args:
            database: Of accounts.
            login_lasts: How long a log-in lasts at most.
        """
        self._database = database
        self.login_lasts = login_lasts
        self._is_made = False

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    # Who is there

    @property
    def exist(self) -> bool:
        """Whether there is a user or a key."""
        return self._database.exists and self._made.first("SELECT 1 FROM accounts LIMIT 1") is not None

    def all(self, kind: Kind) -> list[Account]:
        """Users or keys by name."""
        if not self._database.exists:
            return []
        rows = self._made.select(
            "SELECT id, name, made_at, used_at, expires_at FROM accounts WHERE kind = ? ORDER BY name", (kind,)
        )
        return [
            Account(kind, self._principal(identity, name), datetime.fromisoformat(made), _read(used), _read(expires))
            for identity, name, made, used, expires in rows
        ]

    # Changes

    def add_user(self, name: str, password: str | None, roles: Mapping[str, Role]) -> None:
        """Add a user.

        Args:
            name: To log in with.
            password: None for somebody who logs in elsewhere.
            roles: Role by collection.

        Raises:
            UsageError: The name is taken or none, or the password is too short.
        """
        secret = None if password is None else hashed_password(password)
        self._add(Kind.USER, name, secret, roles, None)

    def add_key(self, name: str, roles: Mapping[str, Role], expires_at: datetime | None = None) -> str:
        """Add a key; returns it, which is the only time that it can be read.

        Raises:
            UsageError: The name is taken or none.
        """
        key = f"{KEY_PREFIX}{new_token()}"
        self._add(Kind.KEY, name, hashed(key), roles, expires_at)
        return key

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password; whoever is logged in by the old one is no longer.

        Raises:
            UsageError: There is no such user, or the password is too short.
        """
        secret = hashed_password(password)
        with self._made.transaction():
            identity = self._id(Kind.USER, name)
            self._made.change("UPDATE accounts SET secret = ? WHERE id = ?", (secret, identity))
            self._made.change("DELETE FROM logins WHERE account = ?", (identity,))

    def set_roles(self, kind: Kind, name: str, roles: Mapping[str, Role]) -> None:
        """Give an account these roles in place of those that it has.

        Raises:
            UsageError: There is no such account.
        """
        with self._made.transaction():
            self._give(self._id(kind, name), roles)

    def remove(self, kind: Kind, names: Iterable[str]) -> None:
        """Remove users or revoke keys; they are refused from the next request on.

        No other service brings a removed user back: somebody has to add him here again.

        Raises:
            UsageError: There is no account of a name; then none is removed.
        """
        with self._made.transaction():
            for name in names:
                identity = self._id(kind, name)
                if kind is Kind.USER:
                    self._made.change(
                        "INSERT INTO removed SELECT name, subject FROM accounts WHERE id = ? "
                        "ON CONFLICT (name) DO UPDATE SET subject = excluded.subject",
                        (identity,),
                    )
                self._made.change("DELETE FROM accounts WHERE id = ?", (identity,))

    # Who asks

    def log_in(self, name: str, password: str) -> str | None:
        """The token of a new log-in; None if the name or the password is wrong."""
        if not self.exist:
            return None
        row = self._made.first(
            "SELECT id, secret FROM accounts WHERE kind = ? AND name = ?", (Kind.USER, " ".join(name.split()))
        )
        identity, secret = row or (None, None)
        return self._log_in(identity) if is_password(password, secret) and identity is not None else None

    def log_in_known(self, name: str, subject: str, roles: Mapping[str, Role]) -> str:
        """The token of a new log-in of somebody whom another service vouches for; one who is new is added.

        Args:
            name: What he is called.
            subject: As whom the service knows him, whatever he is called.
            roles: Of one who is new.

        Raises:
            UsageError: A user of this name logs in with a password, and may be somebody else; or he was removed.
        """
        name = " ".join(name.split())
        row = self._made.first("SELECT id, secret FROM accounts WHERE kind = ? AND name = ?", (Kind.USER, name))
        if row is None:
            if self._made.first("SELECT 1 FROM removed WHERE name = ? OR subject = ?", (name, subject)):
                raise UsageError(Message("the user {name} was removed here; ask who runs this server", name=repr(name)))
            self.add_user(name, None, roles)
        elif row[1] is not None:
            raise UsageError(Message("the user {name} logs in with a password here", name=repr(name)))
        identity = self._id(Kind.USER, name)
        self._made.change("UPDATE accounts SET subject = ? WHERE id = ?", (subject, identity))
        return self._log_in(identity)

    def log_out(self, token: str) -> None:
        """End a log-in."""
        if self._database.exists:
            self._made.change("DELETE FROM logins WHERE token = ?", (hashed(token),))

    def logged_in(self, token: str) -> Principal | None:
        """The user of a log-in that lasts still; None for no such."""
        if not self._database.exists:
            return None
        row = self._made.first(
            "SELECT accounts.id, name, logins.made_at, logins.used_at FROM logins JOIN accounts ON id = account "
            "WHERE token = ?",
            (hashed(token),),
        )
        if row is None:
            return None
        identity, name, made, used = row
        now = _now()
        if now - datetime.fromisoformat(used) > LOGIN_WAITS or now - datetime.fromisoformat(made) > self.login_lasts:
            self.log_out(token)
            return None
        if now - datetime.fromisoformat(used) > _NOTED_EVERY:
            self._made.change("UPDATE logins SET used_at = ? WHERE token = ?", (now.isoformat(), hashed(token)))
        return self._principal(identity, name)

    def secret(self, name: str) -> str:
        """A secret of the server, made when it is first needed: every process of it has the same, and the next one."""
        self._made.change("INSERT INTO secrets VALUES (?, ?) ON CONFLICT DO NOTHING", (name, new_token()))
        [value] = self._made.first("SELECT value FROM secrets WHERE name = ?", (name,)) or ("",)
        return str(value)

    def of_key(self, key: str) -> Principal | None:
        """The principal of a key; None if there is no such key, or it has expired."""
        if not key.startswith(KEY_PREFIX) or not self._database.exists:
            return None
        row = self._made.first(
            "SELECT id, name, used_at, expires_at FROM accounts WHERE kind = ? AND secret = ?", (Kind.KEY, hashed(key))
        )
        if row is None:
            return None
        identity, name, used, expires = row
        now = _now()
        if expires and datetime.fromisoformat(expires) <= now:
            return None
        self._note_use(identity, used, now)
        return self._principal(identity, name)

    # Rows

    def _add(
        self, kind: Kind, name: str, secret: str | None, roles: Mapping[str, Role], expires_at: datetime | None
    ) -> None:
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise UsageError(f"a name has 1 to {LONGEST_NAME} characters that can be printed; this one is {name!r}")
        with self._made.transaction():
            if self._made.first("SELECT 1 FROM accounts WHERE kind = ? AND name = ?", (kind, name)):
                raise UsageError(f"there is a {kind} called {name!r} already; choose another name, or remove it first")
            added = self._made.first(
                "INSERT INTO accounts (kind, name, secret, made_at, expires_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
                (kind, name, secret, _now().isoformat(), expires_at and expires_at.isoformat()),
            )
            assert added is not None  # a row was inserted
            self._give(added[0], roles)
            if kind is Kind.USER:
                self._made.change("DELETE FROM removed WHERE name = ?", (name,))

    def _give(self, identity: int, roles: Mapping[str, Role]) -> None:
        self._made.change("DELETE FROM roles WHERE account = ?", (identity,))
        self._made.change_many(
            "INSERT INTO roles (account, collection, role) VALUES (?, ?, ?)",
            [(identity, collection, str(role)) for collection, role in roles.items()],
        )

    def _log_in(self, identity: int) -> str:
        token, now = new_token(), _now()
        with self._made.transaction():
            self._made.change(
                "DELETE FROM logins WHERE used_at < ? OR made_at < ?",
                ((now - LOGIN_WAITS).isoformat(), (now - self.login_lasts).isoformat()),
            )
            self._made.change(
                "INSERT INTO logins (token, account, made_at, used_at) VALUES (?, ?, ?, ?)",
                (hashed(token), identity, now.isoformat(), now.isoformat()),
            )
            self._made.change("UPDATE accounts SET used_at = ? WHERE id = ?", (now.isoformat(), identity))
        return token

    def _note_use(self, identity: int, used: str | None, now: datetime) -> None:
        if used is None or now - datetime.fromisoformat(used) > _NOTED_EVERY:
            self._made.change("UPDATE accounts SET used_at = ? WHERE id = ?", (now.isoformat(), identity))

    def _id(self, kind: Kind, name: str) -> int:
        row = self._made.first("SELECT id FROM accounts WHERE kind = ? AND name = ?", (kind, " ".join(name.split())))
        if row is None:
            raise UsageError(f"there is no {kind} called {name!r}; `quotable {kind}s list` shows them")
        return int(row[0])

    def _principal(self, identity: int, name: str) -> Principal:
        rows = self._made.select("SELECT collection, role FROM roles WHERE account = ?", (identity,))
        return Principal(identity, name, {collection: Role.named(role) for collection, role in rows})

    @property
    def _made(self) -> Database:
        """The database, with the tables."""
        if not self._is_made:
            bring_up_to_date(self._database, VERSIONS)
            self._is_made = True
        return self._database


def on_collections(role: Role, collections: Iterable[str] = ()) -> dict[str, Role]:
    """A role on some collections, on every one if none is named."""
    return dict.fromkeys(collections, role) or {EVERY: role}


def _now() -> datetime:
    return datetime.now(UTC)


def _read(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None
