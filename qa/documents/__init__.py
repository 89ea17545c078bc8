"""A file goes in; a document comes out, divided into passages.

There is one reader a format. A reader may drop marks that the format defines as marks; it may not lose or change
anything else that the author wrote, and it runs and fetches nothing.
"""

from qa.documents.document import Block, Document, DocumentInfo, Place
from qa.documents.files import (
    SIDECAR_SUFFIX,
    Failure,
    FoundFile,
    OtherFile,
    container_of,
    file_sha256,
    find_files,
    find_in,
)
from qa.documents.formats import KINDS, SUFFIXES
from qa.documents.metadata.sidecar import document_stamp, sidecar_sha256
from qa.documents.reading import TEXT_VERSION, read_document

__all__ = [
    "KINDS",
    "SIDECAR_SUFFIX",
    "SUFFIXES",
    "TEXT_VERSION",
    "Block",
    "Document",
    "DocumentInfo",
    "Failure",
    "FoundFile",
    "OtherFile",
    "Place",
    "container_of",
    "document_stamp",
    "file_sha256",
    "find_files",
    "find_in",
    "read_document",
    "sidecar_sha256",
]
