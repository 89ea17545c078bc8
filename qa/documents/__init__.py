"""Files to documents: one reader a format."""

from qa.documents.document import Block, Document, DocumentInfo
from qa.documents.files import Failure, FoundFile, file_sha256, file_stamp, find_files, read_document

__all__ = [
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
