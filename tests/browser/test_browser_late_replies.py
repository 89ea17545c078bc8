"""Replies that come when something else is wanted: the page shows only what was asked for last."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect
from support.chat_documents import EXAMPLE, FOLLOW_UP, OVER_TIME, QUESTION
from support.chat_page import CALLS, DESKTOP, Visit
from support.chat_server import BROWSER, Open

pytestmark = BROWSER


@contextmanager
def late(open_page: Visit, name: str) -> Iterator[None]:
    """Hold back the next call of this name while what is inside happens; after it, let its reply come."""
    held: list[Route] = []

    def arrived(route: Route) -> None:
        body = route.request.post_data_json
        if not held and isinstance(body, dict) and body.get("fn_name") == name:
            held.append(route)
        else:
            route.continue_()

    open_page.page.route(CALLS, arrived)
    yield
    while not held:
        open_page.page.wait_for_timeout(20)  # it is on its way
    with open_page.page.expect_response(lambda response: response.request == held[0].request):
        held[0].continue_()
    open_page.come_to_rest()
    open_page.page.unroute(CALLS)


def waits(page: Page) -> None:
    expect(page.locator(".waiting")).to_be_visible()


def opened(open_page: Visit, question: str) -> None:
    """Open the conversation of this title from the panel."""
    open_page.panel("Conversations").locator("a.open", has_text=question).click()


def test_a_late_answer_does_not_take_over_a_new_conversation(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        with late(open_page, "ask"):
            open_page.type(QUESTION)
            waits(page)
            page.locator("#restart").click()
            expect(page.locator(".turn")).to_have_count(0)
        expect(page.locator(".turn")).to_have_count(0)
        assert page.url.endswith("/")
        expect(page.locator(".turns")).to_have_attribute("aria-busy", "false")
        turn = open_page.ask(EXAMPLE)
        expect(turn.locator(".question")).to_have_text(EXAMPLE)
        expect(open_page.panel("Conversations").locator("a.open")).to_have_text([EXAMPLE, QUESTION])


def test_a_question_can_be_asked_at_once_in_a_new_conversation(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        answers = page.locator(".turn .question")
        with late(open_page, "ask"):
            open_page.type(QUESTION)
            waits(page)
            page.locator("#restart").click()
            open_page.ask(OVER_TIME)
        expect(answers).to_have_text([OVER_TIME])
        open_page.reload()
        open_page.settled(1)
        expect(answers).to_have_text([OVER_TIME])


def test_a_late_answer_does_not_take_over_another_conversation(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(EXAMPLE)
        address = page.url
        page.locator("#restart").click()
        with late(open_page, "ask"):
            open_page.type(QUESTION)
            waits(page)
            opened(open_page, EXAMPLE)
            expect(page.locator(".question")).to_have_text(EXAMPLE)
        expect(page.locator(".question")).to_have_text(EXAMPLE)
        assert page.url == address
        open_page.ask(FOLLOW_UP)
        open_page.reload()
        open_page.settled(2)
        expect(page.locator(".question")).to_have_text([EXAMPLE, FOLLOW_UP])


def test_a_conversation_that_opens_late_does_not_take_over_the_one_opened_after_it(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        for question in (EXAMPLE, QUESTION):
            open_page.ask(question)
            page.locator("#restart").click()
        with late(open_page, "read"):
            opened(open_page, EXAMPLE)
            opened(open_page, QUESTION)
            expect(page.locator(".question")).to_have_text(QUESTION)
        expect(page.locator(".question")).to_have_text(QUESTION)


def test_an_answer_asked_again_for_does_not_come_back_into_a_new_conversation(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(QUESTION)
        open_page.ask(FOLLOW_UP)
        with late(open_page, "ask_again"):
            page.locator('#turn-2 [data-take-off="before"]').click()
            waits(page)
            page.locator("#restart").click()
            page.locator("textarea").first.fill("typed meanwhile")
        expect(page.locator(".turn")).to_have_count(0)
        expect(page.locator("textarea").first).to_have_value("typed meanwhile")
        expect(page.locator("textarea").first).to_be_focused()
        assert page.url.endswith("/")


def test_an_answer_asked_again_for_that_fails_late_leaves_the_new_conversation_alone(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(QUESTION)
        open_page.ask(FOLLOW_UP)
        with late(open_page, "ask_again"):
            page.locator('#turn-2 [data-take-off="before"]').click()
            waits(page)
            panel = open_page.panel("Conversations")
            panel.locator(".options summary").click()
            panel.locator("[data-delete]").click()
            panel.locator("[data-delete-now]").click()
            expect(panel.locator(".quiet")).to_contain_text("kept here")
            page.keyboard.press("Escape")
        expect(page.locator(".turn")).to_have_count(0)
        expect(page.locator(".problem")).to_have_count(0)


def test_a_conversation_deleted_while_it_waits_does_not_come_back(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(QUESTION)
        with late(open_page, "ask"):
            open_page.type(FOLLOW_UP)
            waits(page)
            panel = open_page.panel("Conversations")
            panel.locator(".options summary").click()
            panel.locator("[data-delete]").click()
            panel.locator("[data-delete-now]").click()
            expect(panel.locator(".quiet")).to_contain_text("kept here")
            page.keyboard.press("Escape")
        expect(page.locator(".turn")).to_have_count(0)
        assert page.url.endswith("/")
        expect(open_page.panel("Conversations").locator("a.open")).to_have_count(0)


def test_the_back_button_leaves_a_question_that_waits(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(EXAMPLE)
        page.locator("#restart").click()
        with late(open_page, "ask"):
            open_page.type(QUESTION)
            waits(page)
            page.go_back()
            expect(page.locator(".question")).to_have_text(EXAMPLE)
        expect(page.locator(".question")).to_have_text(EXAMPLE)


def test_a_late_list_of_matches_does_not_replace_the_newer_one(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        panel = page.locator("#filters")
        open_page.ask(QUESTION)
        with late(open_page, "spread"):
            page.get_by_role("button", name="Filters", exact=True).click()
            expect(panel.locator(".loading")).to_be_visible()
            page.keyboard.press("Escape")
            page.locator("#restart").click()
            open_page.panel("Filters")
            expect(panel.locator(".counted")).to_contain_text("in the collection")
        expect(panel.locator(".counted")).to_contain_text("in the collection")
