"""The first screen, the sidebar, the picker of documents, the settings: in the browser."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from support.chat_documents import EXAMPLE, QUESTION, UNKNOWN
from support.chat_page import DESKTOP, LOOKS, PATIENCE_MS, PHONE
from support.chat_server import BROWSER, Open

pytestmark = BROWSER


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that the page does not show."""
    for _ in range(100):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about within ten seconds")


@pytest.mark.parametrize("name", LOOKS)
def test_the_first_screen_says_what_can_be_asked_and_a_click_asks_it(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        expect(page.locator(".introduction h2")).to_have_text("collection")
        expect(page.locator(".latest a").first).to_contain_text("Sandholm ferry, 2023")
        expect(page.locator(".adding-files button")).to_be_visible()
        assert open_page.fits
        open_page.screenshot(f"{name}-first-screen")
        page.get_by_role("link", name=EXAMPLE).click()
        turn = open_page.settled(1)
        expect(turn.locator(".question")).to_have_text(EXAMPLE)
        expect(page.locator(".introduction")).to_be_hidden()
        page.locator("#restart").click()
        expect(page.locator(".introduction")).to_be_visible()


def test_the_first_screen_takes_thirty_requests_and_four_hundred_kilobytes(visit: Open) -> None:
    with visit(viewport={"width": 1361, "height": 860}) as open_page:  # of a context of its own: nothing is kept yet
        page = open_page.page
        expect(page.locator("#conversations .panel-content > *").first).to_be_visible()
        expect(page.locator(".introduction h2")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert len(open_page.requests) <= 30
        sizes = page.evaluate("performance.getEntries().map((entry) => entry.transferSize ?? 0)")
        assert 100_000 < sum(sizes) <= 400_000


def test_a_new_document_stands_among_the_newest_at_once(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page, request = open_page.page, open_page.page.request
        address = f"{open_page.home}/api/documents/newest.md"
        text = "---\ntitle: The newest of all\ndate: 2031-01-01\n---\nIt is new.\n"
        assert request.put(address, data=text).status == 201
        try:
            progress = f"{open_page.home}/api/documents/progress"
            until(lambda: request.get(progress).json()["files"][-1]["state"] == "askable")
            page.evaluate("window.quotable.refreshState()")
            expect(page.locator(".latest a").first).to_have_text("The newest of all")
        finally:
            request.delete(address)


def test_what_is_offered_after_an_answer_is_answered(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask("How much did the electric engines of the Sandholm ferry cost?")
        offered = page.locator(".follow-ups a")
        expect(offered.first).to_be_visible(timeout=PATIENCE_MS)
        assert 1 <= offered.count() <= 3
        question = offered.first.inner_text()
        offered.first.click()
        turn = open_page.settled(2)
        expect(turn.locator(".question")).to_have_text(question)
        expect(turn.locator("blockquote").first).to_be_visible()
        expect(page.locator("#turn-1 .follow-ups")).to_have_count(0)


def test_conversations_stand_beside_a_wide_page_and_are_put_away(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        side = page.locator("#conversations")
        expect(side).to_be_visible()
        expect(page.locator("dialog.sheet[open]")).to_have_count(0)
        open_page.ask(QUESTION)
        expect(side.locator("a.open")).to_have_text([QUESTION])
        expect(side.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
        page.locator("#restart").click()
        expect(side.locator("[aria-current]")).to_have_count(0)
        open_page.ask(UNKNOWN)
        expect(side.locator("a.open")).to_have_text([UNKNOWN, QUESTION])
        side.locator("li", has_text=QUESTION).locator("summary").click()
        side.get_by_role("button", name=f"Pin: {QUESTION}").click()
        expect(side.locator("a.open")).to_have_text([QUESTION, UNKNOWN])
        expect(side.locator("h3")).to_have_text(["Pinned", "Recent"])
        open_page.screenshot("desktop-sidebar")
        side.get_by_label("Search your questions").fill("moons")
        expect(side.locator("a.open")).to_have_text([UNKNOWN])
        side.get_by_role("button", name="Close").click()
        expect(side).to_be_hidden()
        open_page.reload()
        expect(side).to_be_hidden()
        page.get_by_role("button", name="Conversations", exact=True).click()
        expect(side.locator("a.open")).to_have_text([QUESTION, UNKNOWN])


def test_on_a_narrow_page_conversations_are_a_panel(visit: Open) -> None:
    with visit(**PHONE) as open_page:
        expect(open_page.page.locator("#conversations")).to_be_hidden()
        panel = open_page.panel("Conversations")
        expect(panel).to_have_attribute("open", "")
        assert open_page.fits


@pytest.mark.parametrize("name", ["desktop-light", "phone"])
def test_a_document_is_picked_with_the_keyboard_and_asked_in(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        field = page.locator("#question textarea")
        field.press_sequentially("What changed @ferry, 2020")
        options = page.locator("#picker [role=option]")
        expect(options).to_have_count(1)
        open_page.screenshot(f"{name}-picker")
        page.keyboard.press("Enter")
        expect(page.locator("#picker")).to_be_hidden()
        expect(field).to_have_value("What changed ")
        expect(page.locator("#composer .clue span")).to_have_text(["Sandholm ferry, 2020"])
        field.fill("What about the Sandholm ferry?")
        page.keyboard.press("Enter")
        turn = open_page.settled(1)
        places = [marker.get_attribute("href") or "" for marker in turn.locator("a.marker").all()]
        assert places
        assert all("ferry-2020.md" in place for place in places)
        page.locator("#composer .take-off").click()
        expect(page.locator("#composer .clue")).to_have_count(0)


def test_the_list_of_documents_picks_one_too_and_escape_leaves_the_picker(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        page.locator("#question textarea").press_sequentially("@sandholm")
        expect(page.locator("#picker [role=option]").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#picker")).to_be_hidden()
        expect(page.locator("#question textarea")).to_have_value("@sandholm")
        panel = open_page.panel("Documents")
        panel.get_by_role("button", name="Ask in it: Sandholm ferry, 2018").click()
        expect(panel).to_be_hidden()
        expect(page.locator("#composer .clue span")).to_have_text(["Sandholm ferry, 2018"])


def test_settings_are_kept_and_the_theme_is_the_browsers(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        panel = open_page.panel("Settings")
        open_page.screenshot("desktop-settings")
        panel.get_by_label("Title", exact=True).fill("Of ferries")
        form = panel.locator("[data-settings=about]")
        form.get_by_role("button", name="Save").click()
        expect(form.locator(".saved")).to_have_text("Saved.")
        expect(page.locator(".introduction h2")).to_have_text("Of ferries")
        panel.get_by_label("Title", exact=True).fill("")
        form.get_by_role("button", name="Save").click()
        expect(page.locator(".introduction h2")).to_have_text("collection")
        panel.get_by_label("Dark", exact=True).check()
        paper = "getComputedStyle(document.querySelector('.gradio-container')).backgroundColor"
        assert page.evaluate(paper) == "rgb(22, 24, 28)"
        open_page.reload()
        assert page.evaluate(paper) == "rgb(22, 24, 28)"
        panel = open_page.panel("Settings")
        expect(panel.get_by_label("Dark", exact=True)).to_be_checked()
        panel.get_by_label("As the system").check()
        assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_a_language_model_that_does_not_answer_is_told_in_a_sentence(visit: Open) -> None:
    with visit(**PHONE) as open_page:
        panel = open_page.panel("Settings")
        form = panel.locator("[data-settings=model]")
        form.get_by_label("Address").fill("http://127.0.0.1:9/v1")
        form.get_by_label("Model", exact=True).fill("small")
        form.get_by_role("button", name="Test").click()
        expect(form.locator(".problem")).to_contain_text("cannot be reached", timeout=PATIENCE_MS)
        assert open_page.fits
        open_page.screenshot("phone-settings")
