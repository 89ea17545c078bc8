"""What the schema says beside the routes: who it is for, its parts, and the problems that each route may answer."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from qa.web.problems import MEDIA_TYPE, Problem
from qa.web.routes.v1.negotiation import EVENTS
from qa.web.routes.v1.responses import ProblemJson, StatementJson

VERSION = "1.0"
TITLE = "Quotable"
DESCRIPTION = """Answers about a collection of documents, made of quotations that stand in them letter by letter.

Whatever changes or costs something is POST, PUT or DELETE. Errors are problems (RFC 9457). Responses to GET carry a tag
(`ETag`): send it as `If-None-Match`, and nothing is sent again until the collection has changed. Every response carries
`X-Request-Id`, which is yours where you send one. A place is a half-open span of characters of a document's canonical
text, and `document.text[start:end]` is the quotation."""
TAGS: list[dict[str, Any]] = [
    {"name": "questions", "description": "Search, answers, and how many documents match."},
    {"name": "documents", "description": "What the collection holds: list, read, add, remove."},
    {"name": "state", "description": "How much can be searched."},
]

_KEY = "A key made with `quotable keys`; a server that asks nobody takes no notice of it."
_EXAMPLE = """event: search
data: {"question": "…", "hits": […], …}

event: answer
data: {"question": "…", "answer": {…}, "citations": […], …}

"""
EVENT_STREAM: dict[str, Any] = {
    "description": "The answer; as events where the client asks for them.",
    "content": {EVENTS: {"schema": {"type": "string"}, "example": _EXAMPLE}},
}
FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The bytes of the file; its name tells the format.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "The client has it already."}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems of a route, by status."""
    reference = {"schema": {"$ref": f"#/components/schemas/{ProblemJson.__name__}"}}
    return {
        status: {
            "description": "; ".join(one.title for one in Problem if one.status == status) + ".",
            "content": {MEDIA_TYPE: reference},
        }
        for status in statuses
    }


def schema_of(app: FastAPI) -> dict[str, Any]:
    """The schema of an application whose every error is a problem: what FastAPI says of its own errors is left out."""
    schema = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
    )
    # Nobody is asked for a key where there are no accounts.
    schema["security"] = [{}, {"key": []}]
    schema["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": _KEY}}
    components = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        components.pop(name, None)
    for path in schema["paths"].values():
        for operation in path.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
            operation["responses"] |= {str(status): said for status, said in problems(401, 403, 429, 503).items()}
    for model in (ProblemJson, StatementJson):
        described = model.model_json_schema(ref_template="#/components/schemas/{model}")
        components |= described.pop("$defs", {}) | {model.__name__: described}
    return schema
