"""A retriever for LlamaIndex."""

from qa.collection import Collection
from qa.errors import PackageError
from qa.exports.passage import FoundPassage, found_passages
from qa.filters import Filters

try:
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
except ImportError as error:
    raise PackageError("the retriever for LlamaIndex needs llama-index-core: pip install '.[llama-index]'") from error

_FOR_CITING = ["start", "end", "sha256"]
"""Metadata that mean nothing to a language model."""


class QuotableRetriever(BaseRetriever):
    """Finds passages of a collection; their metadata say what they are from."""

    def __init__(self, collection: Collection, k: int = 5, filters: Filters | None = None) -> None:
        """Take where passages are looked for.

        Args:
            collection: The collection.
            k: How many passages at most.
            filters: Which documents are searched; None for all.
        """
        super().__init__()
        self._collection = collection
        self._k = k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._collection.retrieve(query_bundle.query_str, self._k, self._filters)
        digests = self._collection.catalog.digests([hit.document.name for hit in hits])
        return [NodeWithScore(node=_node(found), score=found.score) for found in found_passages(hits, digests)]


def _node(found: FoundPassage) -> TextNode:
    return TextNode(
        id_=f"{found.document}:{found.start}-{found.end}",
        text=found.text,
        start_char_idx=found.start,
        end_char_idx=found.end,
        metadata=found.metadata(),
        excluded_llm_metadata_keys=_FOR_CITING,
        excluded_embed_metadata_keys=_FOR_CITING,
    )
