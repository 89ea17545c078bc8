"""A document beside the conversation: its title, every cited place, the search in it, the way back."""

import pytest
from playwright.sync_api import expect
from support.chat_documents import ASKED_OF_MARKUP, EXAMPLE, OVER_TIME, QUESTION
from support.chat_page import DESKTOP, LOOKS, PHONE
from support.chat_server import BROWSER, Open

pytestmark = BROWSER
FOUND = "[...(CSS.highlights.get('found') ?? [])].map(String)"


@pytest.mark.parametrize("name", ["desktop-light", "phone"])
def test_the_title_stays_while_the_document_is_read(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        open_page.ask(QUESTION).locator("a.marker").first.click()
        expect(page.locator("#viewer mark").first).to_be_visible()
        page.locator(".viewer-content").evaluate("(element) => element.scrollTo(0, element.scrollHeight)")
        title = page.locator("#viewer-title")
        expect(title).to_be_in_viewport()
        expect(title).to_have_text(page.locator("#viewer h1").inner_text())


def test_the_conversation_stays_in_sight_beside_the_document(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        turn = open_page.ask(QUESTION)
        turn.locator("a.marker").first.click()
        expect(page.locator("#viewer mark").first).to_be_visible()
        said, viewer = turn.locator("blockquote").bounding_box(), page.locator("#viewer").bounding_box()
        assert said is not None
        assert viewer is not None
        assert said["x"] + said["width"] <= viewer["x"]


def test_every_place_that_the_answer_quotes_is_marked(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        turn = open_page.ask(EXAMPLE)
        quoted = turn.locator("mark").all_text_contents()
        assert quoted
        turn.locator("a.marker").first.click()
        expect(page.locator("#viewer mark")).to_have_count(len(quoted))
        assert sorted(page.locator("#viewer mark").all_text_contents()) == sorted(quoted)
        expect(page.locator("#viewer #quotation")).to_have_text(turn.locator("blockquote").inner_text())
        open_page.screenshot("every-place")


@pytest.mark.parametrize("name", ["desktop-dark", "phone"])
def test_words_are_sought_in_the_document(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        open_page.ask(QUESTION).locator("a.marker").first.click()
        expect(page.locator("#viewer mark").first).to_be_visible()
        field, said = page.get_by_label("Search in this document"), page.locator(".find output")
        field.fill("united  States")
        count = len(page.evaluate(FOUND))
        assert count > 1
        assert {" ".join(each.split()).lower() for each in page.evaluate(FOUND)} == {"united states"}
        expect(said).to_have_text(f"1 of {count}")
        page.keyboard.press("Enter")
        expect(said).to_have_text(f"2 of {count}")
        page.keyboard.press("Shift+Enter")
        page.keyboard.press("Shift+Enter")
        expect(said).to_have_text(f"{count} of {count}")
        open_page.screenshot(f"{name}-find")
        field.fill("(zebra")
        expect(said).to_have_text("Not found")
        page.keyboard.press("Escape")
        expect(field).to_have_value("")
        expect(page.locator("#viewer")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#viewer")).to_be_hidden()


def test_a_table_is_a_table(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(ASKED_OF_MARKUP).locator("a.marker").first.click()
        table = page.locator("#viewer table")
        expect(table.get_by_role("columnheader")).to_have_text(["Season | ", "Mud"])
        expect(table.get_by_role("row")).to_have_count(3)
        table.scroll_into_view_if_needed()
        open_page.screenshot("table")


def test_back_closes_the_document_on_a_phone_and_leaves_the_conversation(visit: Open) -> None:
    with visit(**PHONE) as open_page:
        page = open_page.page
        turn = open_page.ask(OVER_TIME)
        address, viewer = page.url, page.locator("#viewer")
        for _ in range(2):
            turn.locator("a.marker").first.click()
            expect(viewer).to_be_visible()
            page.go_back()
            expect(viewer).to_be_hidden()
            assert page.url == address
        turn.locator("a.marker").first.click()
        viewer.get_by_role("button", name="Close the document").click()
        expect(viewer).to_be_hidden()
        expect(turn.locator(".timeline > li")).to_have_count(5)
        page.go_back()  # what was opened and closed is no step
        expect(page.locator(".turn")).to_have_count(0)
