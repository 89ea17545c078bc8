"""A retriever for Haystack, whose telemetry is off unless HAYSTACK_TELEMETRY_ENABLED says otherwise."""

import os
import sys

from qa.collection import Collection
from qa.errors import PackageError
from qa.exports.passage import found_passages
from qa.filters import Filters

if "HAYSTACK_TELEMETRY_ENABLED" not in os.environ:
    os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "false"  # read when Haystack is imported
    if (imported_before := sys.modules.get("haystack.telemetry._telemetry")) is not None:
        imported_before.telemetry = None  # type: ignore[attr-defined]

try:
    from haystack import Document, component
except ImportError as error:
    raise PackageError("the retriever for Haystack needs haystack-ai: pip install '.[haystack]'") from error


@component
class QuotableRetriever:
    """Finds passages of a collection; their metadata say what they are from."""

    def __init__(self, collection: Collection, k: int = 5, filters: Filters | None = None) -> None:
        """Take where passages are looked for.

        Args:
            collection: The collection.
            k: How many passages at most.
            filters: Which documents are searched; None for all.
        """
        self._collection = collection
        self._k = k
        self._filters = filters

    @component.output_types(documents=list[Document])
    def run(self, query: str) -> dict[str, list[Document]]:
        """The passages for a question, best first, as `documents`."""
        hits = self._collection.retrieve(query, self._k, self._filters)
        digests = self._collection.catalog.digests([hit.document.name for hit in hits])
        return {
            "documents": [
                Document(content=found.text, meta=found.metadata(), score=found.score)
                for found in found_passages(hits, digests)
            ]
        }
