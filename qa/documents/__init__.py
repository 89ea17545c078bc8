"""A file goes in; a document comes out, divided into passages.

There is one reader a format. A reader may drop marks that the format defines as marks; it may not lose or change
anything else that the author wrote, and it runs and fetches nothing.
"""

from qa.documents.document import Block, Document, DocumentInfo, Place
from qa.documents.files import Failure, FoundFile, file_sha256, find_files
from qa.documents.formats import SUFFIXES
from qa.documents.reading import TEXT_VERSION, read_document
from qa.documents.sidecar import SIDECAR_SUFFIX, document_stamp, sidecar_sha256

__all__ = [
    "SIDECAR_SUFFIX",
    "SUFFIXES",
    "TEXT_VERSION",
    "Block",
    "Document",
    "DocumentInfo",
    "Failure",
    "FoundFile",
    "Place",
    "document_stamp",
    "file_sha256",
    "find_files",
    "read_document",
    "sidecar_sha256",
]
