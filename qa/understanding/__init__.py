"""A question as typed goes in; what it asks for comes out: terms, dates, kinds, speakers, and a standalone wording.

Pure: it searches nothing.
"""
