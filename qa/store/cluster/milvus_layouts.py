"""What the collections of Milvus hold: words of passages, vectors of passages, and vectors by the texts encoded."""

from pymilvus import CollectionSchema, DataType, Function, FunctionType, MilvusClient
from pymilvus.milvus_client import IndexParams

from qa.store.cluster.milvus import Layout
from qa.store.lexical_fields import K1, B
from qa.store.passage_rows import StoredPassage

LONGEST = 65_535
"""Bytes of a text in Milvus."""
WORDS = ("text", "heads")
"""Fields of terms: of the text, and of what stands above it, a line a field."""
MOST_CATEGORIES = 1024


def words_layout() -> Layout:
    """Of each passage the terms, in two fields; the server's own BM25 finds those that may match in each."""
    schema, indexes = _filtered()
    for name in WORDS:
        schema.add_field(
            name,
            DataType.VARCHAR,
            max_length=LONGEST,
            enable_analyzer=True,
            analyzer_params={"tokenizer": "standard"},  # terms are letters and digits: it divides them at spaces only
        )
        schema.add_field(sparse(name), DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            Function(sparse(name), FunctionType.BM25, input_field_names=[name], output_field_names=[sparse(name)])
        )
        indexes.add_index(
            sparse(name),
            index_type="SPARSE_INVERTED_INDEX",
            metric_type="BM25",
            params={"bm25_k1": K1, "bm25_b": B},
        )
    return Layout(schema, indexes)


def sparse(name: str) -> str:
    """The field that BM25 makes of a field of terms."""
    return f"{name}_bm25"


def passages_layout(dimension: int, index: str) -> Layout:
    """Of each passage the vector.

    Args:
        dimension: Of a vector.
        index: Its type: 'FLAT' scores every row, 'HNSW' those that its graph leads to.
    """
    schema, indexes = _filtered()
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    graph = {"M": 30, "efConstruction": 360} if index == "HNSW" else {}
    indexes.add_index("vector", index_type=index, metric_type="IP", params=graph)
    return Layout(schema, indexes)


def vectors_layout(dimension: int) -> Layout:
    """Of each text that was encoded the vector, and those of its lines; it is read by key, and never searched."""
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.VARCHAR, is_primary=True, max_length=64)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("lines", DataType.VARCHAR, max_length=LONGEST)
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("vector", index_type="FLAT", metric_type="IP")
    return Layout(schema, indexes)


def filtered(stored: StoredPassage) -> dict[str, object]:
    """What filters read of a passage; day and year 0 stand for an unknown date."""
    day = stored.document.date
    return {
        "id": stored.id,
        "day": day.toordinal() if day else 0,
        "year": day.year if day else 0,
        "categories": list(stored.document.categories[:MOST_CATEGORIES]),
    }


def _filtered() -> tuple[CollectionSchema, IndexParams]:
    """Passages by their ids, with what filters read, parted by years."""
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("day", DataType.INT32)
    schema.add_field("year", DataType.INT64, is_partition_key=True)
    schema.add_field(
        "categories",
        DataType.ARRAY,
        element_type=DataType.VARCHAR,
        max_capacity=MOST_CATEGORIES,
        max_length=LONGEST,
    )
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("day", index_type="INVERTED")
    return schema, indexes
