"""All documents that a question about the collection asks for."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import Write

from qa import Collection, Filters
from qa.documents import DocumentInfo
from qa.retrieval import counting
from qa.retrieval.counting import Counted, count, holds, place_documents
from qa.store.columns import PassageColumns
from qa.store.lexical import LexicalIndex
from qa.understanding.collection_patterns import Asked
from qa.understanding.collection_questions import CollectionQuestion, DocumentKind
from qa.understanding.topic_phrases import Phrase

FILES = {
    "a.md": (
        "title: 'Decree: Boats of Oslo'\ndate: 2021-05-02\ncategory: acts",
        "The harbour dues are high. They wait.",
    ),
    "b.md": ("title: Oslo\ndate: 2021-05-09\ncategory: notes", "The dues of the harbour are low. Oslo waits."),
    "c.md": ("title: A Decree on Dues\ndate: 2022-01-01\ncategory: notes", "Harbour dues end. Oslo and Oslo again."),
    "d.md": ("title: Undated\ncategory: acts", "AID for Oslo. The port of the king. A port in king size."),
}


@pytest.fixture
def index(collection: Collection, write: Write, folder: Path) -> LexicalIndex:
    """Four documents of one passage each, with ids 1 to 4."""
    for name, (metadata, text) in FILES.items():
        write(name, f"---\n{metadata}\n---\n{text}\n")
    collection.index([folder])
    return LexicalIndex(collection.folder / "lexical")


def asked(
    *phrases: str | Phrase,
    asked: Asked = Asked.COUNT,
    kinds: Sequence[DocumentKind] = (),
    in_title: bool = False,
    speakers: Sequence[str] = (),
    filters: Filters = Filters(),  # noqa: B008 - it cannot be changed
) -> CollectionQuestion:
    made = tuple(phrase if isinstance(phrase, Phrase) else Phrase(phrase) for phrase in phrases)
    return CollectionQuestion(asked, tuple(kinds), made, in_title, frozenset(speakers), filters, "", None)


def counted(collection: Collection, index: LexicalIndex, question: CollectionQuestion) -> Counted | None:
    columns = collection.catalog.columns()
    documents = place_documents(columns, collection.catalog.first_passages())
    return count(question, columns, documents, index, collection.catalog)


def names(collection: Collection, index: LexicalIndex, question: CollectionQuestion) -> list[str]:
    found = counted(collection, index, question)
    assert found is not None
    return [one.info.name for one in found.documents]


def test_without_a_topic_every_document_is_counted_newest_first_undated_last(
    collection: Collection, index: LexicalIndex
) -> None:
    assert names(collection, index, asked()) == ["c.md", "b.md", "a.md", "d.md"]
    assert names(collection, index, asked(asked=Asked.OLDEST)) == ["a.md", "b.md", "c.md", "d.md"]


def test_a_phrase_stands_side_by_side_in_any_form(collection: Collection, index: LexicalIndex) -> None:
    assert names(collection, index, asked("harbours due")) == ["c.md", "a.md"]
    assert names(collection, index, asked("harbour", "dues")) == ["c.md", "b.md", "a.md"]
    assert names(collection, index, asked("dues harbour")) == []


def test_a_stop_word_of_a_phrase_stands_for_any_word(collection: Collection, index: LexicalIndex) -> None:
    assert names(collection, index, asked("port of the king")) == ["d.md"]
    assert names(collection, index, asked("port the king")) == ["d.md"]  # 'port in king'
    assert names(collection, index, asked("port king")) == []


def test_a_title_holds_a_phrase_as_a_text_does(collection: Collection, index: LexicalIndex) -> None:
    assert names(collection, index, asked("Oslo")) == ["c.md", "b.md", "a.md", "d.md"]
    assert names(collection, index, asked("Oslo", in_title=True)) == ["b.md", "a.md"]


def test_passages_are_those_whose_text_holds_the_most_phrases(collection: Collection, index: LexicalIndex) -> None:
    found = counted(collection, index, asked("Oslo", "harbour"))
    assert found is not None
    passages = {one.info.name: one.passages for one in found.documents}
    assert passages == {"c.md": (3,), "b.md": (2,), "a.md": (1,)}
    titled = counted(collection, index, asked("boats"))
    assert titled is not None
    assert [one.passages for one in titled.documents] == [()]


def test_mentions_are_counted_in_texts(
    collection: Collection, index: LexicalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = asked("Oslo", asked=Asked.MENTIONS)
    found = counted(collection, index, question)
    assert found is not None
    assert (len(found.documents), found.passages, found.mentions) == (4, 3, 4)
    monkeypatch.setattr(counting, "MOST_READ", 2)
    many = counted(collection, index, question)
    assert many is not None
    assert (many.passages, many.mentions) == (3, None)


def test_what_speakers_say_is_counted_in_their_turns(
    collection: Collection, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = "---\ndate: 2021-05-02\ncategory: press-briefings\n---\n"
    write("a.md", f"{label}MS. ADLER: Oslo is far. Oslo is cold.\n\nQ And Oslo?\n\nMS. ADLER: No.\n\nAnd Oslo, too.\n")
    write("b.md", f"{label}MS. ADLER: It is far.\n\nMR. WEST: Oslo is far.\n\nMS. ADLER: Yes.\n")
    write("c.md", "MS. ADLER: Oslo it is.\n\nNothing but a speech in Oslo.\n")
    write("d.md", "Oslo is no transcript.\n")
    collection.index([folder])
    index = LexicalIndex(collection.folder / "lexical")
    question = asked("Oslo", asked=Asked.MENTIONS, speakers=["MS. ADLER"])
    found = counted(collection, index, question)
    assert found is not None
    assert ([one.info.name for one in found.documents], found.mentions) == (["a.md", "c.md"], 5)
    monkeypatch.setattr(counting, "MOST_DOCUMENTS_READ", 2)
    assert counted(collection, index, question) is None


def test_a_kind_is_a_category_or_a_title_that_opens_so(collection: Collection, index: LexicalIndex) -> None:
    decree = DocumentKind("decree", frozenset(), ("decree",))
    acts = DocumentKind("act", frozenset({"acts"}), ())
    assert names(collection, index, asked(kinds=[decree])) == ["c.md", "a.md"]
    assert names(collection, index, asked(kinds=[acts])) == ["a.md", "d.md"]
    assert names(collection, index, asked("dues", kinds=[decree, acts])) == ["c.md", "a.md"]


def test_filters_leave_out_what_has_no_date(collection: Collection, index: LexicalIndex) -> None:
    may = Filters(date(2021, 5, 1), date(2021, 5, 31))
    assert names(collection, index, asked("Oslo", filters=may)) == ["b.md", "a.md"]
    assert names(collection, index, asked(filters=Filters(categories=frozenset({"notes"})))) == ["c.md", "b.md"]


def test_an_acronym_that_is_indexed_as_another_word_is_not_counted(collection: Collection, index: LexicalIndex) -> None:
    assert counted(collection, index, asked("AIDS")) is None
    assert names(collection, index, asked("AID")) == ["d.md"]


def test_what_may_be_a_clause_and_stands_nowhere_is_not_counted(collection: Collection, index: LexicalIndex) -> None:
    assert counted(collection, index, asked(Phrase("boats voters liked", may_be_clause=True))) is None
    assert names(collection, index, asked(Phrase("harbour dues end", may_be_clause=True))) == ["c.md"]
    assert names(collection, index, asked("boats voters liked")) == []


def test_an_empty_collection_holds_nothing(collection: Collection) -> None:
    index = LexicalIndex(collection.folder / "lexical")
    assert counted(collection, index, asked()) == Counted((), 0, None)
    assert counted(collection, index, asked("Oslo")) == Counted((), 0, None)


def test_a_document_that_left_the_catalog_has_no_place() -> None:
    columns = PassageColumns.from_rows([(1, None, None, 7), (2, None, None, 7), (4, None, None, 9)], {})
    info = DocumentInfo("a.md", "A", None, (), None)
    assert place_documents(columns, [(4, info), (5, info)]) == [None, info]


WORDS = st.lists(st.sampled_from(["sea", "air", None]), max_size=8)


@given(WORDS, st.lists(st.sampled_from(["sea", "air", None]), min_size=1, max_size=3))
def test_a_text_holds_a_phrase_where_each_word_of_it_stands_in_turn(
    text: list[str | None], phrase: list[str | None]
) -> None:
    while phrase and phrase[0] is None:
        phrase = phrase[1:]
    while phrase and phrase[-1] is None:
        phrase = phrase[:-1]
    windows = [text[start : start + len(phrase)] for start in range(len(text) - len(phrase) + 1)]
    fitting = [w for w in windows if all(b is None or a == b for a, b in zip(w, phrase, strict=True))]
    assert holds(text, phrase) == (len(fitting) if phrase else 0)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return LexicalIndex(tmp_path_factory.mktemp("lexical"))


@given(words=st.lists(st.sampled_from(["sea", "seas", "the", "of", "Éire", "U.S.", "wind-swept"]), max_size=6))
def test_the_index_places_words_as_it_finds_them(empty: LexicalIndex, words: list[str]) -> None:
    text = " ".join(words)
    terms = empty.placed_terms(text)
    assert [term for term in terms if term is not None] == empty.terms(text)
    assert len(terms) == len(words) + words.count("wind-swept")
