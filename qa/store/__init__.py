"""What is kept of a collection: the catalog (the one source of truth), the lexical index and the vectors.

Documents and passages go in, rows and hits by id come out. It does not rank, and it does not read the files of users.
"""
