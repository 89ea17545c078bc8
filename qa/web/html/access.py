"""The page to log in on, and the list of collections of a server; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from qa.web.html.document_page import article_page
from qa.web.language import say, say_count


def login_page(wanted: str, problem: str = "", name: str = "", elsewhere: str | None = None) -> str:
    """The page to log in on.

    Args:
        wanted: Address to go to afterwards.
        problem: Why the last try failed; empty for none.
        name: What was typed as the name.
        elsewhere: What another service that knows users is called; None for none.
    """
    said = f'<p class="notice" role="alert">{escape(problem)}</p>' if problem else ""
    address = escape(quote(wanted, safe=""))
    other = (
        f'<p><a class="button" href="login/elsewhere?next={address}">'
        f"{say('Log in with {service}', service=escape(elsewhere))}</a></p>"
        if elsewhere
        else ""
    )
    form = (
        f'<form method="post" action="login" class="log-in"><input type="hidden" name="next" value="{escape(wanted)}">'
        f'<label>{say("Name")} <input name="name" value="{escape(name)}" autocomplete="username" required autofocus>'
        "</label>"
        f'<label>{say("Password")} <input name="password" type="password" autocomplete="current-password" required>'
        f"</label><button>{say('Log in')}</button></form>"
    )
    return _page(say("Log in"), f"{said}{form}{other}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A collection in the list.

    Attributes:
        name: Its part of the address.
        title: What it is called.
        description: What it holds; may be empty.
        documents: How many.
    """

    name: str
    title: str
    description: str
    documents: int


def collections_page(collections: Sequence[Listed]) -> str:
    """The list of the collections that somebody may ask."""
    items = "".join(
        f'<li><a href="{quote(one.name)}/" dir="auto">{escape(one.title)}</a> <span class="quiet">'
        f"{say_count('{number} document', '{number} documents', one.documents)}</span>"
        f'{f"""<p dir="auto">{escape(one.description)}</p>""" if one.description else ""}</li>'
        for one in collections
    )
    none = f"<p>{say('There is no collection that you may ask. Ask who runs this server.')}</p>"
    return _page(say("Collections"), f'<ul class="collections">{items}</ul>' if items else none)


def account_html(name: str) -> str:
    """Who is logged in, and the way out."""
    named = f'<b dir="auto">{escape(name)}</b>'
    return (
        f'<section class="settings"><h3>{say("Account")}</h3><form method="post" action="/logout"><p>'
        f'{say("You are logged in as {name}.", name=named)} <button class="plain">{say("Log out")}</button>'
        "</p></form></section>"
    )


def _page(title: str, content: str) -> str:
    return article_page(
        title,
        '<article class="document" aria-labelledby="document-title"><header>'
        f'<h1 id="document-title">{title}</h1></header><div class="text">{content}</div></article>',
    )
