"""The commands that let people and programs into a server: `users` and `keys`."""

import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from qa.cli.opening import open_accounts
from qa.cli.options import JsonOption
from qa.cli.printing import err, out, print_json
from qa.errors import UsageError

if TYPE_CHECKING:
    from qa.access.accounts import Account, Kind
    from qa.access.roles import Role

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")]
NamesArgument = Annotated[list[str], typer.Argument(metavar="NAME…", help="What they are called.")]
RoleOption = Annotated[
    str, typer.Option("--role", help="reader asks; editor adds and removes documents too; admin changes the settings.")
]
OnOption = Annotated[
    list[str] | None,
    typer.Option("--on", metavar="COLLECTION", help="Only on this collection; can be repeated. Else on every one."),
]
ExpiresOption = Annotated[
    str | None, typer.Option("--expires", metavar="DATE", help="The last day of the key (YYYY-MM-DD).")
]


ElsewhereOption = Annotated[
    bool, typer.Option("--elsewhere", help="Who logs in at the provider of OpenID Connect; no password is asked for.")
]


def add_user(
    name: NameArgument, role: RoleOption = "reader", on: OnOption = None, elsewhere: ElsewhereOption = False
) -> None:
    """Add a user; the password is asked for, or read from standard input."""
    roles = _roles(role, on)
    open_accounts().add_user(name, None if elsewhere else _read_password(), roles)
    err.print(f"added the user {name!r}, {role}", markup=False, style="dim")


def list_users(as_json: JsonOption = False) -> None:
    """List the users."""
    from qa.access.accounts import Kind

    _print(Kind.USER, as_json=as_json)


def set_password(name: NameArgument) -> None:
    """Give a user another password, which logs him out everywhere."""
    open_accounts().set_password(name, _read_password())


def set_user_role(name: NameArgument, role: RoleOption = "reader", on: OnOption = None) -> None:
    """Give a user another role."""
    from qa.access.accounts import Kind

    open_accounts().set_roles(Kind.USER, name, _roles(role, on))


def remove_users(names: NamesArgument) -> None:
    """Remove users; their conversations stay in the collections."""
    from qa.access.accounts import Kind

    open_accounts().remove(Kind.USER, names)


def add_key(
    name: NameArgument, role: RoleOption = "reader", on: OnOption = None, expires: ExpiresOption = None
) -> None:
    """Make a key and print it, this one time."""
    key = open_accounts().add_key(name, _roles(role, on), _end_of(expires))
    err.print("Keep it now: it cannot be shown again.", style="dim")
    print(key)  # noqa: T201 - alone on standard output, for scripts


def list_keys(as_json: JsonOption = False) -> None:
    """List the keys, not what they are."""
    from qa.access.accounts import Kind

    _print(Kind.KEY, as_json=as_json)


def set_key_role(name: NameArgument, role: RoleOption = "reader", on: OnOption = None) -> None:
    """Give a key another role."""
    from qa.access.accounts import Kind

    open_accounts().set_roles(Kind.KEY, name, _roles(role, on))


def revoke_keys(names: NamesArgument) -> None:
    """Revoke keys; they are refused from now on."""
    from qa.access.accounts import Kind

    open_accounts().remove(Kind.KEY, names)


def _roles(role: str, on: list[str] | None) -> dict[str, "Role"]:
    from qa.access.accounts import on_collections
    from qa.access.roles import Role

    return on_collections(Role.named(role), on or ())


def _read_password() -> str:
    if sys.stdin.isatty():
        password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return password
    return sys.stdin.readline().rstrip("\r\n")


def _end_of(day: str | None) -> datetime | None:
    """The end of a day."""
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), UTC)
    except ValueError as error:
        raise UsageError(f"--expires is {day!r}; write a day as YYYY-MM-DD") from error


def _print(kind: "Kind", *, as_json: bool) -> None:
    accounts = open_accounts().all(kind)
    if as_json:
        print_json([_record(account) for account in accounts])
        return
    if not accounts:
        err.print(f"there are no {kind}s; add one: quotable {kind}s add NAME", style="dim")
        return
    table = Table("name", "role", "made", "last used", *(["expires"] if kind == "key" else []), box=None)
    for account in accounts:
        days = [account.made_at, account.used_at, *([account.expires_at] if kind == "key" else [])]
        shown = ["–" if day is None else day.date().isoformat() for day in days]
        table.add_row(account.principal.name, _shown_roles(account), *shown)
    out.print(table)


def _shown_roles(account: "Account") -> str:
    return ", ".join(
        f"{role} on {collection}" if collection else str(role)
        for collection, role in sorted(account.principal.roles.items())
    )


def _record(account: "Account") -> dict[str, object]:
    moments = {"made_at": account.made_at, "used_at": account.used_at, "expires_at": account.expires_at}
    return {
        "name": account.principal.name,
        "roles": {collection or "*": str(role) for collection, role in account.principal.roles.items()},
        **{name: moment and moment.isoformat(timespec="seconds") for name, moment in moments.items()},
    }
