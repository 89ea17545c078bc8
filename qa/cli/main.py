"""The command line: `quotable`. Exit status: 0 done or answered, 1 error, 2 usage, 3 abstained, 4 some files unread."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from embeddings.errors import EmbeddingsError
from qa.cli import accounts, agents, asking, caring, keeping, measuring, printing, serving, showing
from qa.cli.options import ERROR, USAGE
from qa.cli.printing import err
from qa.errors import QuotableError, UsageError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Answers questions about a collection of documents with quotations that were checked against their source.",
)
feedback = typer.Typer(no_args_is_help=True, help="Feedback that visitors of the chat gave on its answers.")
app.add_typer(feedback, name="feedback")
users = typer.Typer(no_args_is_help=True, help="Users of a server, who log in with a password.")
app.add_typer(users, name="users")
keys = typer.Typer(no_args_is_help=True, help="Keys, by which programs are known to a server.")
app.add_typer(keys, name="keys")

for command in (
    keeping.index,
    keeping.watch,
    asking.ask,
    asking.retrieve,
    asking.chat,
    serving.serve,
    agents.mcp,
    keeping.status,
    showing.show,
    keeping.describe,
    keeping.remove,
    keeping.check,
    caring.backup,
    caring.restore,
    keeping.doctor,
    measuring.evaluate,
):
    app.command()(command)
feedback.command()(measuring.export)
users.command("add")(accounts.add_user)
users.command("list")(accounts.list_users)
users.command("password")(accounts.set_password)
users.command("role")(accounts.set_user_role)
users.command("remove")(accounts.remove_users)
keys.command("add")(accounts.add_key)
keys.command("list")(accounts.list_keys)
keys.command("role")(accounts.set_key_role)
keys.command("revoke")(accounts.revoke_keys)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"quotable {version('quotable-qa')}")  # noqa: T201
        raise typer.Exit


@app.callback()
def _common(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every error that is not a bug becomes one line on standard error."""
    printing.accept_every_character()
    try:
        app(list(arguments) if arguments is not None else None)
    except UsageError as error:
        err.print(f"quotable: {error}", markup=False, style="red")
        sys.exit(USAGE)
    except (QuotableError, EmbeddingsError) as error:
        err.print(f"quotable: {error}", markup=False, style="red")
        sys.exit(ERROR)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stdout = None
        sys.exit(0)
