"""Texts that share words with a question, by BM25."""

import re
from collections.abc import Sequence

import tantivy

_WORD = re.compile(r"\w+")
_STOP = frozenset(
    "the a an of to in and or for on at by with from that this is are was were be been has have had it its as will we "
    "our their his her they he she i you not but so who which what there these those if when then".split()
)


def indexed(texts: Sequence[str], folder: str) -> tantivy.Index:
    """A BM25 index of texts, English stems, by their numbers."""
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("number", stored=True)
    schema.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(schema.build(), folder)
    writer = index.writer(200_000_000, 1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(number=number, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def search(index: tantivy.Index, words: str, k: int) -> list[tuple[int, float]]:
    """Numbers of the best texts for any of these words, with their scores."""
    terms = [word for word in _WORD.findall(words.lower()) if word not in _STOP]
    if not terms:
        return []
    query = index.parse_query(" ".join(dict.fromkeys(terms)), ["text"])
    searcher = index.searcher()
    return [(searcher.doc(address)["number"][0], score) for score, address in searcher.search(query, k).hits]
