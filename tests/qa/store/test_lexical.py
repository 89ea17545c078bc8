"""The lexical index."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.milvus import MilvusServer
from support.postgres import PostgresServer

from qa.address import ClusterAddress, read_address
from qa.documents import DocumentInfo
from qa.documents.passages import Passage
from qa.errors import CollectionError, IndexFormatError
from qa.filters import Filters
from qa.store import lexical_fields
from qa.store.catalog import Catalog
from qa.store.cluster.connections import Connections
from qa.store.cluster.milvus_parts import MilvusParts
from qa.store.cluster.postgresql import PostgresDatabase
from qa.store.columns import PassageColumns, allowed
from qa.store.lexical import LexicalIndex
from qa.store.lexical_errors import translated
from qa.store.lexical_fields import Terms, as_searched, make_analyzer
from qa.store.passage_rows import StoredPassage
from qa.store.store import Lexical
from qa.store.watermark import Watermark

ALL = Filters()
_ANALYZER = make_analyzer()


def stored(
    identity: int,
    text: str,
    title: str = "",
    *,
    section: str | None = None,
    speaker: str | None = None,
    day: date | None = None,
    category: str | None = None,
) -> StoredPassage:
    passage = Passage(0, len(text), text, "context", section, speaker)
    return StoredPassage(identity, passage, DocumentInfo("a.md", title, day, (category,) if category else (), None))


OpenIndex = Callable[[], Lexical]


@pytest.fixture(params=["file", "milvus"])
def open_index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenIndex]:
    """Opens the index of this test, in a file or on servers, as another process does."""
    if request.param == "file":
        yield lambda: LexicalIndex(tmp_path / "lexical")
        return
    vectors: MilvusServer = request.getfixturevalue("milvus_server")
    postgres: PostgresServer = request.getfixturevalue("postgres_server")
    address = read_address(postgres.new_address(tmp_path))
    assert isinstance(address, ClusterAddress)
    database = PostgresDatabase(Connections(address), "catalog")
    parts: list[MilvusParts] = []

    def open_one() -> Lexical:
        parts.append(MilvusParts(vectors.address, "library", Catalog(database), database))
        return parts[-1].lexical

    yield open_one
    for one in parts:
        one.close()
    database.close()


@pytest.fixture
def index(open_index: OpenIndex) -> Lexical:
    return open_index()


@pytest.fixture
def file_index(tmp_path: Path) -> LexicalIndex:
    return LexicalIndex(tmp_path / "lexical")


def follow(index: Lexical, added: Sequence[StoredPassage], removed: Sequence[int] = ()) -> None:
    index.follow(added, removed, Watermark(max([0, *(one.id for one in added)]), len(removed)))


def found(index: Lexical, question: str, k: int = 10, filters: Filters = ALL) -> list[int]:
    return [identity for identity, _ in index.search(question, k, filters)]


def test_words_are_found_in_any_form(index: Lexical) -> None:
    follow(index, [stored(1, "He was signing laws."), stored(2, "A Café opened."), stored(3, "Nothing of it.")])
    assert found(index, "Who SIGNED the law?") == [1]
    assert found(index, "cafe") == found(index, "CAFÉS") == [2]
    assert found(index, "tariff") == found(index, "the of and") == found(index, "") == found(index, "?!") == []


def test_a_document_is_found_by_its_description_its_keywords_and_its_file(index: Lexical) -> None:
    described = replace(stored(1, "Closed on Mondays.", "Pool"), about="On swimming.\nlido\nbaths")
    named = replace(stored(2, "Open.", "Pool"), document=DocumentInfo("d/sauna_pool-2021.md", "Pool", None, (), None))
    follow(index, [described, named, stored(3, "Nothing of it.")])
    assert found(index, "swimming") == found(index, "lido") == found(index, "bath") == [1]
    assert found(index, "sauna") == [2]
    assert found(index, "2021") == found(index, "md") == []


def test_a_filter_lets_through_a_document_of_several_categories(index: Lexical) -> None:
    tagged = DocumentInfo("a.md", "", None, ("bus", "night bus"), None)
    follow(
        index, [replace(stored(1, "apple"), document=tagged), stored(2, "apple", category="bus"), stored(3, "apple")]
    )
    assert sorted(found(index, "apple", 5, Filters(categories=frozenset({"bus"})))) == [1, 2]
    assert found(index, "apple", 5, Filters(categories=frozenset({"night bus"}))) == [1]


def test_terms_are_stemmed_words_without_stop_words(index: Lexical) -> None:
    assert index.terms("The nations' Laws, H.R. 49 and Café!") == ["nation", "law", "hr", "49", "cafe"]


_WORDS = st.sampled_from("The tariffs “tariff” U.S. don’t E-mail_box 1,000 naïve Ⅷ ² हिन्दी 磨坊的门 ﬁne".split())


@given(st.lists(_WORDS | st.text(max_size=8), max_size=8).map(" ".join))
def test_terms_are_those_of_the_analyzer_however_often_they_are_asked_for(text: str) -> None:
    terms, expected = Terms(_ANALYZER), list(_ANALYZER.analyze(as_searched(text)))
    assert terms.of(text) == terms.of(text) == expected


@given(st.lists(st.lists(_WORDS, max_size=6).map(" ".join), max_size=4))
def test_a_text_holds_the_same_terms_beside_others_and_alone(texts: list[str]) -> None:
    terms, wanted = Terms(_ANALYZER), frozenset({"tariff", "us", "mail", "磨坊", "absent"})
    assert terms.held(texts, wanted) == [wanted.intersection(terms.of(text)) for text in texts]


def test_terms_are_remembered_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical_fields, "_MOST_REMEMBERED", 3)
    terms = Terms(_ANALYZER)
    for number in range(20):
        assert terms.of(f"word{number} {'long' * 50}") == [f"word{number}"]
        assert len(terms._remembered) <= 4


def test_the_better_match_comes_first_with_a_higher_score(index: Lexical) -> None:
    follow(index, [stored(1, "apple pear plum"), stored(2, "apple apple"), stored(3, "pear")])
    hits = index.search("apple", 10, ALL)
    assert [identity for identity, _ in hits] == [2, 1]
    assert hits[0][1] > hits[1][1] > 0
    assert index.search("apple", 1, ALL) == hits[:1]
    assert index.search("apple", 0, ALL) == []


def test_equal_scores_come_in_the_order_of_ids(index: Lexical) -> None:
    follow(index, [stored(identity, "apple") for identity in (1, 2, 3)])
    follow(index, [stored(identity, "apple") for identity in (4, 5, 6)])
    assert found(index, "apple") == [1, 2, 3, 4, 5, 6]


def test_title_section_and_speaker_are_searched_and_text_weighs_most(index: Lexical) -> None:
    follow(
        index,
        [
            stored(1, "pear", "apple"),
            stored(2, "apple", "pear"),
            stored(3, "plum", section="apple"),
            stored(4, "plum", speaker="MS. APPLE"),
            stored(5, "plum"),
        ],
    )
    assert found(index, "apple")[:1] == [2]
    assert sorted(found(index, "apple")) == [1, 2, 3, 4]


def test_a_word_asked_twice_counts_once(index: Lexical) -> None:
    follow(index, [stored(1, "apple pear"), stored(2, "apple")])
    assert index.search("apple apples APPLE", 5, ALL) == index.search("apple", 5, ALL)


def test_filters_act_before_the_search(index: Lexical) -> None:
    """The only passage that is let through is found, however many match better."""
    follow(index, [*(stored(n, "apple") for n in range(1, 300)), stored(300, "apple " + "x " * 90, category="blog")])
    assert found(index, "apple", 1, Filters(categories=frozenset({"blog"}))) == [300]


def test_a_filter_changes_no_score(index: Lexical) -> None:
    follow(index, [stored(1, "apple", day=date(2021, 3, 1), category="blog"), stored(2, "apple pear")])
    filters = Filters(date(2021, 1, 1), date(2021, 12, 31), frozenset({"blog"}))
    assert index.search("apple", 5, filters) == [hit for hit in index.search("apple", 5, ALL) if hit[0] == 1]


def test_filters_agree_with_the_ones_of_dense_search(index: Lexical) -> None:
    choose = random.Random(7)
    days = [None, date(1, 1, 1), date(2021, 3, 1), date(2021, 3, 2), date(2022, 1, 1), date(9999, 12, 31)]
    names = [None, "blog", "Blog", "fact sheets", "fact"]
    passages = [stored(n, "apple", day=choose.choice(days), category=choose.choice(names)) for n in range(1, 200)]
    follow(index, passages)
    columns = PassageColumns.from_rows(
        [
            (one.id, one.document.date and one.document.date.isoformat(), one.document.category, one.id)
            for one in passages
        ],
        {},
    )
    for first in days:
        for last in days:
            for some in ([], ["blog"], ["fact sheets", "Blog"], ["none"]):
                if first and last and first > last:
                    continue
                filters = Filters(first, last, frozenset(some))
                assert sorted(found(index, "apple", 500, filters)) == allowed(filters, columns).tolist()


def test_idf_is_that_of_bm25(index: Lexical) -> None:
    follow(index, [stored(1, "apple pear"), stored(2, "apple"), stored(3, "plum")])
    assert index.idf(["appl", "plum", "none"]) == pytest.approx(
        [math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5), math.log(1 + 3.5 / 0.5)]
    )
    assert index.idf([]) == []


def test_removed_passages_are_gone(index: Lexical) -> None:
    follow(index, [stored(1, "apple"), stored(2, "apple"), stored(3, "apple")])
    follow(index, [stored(4, "apple")], removed=[1, 3, 99])
    assert found(index, "apple") == [2, 4]
    assert index.ids() == {2, 4}
    assert len(index) == 2


def test_following_again_after_a_crash_before_the_watermark_changes_nothing(
    file_index: LexicalIndex, tmp_path: Path
) -> None:
    follow(file_index, [stored(1, "apple"), stored(2, "pear")])
    before = (tmp_path / "lexical/watermark.json").read_text()
    new = [stored(3, "apple pear"), stored(4, "apple")]
    follow(file_index, new, removed=[1])
    hits = file_index.search("apple pear", 10, ALL)
    (tmp_path / "lexical/watermark.json").write_text(before)  # as if it had not been written
    again = LexicalIndex(tmp_path / "lexical")
    follow(again, new, removed=[1])
    assert again.search("apple pear", 10, ALL) == hits
    assert (again.ids(), len(again)) == ({2, 3, 4}, 3)


def test_a_lost_watermark_fills_the_index_anew(file_index: LexicalIndex, tmp_path: Path) -> None:
    passages = [stored(1, "apple pear"), stored(2, "apple")]
    follow(file_index, passages)
    hits = file_index.search("apple", 10, ALL)
    (tmp_path / "lexical/watermark.json").unlink()
    again = LexicalIndex(tmp_path / "lexical")
    follow(again, passages)
    assert again.search("apple", 10, ALL) == hits


def test_the_watermark_is_the_one_that_was_followed(index: Lexical, open_index: OpenIndex) -> None:
    assert index.watermark == Watermark(0, 0)
    index.follow([stored(7, "apple")], [], Watermark(7, 3))
    assert index.watermark == open_index().watermark == Watermark(7, 3)


def test_an_error_while_following_leaves_the_index_as_it_was(index: Lexical) -> None:
    follow(index, [stored(1, "apple")])

    def broken() -> list[StoredPassage]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.follow((one for one in [stored(2, "apple"), *broken()]), [], Watermark(2, 0))
    assert index.watermark == Watermark(1, 0)
    follow(index, [stored(2, "apple")])
    assert found(index, "apple") == [1, 2]


def test_a_reader_sees_what_a_writer_committed_when_it_refreshes(index: Lexical, open_index: OpenIndex) -> None:
    reader = open_index()
    follow(index, [stored(1, "apple")])
    reader.refresh()
    assert found(reader, "apple") == [1]


@pytest.mark.parametrize("watermark", ['{"format": 99}', "", "{", "[]", "null", '{"format": 1}'])
def test_another_format_is_refused(tmp_path: Path, watermark: str) -> None:
    follow(LexicalIndex(tmp_path), [stored(1, "apple")])
    (tmp_path / "watermark.json").write_text(watermark)
    with pytest.raises(IndexFormatError, match=str(tmp_path)):
        _ = LexicalIndex(tmp_path).watermark


@pytest.mark.parametrize("meta", ["", "{", '{"segments": 1}'])
def test_a_damaged_index_is_refused_and_can_be_made_anew(tmp_path: Path, meta: str) -> None:
    folder = tmp_path / "lexical"
    follow(LexicalIndex(folder), [stored(1, "apple")])
    (folder / "meta.json").write_text(meta)
    with pytest.raises(IndexFormatError, match="cannot be read as a lexical index"):
        LexicalIndex(folder)
    LexicalIndex.delete(folder)
    assert len(LexicalIndex(folder)) == 0


def test_a_watermark_without_its_index_is_not_believed(tmp_path: Path) -> None:
    follow(LexicalIndex(tmp_path), [stored(1, "apple")])
    (tmp_path / "meta.json").unlink()
    try:
        assert LexicalIndex(tmp_path).watermark == Watermark(0, 0)
    except IndexFormatError:
        pass


@pytest.mark.parametrize(
    ("question", "expected"),
    [("US trade", [1, 2]), ("U.S. trade", [1, 2]), ("u s", []), ("HR 49", [3]), ("H.R. 49", [3])],
)
def test_a_dotted_acronym_is_one_word_with_dots_or_without(index: Lexical, question: str, expected: list[int]) -> None:
    follow(index, [stored(1, "the U.S.–Mexico border"), stored(2, "the US and Mexico"), stored(3, "H.R. 49, an act")])
    assert sorted(found(index, question)) == expected


def test_what_is_held_of_a_text_is_weighed_by_idf(index: Lexical) -> None:
    follow(index, [stored(1, "apple pear"), stored(2, "apple"), stored(3, "plum"), stored(4, "pears")])
    apple, pear, plum = (1 + idf for idf in index.idf(["appl", "pear", "plum"]))
    assert index.most_held("the apples, pears") == pytest.approx(1.0)
    assert index.most_held("apple plum") == pytest.approx(plum / (apple + plum))
    assert index.holding("apple pear", 1.0) == [1]
    assert index.holding("apple pear", 0.5) == [1, 2, 4]
    assert index.holding("apple pear plum", 0.6) == [1]  # no term must be held, but two of them
    assert index.holding("apple plum", plum / (apple + plum)) == [3]
    assert index.holding("apple plum", apple / (apple + plum)) == [1, 2, 3]


def test_a_word_that_stands_nowhere_weighs_most(index: Lexical) -> None:
    follow(index, [stored(1, "apple"), stored(2, "apple")])
    assert index.most_held("apple zebra") < 0.5
    assert (index.most_held("zebra"), index.most_held("the")) == (0.0, 0.0)
    assert index.holding("zebra", 0.5) == []


def test_chinese_japanese_and_korean_words_are_found_within_text_without_spaces(index: Lexical) -> None:
    follow(
        index,
        [
            stored(1, "磨坊的门每月打开。"),
            stored(2, "水車は\n夏に回る。"),
            stored(3, "The mill opens. 屋"),
            stored(4, "물레방아는 여름에"),
        ],
    )
    assert found(index, "磨坊什么时候打开？") == [1]
    assert found(index, "夏") == []
    assert found(index, "は夏に") == [2]
    assert found(index, "屋 mill") == [3]
    assert found(index, "물레방아가") == [4]
    assert index.terms("磨坊的 mill") == ["磨坊", "坊的", "mill"]
    assert index.holding_phrase("坊的门", "text") == [1]


def test_a_row_is_found_by_the_names_of_its_columns(index: Lexical) -> None:
    row = stored(1, "jib | 9 m")
    named = replace(row, passage=replace(row.passage, columns="Sail | Height"))
    follow(index, [named, stored(2, "jib | 7 m")])
    assert found(index, "height of the jib") == [1, 2]
    assert found(index, "sail") == [1]


def test_a_word_divided_at_a_line_end_is_found_whole_and_in_parts(index: Lexical) -> None:
    follow(index, [stored(1, "The gar-\n  dener and the two-\nfold path.")])
    assert found(index, "gardener") == found(index, "twofold") == found(index, "fold") == [1]


@pytest.mark.parametrize(
    "message",
    [
        "An IO error occurred: 'No space left on device (os error 28)'",
        'IoError { io_error: Os { code: 24, kind: Uncategorized, message: "Too many open files" } }',
    ],
)
def test_what_the_system_refuses_for_now_is_no_damage(message: str) -> None:
    with pytest.raises(CollectionError, match="cannot be used now .*; nothing is lost"), translated():
        raise ValueError(message)
    with pytest.raises(IndexFormatError, match="cannot be read or written"), translated():
        raise ValueError(message.replace("28", "5").replace("24", "5"))
