"""A conversation or a citation goes in; a file in someone else's format comes out (Markdown, HTML, JSON, BibTeX, CSL).

Pure.
"""
