"""Names of documents in addresses: paths of any characters, line breaks among them, since a file may be called so."""

import re
from typing import Annotated

from fastapi import FastAPI, Path
from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import Mount

Name = Annotated[
    str, Path(description="Name of the document: its path relative to the indexed folder.", examples=["notes/a.md"])
]


class _AnyCharacters(Convertor[str]):
    """What Starlette's own `path` takes, and line breaks."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        """The name as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The name as it is."""
        return value


register_url_convertor("document", _AnyCharacters())


class AnyPath(Mount):
    """An application below a path; Starlette's own mount passes addresses with line breaks on to the next."""

    def __init__(self, path: str, app: FastAPI) -> None:
        """Name the path and the application."""
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)
