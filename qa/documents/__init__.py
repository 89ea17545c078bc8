"""A file goes in; a document comes out, divided into passages.

There is one reader a format. A reader may drop marks that the format defines as marks; it may not lose or change
anything else that the author wrote, and it runs and fetches nothing.
"""

from qa.documents.document import Block, Document, DocumentInfo
from qa.documents.files import (
    TEXT_VERSION,
    Failure,
    FoundFile,
    file_sha256,
    file_stamp,
    find_files,
    read_document,
)

__all__ = [
    "TEXT_VERSION",
    "Block",
    "Document",
    "DocumentInfo",
    "Failure",
    "FoundFile",
    "file_sha256",
    "file_stamp",
    "find_files",
    "read_document",
]
