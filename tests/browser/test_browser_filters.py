"""What limits a question in the browser: what was understood from it, and what is set beside it."""

from playwright.sync_api import expect
from support.chat_documents import EXAMPLE, FOLLOW_UP, OVER_TIME, QUESTION
from support.chat_page import DESKTOP
from support.chat_server import BROWSER, Open

pytestmark = BROWSER


def test_what_was_understood_is_taken_off_with_the_keyboard_and_asked_again_in_place(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(f"{EXAMPLE} In documents from March 2021, $1.9 billion")
        clues = page.locator(".clue > span")
        expect(clues).to_have_text(["only from March 2021", "$1.9 billion"])
        open_page.screenshot("understood")
        page.get_by_role("button", name="Search without from March 2021").focus()
        page.keyboard.press("Enter")
        expect(clues).to_have_text(["$1.9 billion"])
        expect(page.locator(".taken-off")).to_be_visible()
        expect(page.locator(".question")).to_be_focused()
        expect(page.locator(".turn")).to_have_count(1)


def test_a_follow_up_is_understood_from_what_was_asked_before_and_alone_when_that_is_taken_off(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        example = page.locator("#first-screen").get_by_role("link", name=EXAMPLE)
        example.click()
        open_page.settled(1)
        expect(example).to_be_hidden()
        open_page.ask(QUESTION)
        turn = open_page.ask(FOLLOW_UP)
        expect(turn.locator(".clue-before q")).to_have_text(f"{FOLLOW_UP} (trade crosses the border each day)")
        open_page.screenshot("follow-up")
        page.get_by_role("button", name="Search without the conversation before").click()
        expect(page.locator("#turn-3 .clue-before")).to_have_count(0)
        expect(page.locator("#question-3")).to_have_text(FOLLOW_UP)
        expect(page.locator(".turn")).to_have_count(3)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".turn")).to_have_count(0)
        expect(example).to_be_visible()
        expect(page.locator("#question textarea")).to_be_focused()


def test_a_sweep_over_the_bars_sets_the_dates(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(OVER_TIME)
        panel = open_page.panel("Filters")
        first = panel.locator('[data-from="2017-05-01"]').bounding_box()
        last = panel.locator('[data-from="2020-02-01"]').bounding_box()
        assert first is not None
        assert last is not None
        page.mouse.move(first["x"] + first["width"] / 2, first["y"] + 30)
        page.mouse.down()
        page.mouse.move(last["x"] + last["width"] / 2, last["y"] + 30, steps=5)
        page.mouse.up()
        expect(panel.get_by_label("From", exact=True)).to_have_value("2017-05-01")
        expect(panel.get_by_label("To", exact=True)).to_have_value("2020-02-29")
        expect(panel.locator('[data-from="2020-03-01"]')).to_have_class("outside")
        open_page.screenshot("swept")
        panel.get_by_role("button", name="Ask again within these").click()
        expect(page.locator("#turn-1 .clue-set")).to_contain_text("2017-05-01 to 2020-02-29")
        expect(page.locator("#turn-1 time").filter(has_text="2021")).to_have_count(0)
        expect(page.locator("#turn-1 .quotation, #turn-1 .timeline li").first).to_be_visible()


def test_a_range_the_wrong_way_round_is_not_sent(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        panel = open_page.panel("Filters")
        panel.get_by_label("From", exact=True).fill("2021-02-01")
        panel.get_by_label("To", exact=True).fill("2021-01-01")
        panel.get_by_role("button", name="Search within these").click()
        expect(panel).to_be_visible()
        expect(open_page.page.locator("#composer .clue")).to_have_count(0)
