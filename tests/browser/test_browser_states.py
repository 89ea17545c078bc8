"""An answer, a possible match and nothing found look different, and leave room for the next question."""

import re

import pytest
from playwright.sync_api import Locator, expect
from support.chat_documents import EXAMPLE, QUESTION, UNKNOWN, UNKNOWN_OF_A_NAME, UNSURE
from support.chat_page import DARK, DESKTOP, LOOKS, PHONE, Visit
from support.chat_server import BROWSER, Open

pytestmark = BROWSER


def colour(part: Locator, of: str) -> str:
    return str(part.evaluate("(element, of) => getComputedStyle(element)[of]", of))


def size(part: Locator) -> float:
    return float(colour(part, "fontSize").removesuffix("px"))


def test_the_three_states_have_their_own_label_and_colour(look: Visit) -> None:
    look.begin_anew()
    possible, answered, nothing = (look.ask(question) for question in (UNSURE, QUESTION, UNKNOWN))
    states = [turn.get_attribute("data-state") for turn in (answered, possible, nothing)]
    assert states == ["answer", "possible", "nothing"]
    expect(answered.locator(".state")).to_have_count(0)
    expect(possible.locator(".state")).to_have_text("Possible match – check the source")
    expect(nothing.locator(".state")).to_have_text("Nothing found")
    assert len({colour(turn.locator(".state"), "backgroundColor") for turn in (possible, nothing)}) == 2
    rules = [colour(turn.locator("blockquote"), "borderInlineStartColor") for turn in (answered, possible)]
    assert rules[0] != rules[1]
    expect(possible.locator("blockquote")).to_have_count(1)
    expect(possible.locator("strong")).to_have_count(0)
    expect(nothing.locator("blockquote")).to_have_count(0)
    expect(answered.locator(".short-answer")).to_have_count(1)
    look.screenshot(f"{look.name}-states")


def test_no_heading_is_louder_than_the_answer_and_no_quotation_stands_twice(look: Visit) -> None:
    look.begin_anew()
    turn = look.ask(QUESTION)
    assert size(turn.locator(".question")) < size(turn.locator("blockquote"))
    quoted = turn.locator("blockquote").inner_text()
    assert turn.inner_text().count(quoted) == 1
    expect(turn).not_to_contain_text("checked")


@pytest.mark.parametrize("options", [DESKTOP, DARK, PHONE])
def test_three_turns_fit_on_two_screens_below_a_header_that_stays(visit: Open, options: dict[str, object]) -> None:
    with visit(**options) as open_page:
        page = open_page.page
        for question in (UNSURE, QUESTION, EXAMPLE):
            turn = open_page.ask(question)
        first, last = page.locator("#turn-1").bounding_box(), turn.locator(".closing").bounding_box()
        height = page.viewport_size["height"]  # type: ignore[index]
        assert first is not None
        assert last is not None
        assert last["y"] + last["height"] - first["y"] <= 2 * height
        page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
        top = page.locator("#top").bounding_box()
        assert top is not None
        assert top["y"] == 0
        assert top["height"] < height / 8
        expect(page.get_by_role("button", name="Documents", exact=True)).to_be_in_viewport()


def test_documents_about_a_name_are_one_click_away(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        turn = open_page.ask(UNKNOWN_OF_A_NAME)
        turn.get_by_role("button", name="Documents about Sandholm (5)").click()
        listing = open_page.settled(2)
        expect(listing.locator(".counted-sentence")).to_have_text(re.compile("^5 documents"))
        titles = [f"Sandholm ferry, {year}" for year in (2023, 2021, 2020, 2018, 2017)]
        expect(listing.locator(".listing .place")).to_have_text(titles)
        open_page.screenshot("offered")


def test_what_adds_nothing_is_one_click_away(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        turn = open_page.ask(EXAMPLE)
        expect(turn.locator("blockquote")).to_have_count(1)
        more = turn.locator(".more")
        expect(more.locator(".source").first).to_be_hidden()
        more.locator("> summary").click()
        documents = more.locator(".source cite").all_inner_texts()
        assert len(documents) == len(set(documents)) > 2
        more.locator(".source summary").first.click()
        expect(more.locator(".excerpt").first).to_be_visible()
        open_page.screenshot("more-passages")


def test_exact_quotations_lead_to_how_they_are_checked(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        open_page.ask(QUESTION).get_by_role("link", name="Exact quotations").click()
        viewer = open_page.page.locator("#viewer")
        expect(viewer.locator("#viewer-title")).to_have_text("How quotations are checked")
        expect(viewer.locator(".viewer-content")).to_contain_text("does not mean that it answers your question")
        open_page.screenshot("exact-quotations")


def test_the_tab_is_called_after_the_conversation(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        expect(open_page.page).to_have_title("Quotable")
        open_page.ask(QUESTION)
        open_page.ask(EXAMPLE)
        expect(open_page.page).to_have_title(f"{QUESTION} · Quotable")
        open_page.page.locator("#restart").click()
        expect(open_page.page).to_have_title("Quotable")


@pytest.mark.parametrize("name", ["desktop-light", "phone"])
def test_the_form_for_feedback_opens_clear_of_the_composer(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        open_page.ask(QUESTION)
        turn = open_page.ask(EXAMPLE)
        turn.get_by_role("button", name="Not helpful").click()
        send = turn.get_by_role("button", name="Send")
        expect(send).to_be_in_viewport()
        open_page.come_to_rest()
        button, composer = send.bounding_box(), page.locator("#composer").bounding_box()
        assert button is not None
        assert composer is not None
        assert button["y"] + button["height"] <= composer["y"]
        open_page.screenshot(f"{name}-feedback")


def test_an_address_of_no_conversation_says_so_in_one_sentence(visit: Open) -> None:
    with visit("/?c=nonsense", **DESKTOP) as open_page:
        reason = open_page.page.locator(".problem .reason")
        expect(reason).to_have_text("There is no such conversation. Open one under “Conversations”.")
        open_page.page.locator(".turn").get_by_role("button", name="New conversation").click()
        expect(open_page.page.locator(".introduction")).to_be_visible()
        assert open_page.page.url == f"{open_page.home}/"
        expect(open_page.page.locator(".question")).to_be_hidden()
