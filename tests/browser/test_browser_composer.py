"""The field of the question in the browser: files, a question that is stopped, edited, or too long."""

import pytest
from playwright.sync_api import expect
from support.chat_documents import EXAMPLE, QUESTION
from support.chat_page import DESKTOP, LOOKS
from support.chat_server import BROWSER, Open

pytestmark = BROWSER


@pytest.mark.parametrize("name", ["desktop-light", "phone"])
def test_the_composer_stands_in_the_middle_below_the_answers(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        turn = open_page.ask(QUESTION).bounding_box()
        composer, top = page.locator("#composer").bounding_box(), page.locator("#top").bounding_box()
        assert composer is not None
        assert top is not None
        assert turn is not None
        assert composer["x"] + composer["width"] / 2 == pytest.approx(top["x"] + top["width"] / 2, abs=1)
        assert (composer["x"], composer["width"]) == pytest.approx((turn["x"], turn["width"]), abs=1)


def test_the_clip_chooses_files_to_add(visit: Open) -> None:
    with visit(**DESKTOP) as open_page, open_page.page.expect_file_chooser() as chooser:
        open_page.page.locator("#composer").get_by_role("button", name="Add files").click()
        expect(open_page.page.locator("#documents")).to_be_visible()
        assert chooser.value.is_multiple()


@pytest.mark.parametrize("name", ["desktop-dark", "phone"])
def test_a_question_is_stopped_while_it_waits_and_nothing_of_it_is_kept(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        open_page.ask(QUESTION)
        let_go = open_page.held()
        open_page.type(EXAMPLE)
        expect(page.locator(".waiting")).to_be_visible()
        open_page.screenshot(f"{name}-stop")
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".turn")).to_have_count(1)
        field = page.locator("#question textarea")
        expect(field).to_have_value(EXAMPLE)
        expect(field).to_be_focused()
        let_go()
        open_page.come_to_rest()
        expect(page.locator(".turn")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(open_page.settled(2).locator(".question")).to_have_text(EXAMPLE)


def test_the_newest_question_is_edited_and_its_answer_takes_the_place_of_the_old_one(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(EXAMPLE)
        open_page.ask("How long is the border with Canda?")
        expect(page.get_by_role("button", name="Edit the question")).to_have_count(1)
        page.get_by_role("button", name="Edit the question").click()
        field = page.locator("#question textarea")
        expect(field).to_have_value("How long is the border with Canda?")
        expect(page.locator(".editing")).to_be_visible()
        open_page.screenshot("editing")
        field.fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator(".question")).to_have_text([EXAMPLE, QUESTION])
        open_page.settled(2)
        expect(page.locator(".editing")).to_be_hidden()
        open_page.reload()
        open_page.settled(2)
        expect(page.locator(".question")).to_have_text([EXAMPLE, QUESTION])


def test_esc_leaves_a_question_as_it_was(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(QUESTION)
        page.get_by_role("button", name="Edit the question").click()
        page.keyboard.press("Escape")
        expect(page.locator("#question textarea")).to_have_value("")
        expect(page.locator(".editing")).to_be_hidden()
        open_page.ask(EXAMPLE)
        expect(page.locator(".question")).to_have_text([QUESTION, EXAMPLE])


def test_a_question_that_is_too_long_is_refused_whole(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        field, refused = page.locator("#question textarea"), page.locator(".refused-question")
        question = f"{QUESTION} " * 60
        open_page.type(question)
        expect(refused).to_have_text(f"Your question has {len(question):,} characters. Shorten it to 2,000.")
        expect(field).to_have_value(question)
        expect(page.locator(".turn")).to_have_count(0)
        open_page.screenshot("too-long")
        field.fill(QUESTION)
        expect(refused).to_be_hidden()
        page.keyboard.press("Enter")
        open_page.settled(1)
