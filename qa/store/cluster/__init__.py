"""A collection on servers that many machines share: PostgreSQL keeps what is true, Milvus what is derived from it."""
