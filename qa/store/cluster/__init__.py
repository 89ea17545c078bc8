"""A collection on many machines: the catalog in PostgreSQL, words and vectors in Milvus."""
