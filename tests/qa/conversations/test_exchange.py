"""An exchange: it comes back as it was kept, and says what has changed since."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exchanges import BREAD, NOON, exchange
from support.places import Write

from qa import Collection, Conversation, Filters, UsageError
from qa.conversations.exchange import Exchange, changed_since, earlier, from_record, is_altered, to_record

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@given(
    text=st.text(min_size=1),
    question=st.text(),
    day=st.none() | DAYS,
    words=st.frozensets(st.text()),
    confidence=st.floats(0, 1),
    asked_at=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))])),
    abstains=st.booleans(),
)
def test_an_exchange_comes_back_as_it_was_kept(
    text: str,
    question: str,
    day: date | None,
    words: frozenset[str],
    confidence: float,
    asked_at: datetime,
    abstains: bool,
) -> None:
    kept = exchange(
        {"a.md": text},
        [("a.md", text)],
        question=question,
        interpreted=text,
        filters=Filters(day, None, words),
        without=words,
        asked_at=asked_at,
        confidence=confidence,
        abstains=abstains,
    )
    assert from_record(to_record(kept)) == kept


@pytest.mark.parametrize(
    ("question", "abstains"),
    [
        ("How much is the trade of a day in fact sheets from March 2021?", False),
        ("What did Ms. Baker say of loaves?", False),
        ("zzz qqq?", True),
    ],
)
def test_answers_of_a_collection_come_back_as_they_were(
    collection: Collection, write: Write, question: str, abstains: bool
) -> None:
    front = "---\ntitle: Trade\ndate: '2021-03-01'\ncategory: fact-sheets\n---\n"
    write("a.md", front + "Trade of 1.9 billion dollars a day.\n\nIt is the trade of a day in March.\n")
    file = write("b.md", "---\ntitle: Briefing\n---\nMS. BAKER: We make loaves of bread.\n\nQ How many loaves?\n")
    collection.index([file.parent])
    kept = Exchange(collection.ask(question), Filters(), frozenset(), collection.catalog.generation, NOON)
    assert kept.answer.abstained is abstains
    assert from_record(to_record(kept)) == kept
    assert earlier([kept]) == Conversation().then(kept.answer.turn)


@pytest.mark.parametrize("record", [b"", b"{", b"[]", b'{"answer": {}}', to_record(exchange())[:-1]])
def test_a_record_that_this_version_cannot_read_is_none(record: bytes) -> None:
    assert from_record(record) is None


def of_an_older_version(record: bytes) -> bytes:
    """The record as it was kept before records had a hash."""
    return b"{" + record.partition(b",")[2]


def test_a_record_of_an_older_version_comes_back() -> None:
    kept = exchange()
    record = of_an_older_version(to_record(kept))
    assert record.startswith(b'{"answer":')
    assert not is_altered(record)
    assert from_record(record) == kept


@given(st.data())
def test_a_record_of_which_a_bit_was_altered_is_none(data: st.DataObject) -> None:
    record = bytearray(to_record(exchange()))
    assert not is_altered(bytes(record))
    place = data.draw(st.integers(len(b'{"sha256":"'), len(record) - 1))
    record[place] ^= 1 << data.draw(st.integers(0, 7))
    assert is_altered(bytes(record))
    assert from_record(bytes(record)) is None


def test_a_record_with_a_field_that_is_gone_is_none() -> None:
    record = of_an_older_version(to_record(exchange()))
    assert from_record(record.replace(b'"confidence"', b'"certainty"')) is None


def test_a_record_whose_filters_make_no_sense_is_none() -> None:
    kept = of_an_older_version(to_record(exchange(filters=Filters(date(2021, 1, 1), date(2021, 1, 2)))))
    assert from_record(kept.replace(b'"date_to":"2021-01-02"', b'"date_to":"2020-01-02"')) is None


def test_half_a_character_cannot_be_kept() -> None:
    with pytest.raises(UsageError, match="the question cannot be kept: .*; type it again"):
        to_record(exchange(question="How \ud800 many?"))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(UsageError, match=r"asked_at is 2024-05-06 12:00:00, .*; give a time with its zone, in UTC"):
        replace(exchange(), asked_at=NOON.replace(tzinfo=None))


def test_a_follow_up_refers_to_the_turns_before_it_in_their_order() -> None:
    first, second = exchange(), exchange(question="And rolls?", interpreted="How many rolls?")
    assert earlier([first, second]) == Conversation((first.answer.turn, second.answer.turn))
    assert earlier([]) == Conversation()


def test_a_citation_has_changed_when_its_document_is_gone_or_another_file() -> None:
    texts = BREAD | {"cake.md": "The cake is large.", "tea.md": "The tea is hot."}
    shown = exchange(texts, [("cake.md", "The cake"), ("bread.md", "The oven"), ("tea.md", "hot")]).answer
    digests = {citation.document: citation.sha256 for citation in shown.citations}
    assert changed_since(shown, digests) == frozenset()
    assert changed_since(shown, digests | {"bread.md": "0" * 64}) == {2}
    assert changed_since(shown, {"tea.md": digests["tea.md"]}) == {1, 2}
    assert changed_since(exchange(abstains=True).answer, {}) == {1}  # shown as a possible match
    assert changed_since(exchange(abstains=True, confidence=0.1).answer, {}) == frozenset()
