"""A retriever for LangChain."""

from qa.collection import Collection
from qa.errors import PackageError
from qa.exports.passage import found_passages
from qa.filters import Filters

try:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
except ImportError as error:
    raise PackageError("the retriever for LangChain needs langchain-core: pip install '.[langchain]'") from error


class QuotableRetriever(BaseRetriever):
    """Finds passages of a collection; their metadata say what they are from, and `score` how well they match.

    Attributes:
        collection: Where passages are looked for.
        k: How many at most.
        filters: Which documents are searched; None for all.
    """

    collection: Collection
    k: int = 5
    filters: Filters | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.collection.retrieve(query, self.k, self.filters)
        digests = self.collection.catalog.digests([hit.document.name for hit in hits])
        return [
            Document(page_content=found.text, metadata={**found.metadata(), "score": found.score})
            for found in found_passages(hits, digests)
        ]
