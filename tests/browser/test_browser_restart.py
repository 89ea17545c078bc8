"""A server that stops and comes back, as the browser sees it."""

import signal

from playwright.sync_api import expect
from support.chat_documents import EXAMPLE, QUESTION
from support.chat_page import DESKTOP
from support.chat_server import BROWSER, ChatServer, Open

pytestmark = BROWSER
GONE = [
    "TypeError: Failed to fetch",
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
]
"""What a browser says of a server that was killed."""


def test_a_server_that_is_gone_is_one_sentence_and_conversations_survive_its_restart(
    visit: Open, own_server: ChatServer
) -> None:
    with visit(server=own_server, **DESKTOP) as open_page:
        page = open_page.page
        open_page.expected += GONE
        open_page.ask(QUESTION)
        own_server.stop()
        open_page.type(EXAMPLE)
        failed = page.locator(".turn.failed")
        expect(failed.locator(".reason")).to_have_text(
            "The server cannot be reached. If you stopped it, start it again; your conversation is kept."
        )
        expect(page.locator(".waiting")).to_have_count(0)
        expect(failed.get_by_role("button", name="Ask again")).to_be_visible()
        open_page.screenshot("server-gone")
        turn = page.locator("#turn-1")
        turn.get_by_role("button", name="Helpful", exact=True).click()
        expect(turn.locator(".thanks")).to_contain_text("The server cannot be reached.")
        expect(turn.locator("[aria-pressed=true]")).to_have_count(0)
        turn.locator("a.marker").click()
        expect(page.locator("#viewer .problem")).to_contain_text("The server cannot be reached.")
        page.keyboard.press("Escape")
        own_server.start()
        failed.get_by_role("button", name="Ask again").click()
        turn = open_page.settled(2)
        expect(turn.locator("blockquote").first).to_contain_text("2,000 miles")
        expect(failed).to_have_count(0)
        kept = page.locator(".question, blockquote, .source .title")
        turns = kept.all_inner_texts()
        open_page.reload()
        expect(page.locator(".turn")).to_have_count(2)
        assert kept.all_inner_texts() == turns


def test_the_server_stops_although_a_page_is_open(visit: Open, own_server: ChatServer) -> None:
    with visit(server=own_server, **DESKTOP) as open_page:
        open_page.expected += GONE
        own_server.stop(signal.SIGTERM)
        assert own_server.process is None
