"""The only reader of English: text in; sentences, dates, periods, amounts, numerals and word classes out.

Pure: it knows nothing of documents, questions or collections.
"""
