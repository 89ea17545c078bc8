"""Answers that a language model writes, as they come to the page."""

import threading
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from support.chat_documents import QUESTION
from support.chat_page import DESKTOP
from support.chat_server import BROWSER, ChatServer, Open
from support.llm_server import Reply, answer, claims, serving, until

pytest.importorskip("openai", reason="the extra llm is not installed")
pytestmark = BROWSER
FIRST = "Nearly $1.9 billion in trade crosses the border each day."
SECOND = "Nearly $7.4 billion in trade crosses the border each day."


def test_statements_arrive_below_the_quotations_and_take_their_place(visit: Open, own_server: ChatServer) -> None:
    go_on = threading.Event()
    ids = [f"S{number}" for number in range(1, 7)]
    events = answer(claims((FIRST, ids), (SECOND, ids)))
    with serving(Reply([*events[:-4], go_on, *events[-4:]]), Reply([*events[:-4], 30.0])) as llm:
        own_server.stop()
        own_server.start(QUOTABLE_LLM_BASE_URL=llm.url, QUOTABLE_LLM_MODEL="a <b>model</b>")
        with visit(server=own_server, **DESKTOP) as open_page:
            page = open_page.page
            open_page.ask(QUESTION)
            expect(page.locator(".writing .waiting")).to_have_text("a <b>model</b> is writing")
            expect(page.locator(".arriving .statement").first).to_contain_text("$1.9 billion")
            expect(page.locator("blockquote").first).to_be_visible()
            open_page.screenshot("writing")
            go_on.set()
            turn = page.locator("#turn-1")
            expect(turn.locator(".written .statement").first).to_contain_text("$1.9 billion", timeout=20_000)
            expect(turn.locator(".note")).to_contain_text("withheld")
            expect(turn).not_to_contain_text("$7.4 billion")
            turn.locator("a.marker").first.hover()
            expect(turn.locator(".peek").first).to_be_visible()
            open_page.screenshot("written")
            open_page.reload()
            expect(page.locator("#turn-1 .written")).to_be_visible()

            open_page.ask("How long is the border with Mexico?")
            assert until(lambda: len(llm.requests) == 2, 10)  # what was not asked for yet need not be stopped
            page.get_by_role("button", name="Stop").click()
            expect(page.locator(".writing")).to_have_count(0)
            expect(page.locator("#turn-2 blockquote").first).to_be_visible()
            assert llm.hung_up.wait(5)


def test_a_link_alone_does_not_make_the_language_model_write(visit: Open, own_server: ChatServer) -> None:
    ids = [f"S{number}" for number in range(1, 7)]
    with serving(Reply(answer(claims((FIRST, ids))))) as llm:
        own_server.stop()
        own_server.start(QUOTABLE_LLM_BASE_URL=llm.url, QUOTABLE_LLM_MODEL="a <b>model</b>")
        with visit(f"/?{urlencode({'q': QUESTION})}", server=own_server, **DESKTOP) as open_page:
            turn = open_page.settled(1)
            expect(turn.locator("blockquote").first).to_be_visible()
            offer = turn.get_by_role("button", name="Let a <b>model</b> write an answer")
            expect(offer).to_be_visible()
            expect(turn.get_by_role("button", name="Stop")).to_be_hidden()
            open_page.screenshot("write-offered")
            assert llm.requests == []
            offer.click()
            expect(open_page.page.locator("#turn-1 .written .statement")).to_contain_text("$1.9 billion")
            assert len(llm.requests) == 1
