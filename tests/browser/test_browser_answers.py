"""An answer in the browser: where it stands, how it comes, what its numbers open."""

import re

import pytest
from playwright.sync_api import Locator, expect
from support.chat_documents import ASKED_OF_A_TRANSCRIPT, EXAMPLE, QUESTION
from support.chat_page import DESKTOP, LOOKS
from support.chat_server import BROWSER, Open

pytestmark = BROWSER


def box(part: Locator) -> dict[str, float]:
    found = part.bounding_box()
    assert found is not None
    return dict(found)


@pytest.mark.parametrize("name", ["desktop-light", "phone"])
def test_the_question_stays_where_it_is_while_its_answer_comes(visit: Open, name: str) -> None:
    with visit(**LOOKS[name], reduced_motion="no-preference") as open_page:
        page = open_page.page
        for number, question in enumerate((QUESTION, EXAMPLE), start=1):
            heading = page.locator(f"#question-{number}")
            let_go = open_page.held()
            open_page.type(question)
            expect(page.locator(".waiting")).to_be_visible()
            open_page.come_to_rest()  # it is scrolled to
            before = box(heading)
            if number == 1:
                open_page.screenshot(f"{name}-waiting")
            let_go()
            open_page.settled(number)
            open_page.come_to_rest()
            after = box(heading)
            assert after == pytest.approx(before, abs=1)
            assert 0 <= after["y"] < 400


def test_two_frames_after_enter_the_question_is_seen_to_wait(visit: Open) -> None:
    """Whatever the speed of the machine: a frame takes a sixtieth of a second, and nothing else is waited for."""
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        let_go = open_page.held()
        page.evaluate(
            """() => document.addEventListener(
                "keydown",
                () => requestAnimationFrame(() => requestAnimationFrame(() => {
                    const waiting = document.querySelector(".turns .waiting");
                    window.isSeen = Boolean(waiting?.getClientRects().length);
                })),
                { capture: true, once: true },
            )"""
        )
        page.locator("textarea").first.fill(QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_function("window.isSeen !== undefined")
        assert page.evaluate("window.isSeen")
        expect(page.locator(".waiting")).to_have_text("Reading the documents")
        let_go()
        open_page.settled(1)


def test_a_slow_server_is_said_to_be_still_reading(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        let_go = open_page.held()
        open_page.page.clock.install()
        open_page.type(QUESTION)
        expect(open_page.page.locator(".waiting")).to_have_text("Reading the documents")
        open_page.page.clock.fast_forward(4_100)
        expect(open_page.page.locator(".waiting")).to_contain_text("Still reading")
        let_go()
        open_page.settled(1)


def test_an_empty_question_does_nothing(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        open_page.type("  ")
        open_page.come_to_rest()
        expect(open_page.page.locator(".turn")).to_have_count(0)
        expect(open_page.page.locator(".introduction")).to_be_visible()
        open_page.ask(QUESTION)
        expect(open_page.page.locator(".turn")).to_have_count(1)


def test_the_header_says_what_is_searched(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        expect(open_page.page.locator(".overview")).to_have_text(
            re.compile(r"^collection8 documents2017-05-02 to 2023-11-21\d+ passages$")
        )


def test_a_quotation_says_who_spoke_and_when(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        turn = open_page.ask(ASKED_OF_A_TRANSCRIPT)
        expect(turn.locator("blockquote").first).to_contain_text("214 new lamps")
        by = turn.locator(".cited summary")
        expect(by).to_have_text("THE MAYOR · Remarks at the lighthouse · 2022-02-18")
        open_page.screenshot("speaker")
        turn.locator("a.marker").click()
        viewer = open_page.page.locator("#viewer")
        expect(viewer.locator("#quotation")).to_contain_text("214 new lamps")
        open_page.screenshot("speaker-viewer")
