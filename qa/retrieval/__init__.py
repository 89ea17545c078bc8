"""An understood question goes in; hits come out: the searches, their fusion, the ranking, the facets.

It changes nothing in the store and quotes nothing.
"""
