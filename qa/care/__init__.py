"""Care of a collection: a backup in one file, and from it a collection again.

The files of a collection go in and come out; no document is read and no question is answered.
"""
