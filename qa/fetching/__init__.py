"""Pages of the web are fetched into files, which are then indexed as others are.

Nothing here runs unless an address is named to `Collection.index`; the web chat and its API name none.
"""
