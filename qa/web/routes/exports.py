"""Downloads of a visitor's conversation: Markdown, JSON, a page to print."""

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, Path, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from qa.collection import Collection
from qa.conversations.exchange import changed_since
from qa.exports.conversation import as_html, as_json, as_markdown
from qa.web.chat.actions import GONE
from qa.web.language import spoken, tell
from qa.web.middleware.visitors import visitor_of


def add_exports(app: FastAPI, collection: Collection) -> None:
    """Add the addresses; the request says whose conversation it is."""

    @app.get("/conversations/{conversation}.{ending}", include_in_schema=False)
    def export(
        conversation: str, ending: Annotated[str, Path(pattern="^(md|json|html)$")], request: Request
    ) -> Response:
        history, visitor = collection.history, visitor_of(request.scope)
        listed = {known.id: known for known in history.conversations(visitor)}
        if conversation not in listed:
            return JSONResponse({"error": tell(GONE)}, status_code=404)
        title, tags = listed[conversation].title, listed[conversation].tags
        exchanges = history.exchanges(visitor, conversation)
        cited = [[citation.document for citation in one.answer.quoted] for one in exchanges]
        digests = collection.catalog.digests([name for names in cited for name in names])
        changed = [changed_since(one.answer, digests) for one in exchanges]
        if ending == "html":
            return HTMLResponse(as_html(title, exchanges, changed, tell, language=spoken().code, tags=tags))
        if ending == "json":
            text = as_json(exchanges, changed, tags=tags)
        else:
            text = as_markdown(title, exchanges, changed, tell, tags=tags)
        kind = "application/json" if ending == "json" else "text/markdown; charset=utf-8"
        attached = {"content-disposition": f"attachment; filename*=UTF-8''{quote(_file_name(title))}.{ending}"}
        return Response(text, media_type=kind, headers=attached)


def _file_name(title: str) -> str:
    """A title as the name of a file on any system: its words, joined by hyphens."""
    return "-".join(re.findall(r"\w+", title)).lower() or "conversation"
