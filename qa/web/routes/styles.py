"""The style sheets of the chat as one file: on a slow line each request counts."""

import gzip
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI, Request, Response

_SHEETS = (
    "tokens",
    "chat",
    "first-screen",
    "picking",
    "panels",
    "conversations",
    "document",
    "documents",
    "settings",
)
"""In the order in which later rules outweigh earlier ones."""


def add_styles(app: FastAPI, folder: Path) -> str:
    """Serve the sheets of a folder together; returns the address, which changes with them and so is kept for good."""
    sheet = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS)
    version = sha256(sheet.encode()).hexdigest()[:16]

    compressed = gzip.compress(sheet.encode(), mtime=0)

    @app.get("/styles.css", include_in_schema=False)
    def styles(request: Request) -> Response:
        headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(sheet, media_type="text/css", headers=headers)
        return Response(compressed, media_type="text/css", headers={**headers, "content-encoding": "gzip"})

    return f"styles.css?v={version}"
