"""A file goes in; a document comes out, divided into passages.

There is one reader a format. A reader may drop marks that the format defines as marks; it may not lose or change
anything else that the author wrote, and it runs and fetches nothing.
"""

from qa.documents.document import Block, Document, DocumentInfo, Place
from qa.documents.files import Failure, FoundFile, file_sha256, file_stamp, find_files
from qa.documents.formats import SUFFIXES
from qa.documents.reading import TEXT_VERSION, read_document

__all__ = [
    "SUFFIXES",
    "TEXT_VERSION",
    "Block",
    "Document",
    "DocumentInfo",
    "Failure",
    "FoundFile",
    "Place",
    "file_sha256",
    "file_stamp",
    "find_files",
    "read_document",
]
