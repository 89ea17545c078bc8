"""What a collection calls its documents and its speakers."""

from datetime import date

from qa.documents.document import TitleRow
from qa.understanding.vocabulary import EMPTY, Kind, learn_vocabulary


def rows(*titles: tuple[str, str | None]) -> list[TitleRow]:
    """Documents of these titles and categories, without dates, with ids from 1."""
    return [(number, title, category, None) for number, (title, category) in enumerate(titles, start=1)]


def kinds(*titles: tuple[str, str | None]) -> dict[str, Kind]:
    return dict(learn_vocabulary(rows(*titles), []).kinds)


def names(titles: list[TitleRow], *turns: tuple[str, int]) -> dict[str, list[str]]:
    return {name: sorted(labels) for name, labels in learn_vocabulary(titles, turns).names.items()}


def test_nothing_is_learned_from_nothing() -> None:
    assert learn_vocabulary([], []) == EMPTY


def test_categories_are_counted_and_the_dates_span_the_documents() -> None:
    found = learn_vocabulary([(1, "a", "blog", "2022-05-01"), (2, "b", "blog", None), (3, "c", None, "2021-02-03")], [])
    assert found.categories == {"blog": 2}
    assert (found.first_date, found.last_date) == (date(2021, 2, 3), date(2022, 5, 1))


def test_a_date_in_the_future_does_not_move_the_present_unless_there_is_no_other() -> None:
    days = [(1, "a", None, "2021-02-03"), (2, "b", None, "2099-01-01")]
    found = learn_vocabulary(days, [], today=date(2026, 5, 4))
    assert (found.present, found.last_date) == (date(2021, 2, 3), date(2099, 1, 1))
    assert learn_vocabulary(days[1:], [], today=date(2026, 5, 4)).present == date(2099, 1, 1)
    assert learn_vocabulary([], []).present is None


def test_the_words_of_a_category_name_a_kind() -> None:
    found = kinds(("On water", "field-notes"), ("On wine", "field-notes"))
    assert found == {"field note": Kind(frozenset({"field-notes"}), (), 2)}


def test_words_that_are_all_plural_name_a_kind_each() -> None:
    assert sorted(kinds(("On water", "Sermons & Letters"))) == ["letter", "sermon"]


def test_the_last_word_of_a_category_is_a_kind_where_most_titles_hold_it() -> None:
    assert sorted(kinds(("Press briefing", "press-briefings"), ("Wine", "press-briefings"))) == [
        "briefing",
        "press briefing",
    ]


def test_a_single_word_that_is_no_plural_is_a_topic() -> None:
    assert kinds(("On water", "research")) == {}


def test_three_titles_that_begin_the_same_make_a_kind() -> None:
    wells = [("TIDE TABLE: North", "sea"), ("Tide Tables for the South", "sea"), ("A Tide Table of the East", "air")]
    assert kinds(*wells) == {"tide table": Kind(frozenset({"sea", "air"}), ("tide table", "tide tables"), 3)}
    assert kinds(*wells[:2]) == {}


def test_a_category_that_holds_few_of_a_kind_does_not_count() -> None:
    assert kinds(*[("Ode to the sea", "poetry")] * 10, ("Ode to the sea", "prose"))["ode"].categories == {"poetry"}


def test_a_title_can_be_of_two_kinds() -> None:
    assert sorted(kinds(*[("Notice: Tide table: North", None)] * 3)) == ["notice", "tide table"]


def test_a_kind_holds_those_that_are_named_more_closely() -> None:
    found = kinds(*[("Letter from Rome", None)] * 3, *[("Open letter on wine", None)] * 4)
    assert found["letter"] == Kind(frozenset(), ("letter", "open letter"), 7)
    assert found["open letter"] == Kind(frozenset(), ("open letter",), 4)


def test_a_rare_beginning_is_a_kind_where_it_ends_frequent_ones() -> None:
    many = [("Evening tide table: North", None)] * 4000
    assert sorted(kinds(*many, *[("Tide table: North", None)] * 3, *[("Moon: North", None)] * 3)) == [
        "evening tide table",
        "tide table",
    ]


def test_a_speaker_is_no_kind() -> None:
    titles = rows(*[("Mayor Adler on wine", None)] * 3)
    assert learn_vocabulary(titles, [("MAYOR ADLER", 1)]).kinds == {}


def test_speakers_are_counted_by_document_without_reporters() -> None:
    assert learn_vocabulary(rows(("a", None)), [("MS. ADLER", 1), ("MS. ADLER", 2), ("Q", 1)]).speakers == {
        "MS. ADLER": 2
    }


def test_a_name_after_a_role_is_a_persons_and_both_labels_are_theirs() -> None:
    titles = rows(*[(f"Remarks by Mayor Adler on day {n}", None) for n in range(1, 5)])
    turns = [("THE MAYOR", n) for n in range(1, 4)]
    assert names(titles, *turns, ("MAYOR ADLER", 4)) == {"adler": ["MAYOR ADLER", "THE MAYOR"]}
    assert names([], ("MAYOR ADLER", 4)) == {}  # nothing says that it is a name and not two words
    assert names(titles, ("THE VICE MAYOR", 1), ("VICE MAYOR VEGA", 2)) == {"vega": ["VICE MAYOR VEGA"]}


def test_a_last_name_stands_for_every_label_that_ends_with_it() -> None:
    found = names([], ("MS. ADLER", 1), ("MAYOR ADLER", 2), ("MS. O’HARA", 1), ("MAYOR VEGA", 1))
    assert found == {"adler": ["MAYOR ADLER", "MS. ADLER"], "o'hara": ["MS. O’HARA"], "vega": ["MAYOR VEGA"]}


def test_a_label_whose_first_word_opens_no_other_is_no_person() -> None:
    assert names([], ("MS. ADLER", 1), ("MS. VEGA", 1), ("FIGHTING FRAUD", 1)) == {
        "adler": ["MS. ADLER"],
        "vega": ["MS. VEGA"],
    }


def test_a_role_goes_with_the_name_that_follows_it_in_titles() -> None:
    titles = rows(
        *[("Speech by Mayor Adler in Rome", None)] * 3,
        ("Vice Mayor Vega and Mayor Adler", None),
        ("Speech by Vice Mayor Vega", None),
    )
    turns = [("THE MAYOR", n) for n in range(1, 5)] + [("THE VICE MAYOR", 5)]
    known = [("MS. ADLER", 9), ("MS. VEGA", 9)]
    assert names(titles, *turns, *known) == {"adler": ["MS. ADLER", "THE MAYOR"], "vega": ["MS. VEGA"]}


def test_a_name_that_no_label_holds_must_stand_in_half_of_the_titles() -> None:
    titles = rows(*[("Speech by Mayor Adler", None)] * 3, *[("A speech", None)] * 3)
    turns = [("THE MAYOR", n) for n in range(1, 7)]
    assert names(titles, *turns) == {"adler": ["THE MAYOR"]}
    assert names([*titles, (7, "A speech", None, None)], *turns, ("THE MAYOR", 7)) == {}
