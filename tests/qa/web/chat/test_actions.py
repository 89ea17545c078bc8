"""What the page's script asks of a collection, and what it gets."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import Write
from support.rendered import HOSTILE, Page
from support.toy import ToyEncoder

from qa import Answer, Collection, CollectionError
from qa.store.listing import Listings
from qa.suggestions.suggestions import Suggestions
from qa.web.chat.actions import Chat, Reply
from qa.web.html.turns import PASSAGES_SHOWN
from qa.web.middleware.visitors import NOBODY

BREAD = "The baker makes ninety loaves every morning. The oven is old."
TEA = "The shop sells forty cups of tea every day."
VISITOR, OTHER, UNKNOWN = "a" * 32, "b" * 32, "c" * 32
LOAVES = "How many loaves does the baker make?"
LOAVES_OF_MARCH = "How many loaves does the baker make, documents from March 2021?"
GONE = "this conversation is not here: it was deleted, or it belongs to another browser"
METHODS = "ask ask_again stop spread give_feedback read conversations rename pin set_tags delete state suggest".split()


def file_of(title: str, day: str, category: str, text: str) -> str:
    return f"---\ntitle: {title}\ndate: {day}\ncategory: {category}\n---\n{text}\n"


@pytest.fixture
def filled(collection: Collection, write: Write, folder: Path) -> Collection:
    """A collection of two documents."""
    write("bread.md", file_of("Bread", "2021-03-01", "notes", BREAD))
    write("tea.md", file_of("Tea", "2022-03-01", "letters", TEA))
    collection.index([folder])
    return collection


@pytest.fixture
def chat(filled: Collection) -> Chat:
    return Chat(filled, Listings(filled.catalog), Suggestions(filled))


def ask(chat: Chat, question: str, conversation: object = None, **call: object) -> Reply:
    return chat.ask(VISITOR, {"question": question, "conversation": conversation, **call})


def page_of(reply: Reply) -> Page:
    assert "problem" not in reply
    return Page(str(reply["html"]))


def quoted(reply: Reply) -> list[str]:
    """What an answer quotes, in its cards."""
    return page_of(reply).marks


def searched(reply: Reply) -> list[str | None]:
    """The standalone questions."""
    return page_of(reply).having("data-searched")


def notes(reply: Reply) -> list[str]:
    return re.findall('<p class="note">(.*?)</p>', str(reply["html"]))


# Asking


def test_a_question_begins_a_conversation_which_is_kept(chat: Chat, filled: Collection) -> None:
    reply = ask(chat, f"  {LOAVES} ")
    assert set(reply) == {"conversation", "number", "html"}
    assert re.fullmatch("[0-9a-f]{32}", str(reply["conversation"]))
    assert reply["number"] == 1
    assert page_of(reply).having("data-number") == ["1"]
    assert quoted(reply) == ["The baker makes ninety loaves every morning."]
    assert page_of(reply).emphasised == "ninety"
    [kept] = filled.history.exchanges(VISITOR, str(reply["conversation"]))
    assert kept.answer.search.question.question == LOAVES
    assert kept.generation == filled.catalog.generation


def test_every_question_without_a_conversation_begins_another(chat: Chat) -> None:
    assert ask(chat, LOAVES)["conversation"] != ask(chat, LOAVES)["conversation"]


def test_a_follow_up_is_understood_from_the_conversation_before_it(chat: Chat) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    reply = ask(chat, "What is it?", conversation)
    assert (reply["conversation"], reply["number"]) == (conversation, 2)
    assert searched(reply) == ["What is it? (loaves the baker make)"]
    [link] = [href for href in page_of(reply).having("href") if str(href).startswith("?")]
    assert str(link).startswith("?after=How%20many%20loaves%20does%20the%20baker%20make%3F&q=What%20is%20it%3F")


def test_a_question_is_asked_within_filters_and_without_what_a_link_leaves_out(chat: Chat) -> None:
    within = ask(chat, "How many cups of tea?", within={"categories": ["notes"]})
    assert TEA not in quoted(within)
    assert page_of(within).having("data-key") == ["category:notes"]
    days = ask(chat, "How many cups of tea?", within={"from": "2022-03-01", "to": "2022-03-01"})
    assert quoted(days) == [TEA]
    assert page_of(days).having("data-key") == ["dates"]
    without = ask(chat, LOAVES_OF_MARCH, without=["from:2021-03-01", "to"])
    assert page_of(without).having("data-key") == []
    assert "Searched without the parts you removed." in page_of(without).text


def test_a_link_of_another_generation_says_that_the_collection_has_changed(chat: Chat, filled: Collection) -> None:
    generation = filled.catalog.generation
    note = "The collection has changed since this link was made; the answer may differ."
    assert notes(ask(chat, LOAVES, generation=generation - 1)) == [note]
    assert notes(ask(chat, LOAVES, generation=generation)) == notes(ask(chat, LOAVES)) == []


def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(
    chat: Chat, filled: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = ask(chat, LOAVES)["conversation"]

    def fail(*_: object) -> NoReturn:
        raise CollectionError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(filled.history, "add", fail)
        reply = ask(chat, "How many cups of tea?", conversation)
    assert (reply["number"], quoted(reply)) == (2, [TEA])
    assert notes(reply) == ["This answer could not be saved in the conversation: the disk is full."]
    assert len(filled.history.exchanges(VISITOR, str(conversation))) == 1


def test_an_abstention_comes_with_the_nearest_passages_without_what_stands_around_them(
    chat: Chat, filled: Collection, write: Write, folder: Path
) -> None:
    write("long.md", "\n\n".join(" ".join([f"{letter}{letter}"] * 30) for letter in "bcdf"))
    filled.index([folder])
    reply = ask(chat, "zulu zuzu")
    [exchange] = filled.history.exchanges(VISITOR, str(reply["conversation"]))
    nearest = [hit.passage.text for hit in exchange.answer.search.hits[:PASSAGES_SHOWN]]
    assert len(exchange.answer.search.hits) > 3
    excerpts = re.findall('<div class="excerpt">(.*?)</div>', str(reply["html"]))
    assert [re.sub("<span class=.cut.>.*?</span>|<.*?>", "", excerpt) for excerpt in excerpts] == nearest


# Asking again


def test_a_question_asked_again_takes_the_place_of_the_newest(chat: Chat, filled: Collection) -> None:
    first = ask(chat, "How many cups of tea?")
    conversation = first["conversation"]
    ask(chat, LOAVES_OF_MARCH, conversation)
    reply = chat.ask_again(VISITOR, {"conversation": conversation, "within": {"from": "2022-01-01"}})
    assert (reply["conversation"], reply["number"]) == (conversation, 2)
    assert page_of(reply).said("h2") == [LOAVES_OF_MARCH]
    assert page_of(reply).having("data-key") == ['["from:2021-03-01", "to:2021-03-31"]', "dates"]
    assert [one.answer.search.question.question for one in filled.history.exchanges(VISITOR, str(conversation))] == [
        "How many cups of tea?",
        LOAVES_OF_MARCH,
    ]
    assert chat.read(VISITOR, {"conversation": conversation})["html"] == f"{first['html']}{reply['html']}"


def test_what_was_taken_off_stays_off_and_other_filters_take_the_place_of_those_before(chat: Chat) -> None:
    conversation = ask(chat, LOAVES_OF_MARCH, within={"categories": ["notes"]})["conversation"]

    def again(within: object, without: list[str]) -> list[str | None]:
        call = {"conversation": conversation, "within": within, "without": without}
        return page_of(chat.ask_again(VISITOR, call)).having("data-key")

    assert again({}, ["from:2021-03-01"]) == ['["to:2021-03-31"]']
    assert again({}, ["to:2021-03-31"]) == []
    assert again({"to": "2021-12-31"}, []) == ["dates"]
    assert again({"categories": ["letters"]}, []) == ["category:letters"]


def test_a_follow_up_asked_alone_is_searched_for_as_it_was_typed_and_stays_alone(chat: Chat) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    ask(chat, "What is it?", conversation)
    again = {"conversation": conversation, "within": {}}
    assert searched(chat.ask_again(VISITOR, again)) == ["What is it? (loaves the baker make)"]
    assert searched(chat.ask_again(VISITOR, {**again, "alone": True})) == ["What is it?"]
    assert searched(chat.ask_again(VISITOR, {**again, "within": {"to": "2023-01-01"}})) == ["What is it?"]


def test_an_edited_question_takes_the_place_of_the_newest_and_forgets_what_was_taken_off(
    chat: Chat, filled: Collection
) -> None:
    conversation = ask(chat, LOAVES_OF_MARCH, without=["from", "to"])["conversation"]
    call = {"conversation": conversation, "within": {}, "question": "How many cups, documents from March 2022?"}
    reply = chat.ask_again(VISITOR, call)
    assert page_of(reply).said("h2") == ["How many cups, documents from March 2022?"]
    assert page_of(reply).having("data-key") == ['["from:2022-03-01", "to:2022-03-31"]']
    assert len(filled.history.exchanges(VISITOR, str(conversation))) == 1


# Stopping

TOKEN = "d" * 32


def stopping(chat: Chat, monkeypatch: pytest.MonkeyPatch, visitor: str) -> None:
    """Let a visitor stop the question while it is answered."""
    answer = Collection.ask

    def asked(self: Collection, *arguments: Any, **options: Any) -> Answer:  # noqa: ANN401 - whatever it takes
        assert chat.stop(visitor, {"token": TOKEN}) == {}
        return answer(self, *arguments, **options)

    monkeypatch.setattr(Collection, "ask", asked)


def asked(collection: Collection, conversation: object) -> list[str]:
    """The questions that are kept."""
    exchanges = collection.history.exchanges(VISITOR, str(conversation))
    return [exchange.answer.search.question.question for exchange in exchanges]


def test_a_question_that_is_stopped_is_not_kept(
    chat: Chat, filled: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    stopping(chat, monkeypatch, VISITOR)
    stopped = {"problem": "The question was stopped."}
    assert ask(chat, "How many cups of tea?", conversation, token=TOKEN) == stopped
    call = {"conversation": conversation, "within": {}, "question": "How many cups?", "token": TOKEN}
    assert chat.ask_again(VISITOR, call) == stopped
    assert asked(filled, conversation) == [LOAVES]


def test_a_stop_that_overtakes_its_question_stops_it(chat: Chat, filled: Collection) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    assert chat.stop(VISITOR, {"token": TOKEN}) == {}
    assert ask(chat, "How many cups of tea?", conversation, token=TOKEN) == {"problem": "The question was stopped."}
    assert asked(filled, conversation) == [LOAVES]


def test_an_answer_that_is_on_its_way_when_its_question_is_stopped_is_taken_back(
    chat: Chat, filled: Collection
) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    ask(chat, "How many cups of tea?", conversation, token=TOKEN)
    chat.stop(VISITOR, {"token": TOKEN})
    assert asked(filled, conversation) == [LOAVES]
    chat.stop(VISITOR, {"token": TOKEN})  # once more changes nothing
    assert asked(filled, conversation) == [LOAVES]


def test_a_conversation_whose_only_question_is_stopped_does_not_exist(chat: Chat, filled: Collection) -> None:
    ask(chat, LOAVES, token=TOKEN)
    chat.stop(VISITOR, {"token": TOKEN})
    assert filled.history.conversations(VISITOR) == []


def test_a_question_that_was_replaced_comes_back_when_the_new_one_is_stopped(chat: Chat, filled: Collection) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    call = {"conversation": conversation, "within": {}, "question": "How many cups?", "token": TOKEN}
    chat.ask_again(VISITOR, call)
    assert asked(filled, conversation) == ["How many cups?"]
    chat.stop(VISITOR, {"token": TOKEN})
    assert asked(filled, conversation) == [LOAVES]


def test_nobody_stops_the_question_of_another(chat: Chat, filled: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    stopping(chat, monkeypatch, OTHER)
    conversation = ask(chat, LOAVES, token=TOKEN)["conversation"]
    assert len(filled.history.exchanges(VISITOR, str(conversation))) == 1


def test_a_question_asked_alone_can_be_asked_as_a_follow_up(chat: Chat) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    ask(chat, "how many sacks?", conversation)
    again = {"conversation": conversation, "within": {}}
    as_follow_up = searched(chat.ask_again(VISITOR, {**again, "follow_up": True}))
    assert as_follow_up == ["how many sacks? (loaves the baker make)"]
    assert searched(chat.ask_again(VISITOR, {**again, "alone": True})) == ["how many sacks?"]


# What makes no sense


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ({"question": "a" * 2001}, "the question has 2001 characters; 2000 at most are read"),
        ({"question": " \n"}, "the question is empty"),
        ({}, "question is missing"),
        ({"question": 5}, "question is '5'; it should be a valid string"),
        (None, "what was sent is 'None'; send a JSON object"),
        (
            {"question": "a", "within": {"from": "2022-01-02", "to": "2022-01-01"}},
            "the range of dates is empty: from 2022-01-02 to 2022-01-01",
        ),
        (
            {"question": "a", "within": {"to": "2021-02-30"}},
            "within.to is '2021-02-30'; write a day as YYYY-MM-DD",
        ),
        ({"question": "a", "colour": "red"}, "colour is not known here; leave it out"),
        (
            {"question": "a", "conversation": "x"},
            "There is no such conversation. Open one under “Conversations”.",
        ),
    ],
)
def test_a_bad_question_is_told_in_one_sentence_and_not_kept(
    chat: Chat, filled: Collection, call: object, problem: str
) -> None:
    assert chat.ask(VISITOR, call) == {"problem": problem}
    assert filled.history.conversations(VISITOR) == []


@pytest.mark.parametrize(
    ("method", "call", "problem"),
    [
        ("read", {}, GONE),
        ("ask_again", {"within": {}}, GONE),
        (
            "give_feedback",
            {"number": 1, "verdict": "helpful"},
            "there is no answer 1 in this conversation, which has 0",
        ),
        ("rename", {"title": "mine"}, "there is no such conversation any more; open one of the list"),
    ],
)
def test_a_conversation_that_is_unknown_or_anothers_is_told_in_one_sentence(
    chat: Chat, method: str, call: dict[str, object], problem: str
) -> None:
    others = chat.ask(OTHER, {"question": LOAVES})
    for conversation in (UNKNOWN, others["conversation"]):
        assert getattr(chat, method)(VISITOR, {"conversation": conversation, **call}) == {"problem": problem}
    assert chat.read(OTHER, {"conversation": others["conversation"]})["html"] == others["html"]
    assert "mine" not in str(chat.conversations(OTHER, {})["html"])


def test_nobody_goes_on_with_or_deletes_anothers_conversation(chat: Chat) -> None:
    others = chat.ask(OTHER, {"question": LOAVES})
    assert ask(chat, "What is it?", others["conversation"]) == {"problem": GONE}
    assert chat.delete(VISITOR, {"conversation": others["conversation"]}) == {}
    assert chat.read(OTHER, {"conversation": others["conversation"]})["html"] == others["html"]


def test_a_conversation_deleted_while_a_question_is_answered_does_not_come_back(
    chat: Chat, filled: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    answer = filled.ask

    def slow(*asked: Any, **options: Any) -> Answer:  # noqa: ANN401 - whatever it takes
        chat.delete(VISITOR, {"conversation": conversation})
        return answer(*asked, **options)

    monkeypatch.setattr(filled, "ask", slow)
    reply = ask(chat, "How many cups of tea?", conversation)
    assert notes(reply) == [f"This answer could not be saved in the conversation: {GONE}."]
    assert filled.history.conversations(VISITOR) == []


def test_a_new_conversation_that_could_not_be_kept_is_none(
    chat: Chat, filled: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> NoReturn:
        raise CollectionError("the disk is full")

    monkeypatch.setattr(filled.history, "add", fail)
    first = ask(chat, LOAVES)
    assert first["conversation"] is None
    assert quoted(ask(chat, "How many cups of tea?", first["conversation"])) == [TEA]


# Conversations


def test_a_conversation_is_read_as_it_was_shown(chat: Chat) -> None:
    first = ask(chat, LOAVES)
    second = ask(chat, "What is it?", first["conversation"], within={"to": "2022-01-01"})
    third = ask(chat, "zulu zuzu", first["conversation"])
    assert chat.read(VISITOR, {"conversation": first["conversation"]}) == {
        "conversation": first["conversation"],
        "html": f"{first['html']}{second['html']}{third['html']}",
    }


def test_a_source_that_was_changed_or_removed_is_marked_and_its_excerpt_is_the_quotation(
    chat: Chat, filled: Collection, write: Write, folder: Path
) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    ask(chat, "How many cups of tea?", conversation)
    write("bread.md", file_of("Bread", "2021-03-01", "notes", f"Now: {BREAD}"))
    filled.index([folder])
    bare = (
        '<div class="excerpt"><p class="kind-paragraph" dir="auto"><span class="cut">…\u00a0</span>'
        '<mark>{}</mark><span class="cut">\u00a0…</span></p></div>'
    )
    cards = ("The baker makes ninety loaves every morning.", TEA)

    def read() -> tuple[str, int]:
        html = str(chat.read(VISITOR, {"conversation": conversation})["html"])
        return html, html.count('<p class="changed">The source has changed since this was quoted.</p>')

    html, marked_as_changed = read()
    assert marked_as_changed == 1
    assert [bare.format(words) in html for words in cards] == [True, False]
    filled.remove(["tea.md"])
    html, marked_as_changed = read()
    assert marked_as_changed == 2
    assert [bare.format(words) in html for words in cards] == [True, True]
    assert Page(html).marks == list(cards)


def test_a_source_that_was_changed_behind_the_quotation_keeps_its_surroundings(
    chat: Chat, filled: Collection, write: Write, folder: Path
) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    write("bread.md", file_of("Bread", "2021-03-01", "notes", f"{BREAD} It glows."))
    filled.index([folder])
    page = page_of(chat.read(VISITOR, {"conversation": conversation}))
    assert page.text.count("has changed since") == 1
    assert " The oven is old. It glows." in page.text


def test_feedback_is_kept_and_shown_and_can_be_changed(chat: Chat, filled: Collection) -> None:
    conversation = ask(chat, LOAVES)["conversation"]

    def pressed() -> list[str | None]:
        return page_of(chat.read(VISITOR, {"conversation": conversation})).having("aria-pressed")

    answered = {"conversation": conversation, "number": 1}
    assert pressed() == ["false", "false"]
    assert chat.give_feedback(VISITOR, {**answered, "verdict": "helpful"}) == {"said": "Noted, thank you."}
    assert pressed() == ["true", "false"]
    call = {**answered, "verdict": "not_helpful", "reason": "source", "note": "the other one", "passage": 2}
    assert chat.give_feedback(VISITOR, call) == {"said": "Noted, thank you."}
    assert pressed() == ["false", "true"]
    [(feedback, _)] = filled.history.feedback()
    assert (feedback.verdict, feedback.reason, feedback.note, feedback.passage) == (
        "not_helpful",
        "source",
        "the other one",
        2,
    )


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ({"number": 2, "verdict": "helpful"}, "there is no answer 2 in this conversation, which has 1"),
        ({"number": 1, "verdict": "good"}, "verdict is 'good'; it should be 'helpful' or 'not_helpful'"),
        (
            {"number": 1, "verdict": "not_helpful", "passage": 3},
            "the passage is 3; the answer came with 2, counted from 1",
        ),
        (
            {"number": 1, "verdict": "not_helpful", "reason": "answerable"},
            "the reason is 'answerable', and the answer gives quotations; choose one of wrong, incomplete, source, "
            "unanswerable, other",
        ),
        ({"number": 1, "verdict": "helpful", "note": "a" * 1001}, "the note has 1001 characters; 1000 at most"),
    ],
)
def test_feedback_that_does_not_fit_is_told_in_one_sentence(
    chat: Chat, filled: Collection, call: dict[str, object], problem: str
) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    assert chat.give_feedback(VISITOR, {"conversation": conversation, **call}) == {"problem": problem}
    assert filled.history.feedback() == []


def test_feedback_of_an_answer_is_not_shown_of_the_one_that_took_its_place(chat: Chat) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    chat.give_feedback(VISITOR, {"conversation": conversation, "number": 1, "verdict": "helpful"})
    again = chat.ask_again(VISITOR, {"conversation": conversation, "within": {}})
    assert page_of(again).having("aria-pressed") == ["false", "false"]
    assert chat.read(VISITOR, {"conversation": conversation})["html"] == again["html"]


def test_conversations_are_listed_newest_first_and_the_one_on_the_page_is_marked(chat: Chat) -> None:
    first, second = (str(ask(chat, question)["conversation"]) for question in (LOAVES, "How many cups of tea?"))
    ask(chat, "What is it?", second)
    page = page_of(chat.conversations(VISITOR, {"conversation": first}))
    assert page.having("data-conversation") == [second, first]
    assert [link["href"] for link in page.all("a") if "aria-current" in link] == [f"?c={first}"]
    assert "2 questions" in page.text
    assert "How many cups of tea?" not in page_of(chat.conversations(OTHER, {})).text


def test_who_has_no_cookie_is_told_so_instead_of_a_list(chat: Chat) -> None:
    chat.ask(NOBODY, {"question": LOAVES})
    assert chat.conversations(NOBODY, {}) == {
        "problem": "Listing your conversations needs a cookie: allow cookies for this address, then reload the page."
    }


def test_a_conversation_gets_another_title(chat: Chat) -> None:
    conversation = ask(chat, LOAVES)["conversation"]
    assert chat.rename(VISITOR, {"conversation": conversation, "title": " Of  bread "}) == {}
    assert page_of(chat.conversations(VISITOR, {})).text.startswith("Of bread1 question")
    assert chat.rename(VISITOR, {"conversation": conversation, "title": " "}) == {
        "problem": "the title is empty; give the conversation a name"
    }


def test_conversations_are_listed_by_their_tags(chat: Chat) -> None:
    def listed(**data: str) -> tuple[list[str], list[str], list[str]]:
        page = page_of(chat.conversations(VISITOR, data))
        return page.having("data-conversation"), page.having("data-tag"), page.having("aria-pressed")

    bread, tea = (str(ask(chat, question)["conversation"]) for question in (LOAVES, "How many cups of tea?"))
    assert chat.set_tags(VISITOR, {"conversation": bread, "tags": ["to do", " Bread "]}) == {}
    assert listed() == ([tea, bread], ["Bread", "to do"], ["false", "false"])
    assert listed(tag="to do") == ([bread], ["Bread", "to do"], ["false", "true"])
    assert listed(tag="to do", words="tea") == ([], ["Bread", "to do"], ["false", "true"])
    assert chat.set_tags(VISITOR, {"conversation": bread, "tags": []}) == {}
    assert listed(tag="to do") == ([tea, bread], [], [])  # no conversation has it any more
    assert chat.set_tags(VISITOR, {"conversation": bread, "tags": ["x" * 31]}) == {
        "problem": "a tag has 31 characters; 30 at most"
    }


def test_a_conversation_that_was_deleted_is_gone(chat: Chat) -> None:
    kept, deleted = (ask(chat, LOAVES)["conversation"] for _ in range(2))
    assert chat.delete(VISITOR, {"conversation": deleted}) == {}
    assert page_of(chat.conversations(VISITOR, {})).having("data-conversation") == [kept]
    assert chat.read(VISITOR, {"conversation": deleted}) == {"problem": GONE}


# What there is to ask about


def test_the_matches_of_a_question_are_counted_within_the_filters(chat: Chat) -> None:
    def spread(**call: object) -> tuple[str, dict[str | None, str], list[str | None]]:
        """The sentence with the count, the count of each category, the categories that are checked."""
        reply = chat.spread(VISITOR, call)
        boxes = [box for box in page_of(reply).all("input") if box["type"] == "checkbox"]
        counts = re.findall('<span class="count">(.*?)</span>', str(reply["html"]))
        return (
            page_of(reply).text.split("Dates")[0],
            dict(zip((box["value"] for box in boxes), counts, strict=True)),
            [box["value"] for box in boxes if "checked" in box],
        )

    both = {"letters": "1", "notes": "1"}
    assert spread() == ("2 documents in the collection", both, [])
    assert spread(question="loaves") == ("1 document matching “loaves”", {"notes": "1"}, [])
    assert spread(within={"categories": ["notes"]}) == ("1 document in the collection", both, ["notes"])
    assert spread(within={"from": "2022-01-01"}) == ("1 document in the collection", {"letters": "1"}, [])
    assert chat.spread(VISITOR, {"question": "a" * 2001}) == {
        "problem": "the question has 2001 characters; 2000 at most are read"
    }


def test_the_state_is_what_is_searched_as_of_now(chat: Chat, write: Write, filled: Collection, folder: Path) -> None:
    facts = re.compile("<li>(\\d+) (?:documents|passages)</li>")
    state = {"html": chat.overview(), "first_screen": chat.first_screen(), "writing": ""}
    assert chat.state(VISITOR, {}) == state
    assert facts.findall(chat.overview()) == ["2", "2"]
    assert chat.overview().startswith('<div class="overview" data-ready="1.0000"><b dir="auto">collection</b>')
    write("third.md", "The third.\n")
    filled.index([folder])
    assert facts.findall(chat.overview()) == ["3", "3"]


def test_the_newest_documents_are_six_and_the_newest_stands_first(
    chat: Chat, write: Write, filled: Collection, folder: Path
) -> None:
    def latest() -> list[str]:
        return Page(chat.first_screen()).said("span")

    assert latest() == ["Tea", "Bread"]
    for year in range(2023, 2028):
        write(f"{year}.md", file_of(str(year), f"{year}-01-01", "notes", "Of the year."))
    filled.index([folder])
    assert latest() == ["2027", "2026", "2025", "2024", "2023", "Tea"]


# Whatever a browser sends

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from(["\ud800", "x\x00", HOSTILE, UNKNOWN, "2021-02-30", "9" * 400, "-1", "notes", LOAVES, "helpful"]),
)
FIELDS = st.sampled_from(
    "question conversation within without generation alone title number verdict reason note passage "
    "from to categories date_from".split()
)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Chat, str]]:
    """A chat that all examples share, and a conversation of the visitor."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "bread.md").write_text(file_of("Bread", "2021-03-01", "notes", BREAD), encoding="utf-8")
    collection = Collection.open(tmp_path_factory.mktemp("asked") / "collection", encoder=ToyEncoder())
    collection.index([folder])
    chat = Chat(collection, Listings(collection.catalog), Suggestions(collection))
    yield chat, str(ask(chat, LOAVES)["conversation"])
    collection.close()


def require_reply(reply: object) -> None:
    """A reply is JSON that can be sent, and its HTML holds no element that runs or loads anything."""
    assert isinstance(reply, dict)
    json.dumps(reply, ensure_ascii=False).encode()
    if "problem" in reply:
        assert list(reply) == ["problem"]
        assert reply["problem"]
    assert Page(str(reply.get("html", ""))).tags & {"script", "img", "iframe"} == set()


@given(
    st.sampled_from(METHODS), st.recursive(VALUES, lambda of: st.lists(of) | st.dictionaries(FIELDS | st.text(), of))
)
def test_whatever_is_sent_gets_a_reply(standing: tuple[Chat, str], method: str, sent: object) -> None:
    require_reply(getattr(standing[0], method)(VISITOR, sent))


TEXTS = st.text() | st.sampled_from(["\ud800", HOSTILE, LOAVES, "\x00"])
WITHIN = st.fixed_dictionaries({}, optional={"from": VALUES, "to": VALUES, "categories": st.lists(TEXTS)})
CALLS: dict[str, st.SearchStrategy[dict[str, object]]] = {
    "ask": st.fixed_dictionaries({"question": TEXTS, "within": WITHIN, "without": st.lists(TEXTS)}),
    "ask_again": st.fixed_dictionaries({"within": WITHIN, "without": st.lists(TEXTS), "alone": st.booleans()}),
    "spread": st.fixed_dictionaries({"question": TEXTS, "within": WITHIN}),
    "give_feedback": st.fixed_dictionaries(
        {"number": st.integers(), "verdict": st.sampled_from(["helpful", "not_helpful"])},
        optional={"reason": TEXTS, "note": TEXTS, "passage": st.integers()},
    ),
    "rename": st.fixed_dictionaries({"title": TEXTS}),
}


@pytest.mark.parametrize("method", CALLS)
@given(data=st.data())
def test_a_call_of_the_right_form_with_any_text_gets_a_reply(
    standing: tuple[Chat, str], method: str, data: st.DataObject
) -> None:
    chat, conversation = standing
    call = data.draw(CALLS[method])
    if method in ("ask_again", "give_feedback", "rename"):
        call = {**call, "conversation": conversation}
    require_reply(getattr(chat, method)(VISITOR, call))
    require_reply(chat.conversations(VISITOR, {}))


# Questions about the collection


def test_a_question_about_the_collection_shows_documents_and_no_sources(chat: Chat) -> None:
    reply = ask(chat, "How many documents mention tea?")
    html = str(reply["html"])
    assert "1 document mentions “tea”." in html
    assert '<a class="place" dir="auto" href="document?name=tea.md&amp;start=0&amp;end=43' in html
    assert "<aside" not in html


def test_its_text_is_searched_instead_where_that_is_asked_for(chat: Chat) -> None:
    conversation = ask(chat, "How many documents mention tea?")["conversation"]
    again = chat.ask_again(VISITOR, {"conversation": conversation, "within": {}, "without": ["collection"]})
    assert "Counted:" not in str(again["html"])
    assert quoted(again) == [TEA]
