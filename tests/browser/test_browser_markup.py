"""Markup in documents and questions is shown in the browser as the text that it is, wherever it stands."""

import pytest
from playwright.sync_api import Locator, expect
from support.chat_documents import HOSTILE_IMAGE, HOSTILE_MARKUP, HOSTILE_QUESTION
from support.chat_page import LOOKS, Visit
from support.chat_server import BROWSER, Open

pytestmark = BROWSER
TITLE_SHOWN = f"Tidewater lock {HOSTILE_MARKUP} {HOSTILE_IMAGE}"


def holds_nothing_live(open_page: Visit) -> None:
    """Nothing that came from outside is an element, reverses the text around it, or stands there unseen."""
    assert open_page.page.evaluate("document.querySelectorAll('img, main b:not(.overview b), [onerror]').length") == 0
    scripts = open_page.page.evaluate("[...document.scripts].map((script) => script.textContent).join('')")
    for hostile in (HOSTILE_MARKUP, "<img src=x"):
        assert hostile not in scripts


def keeps_to_itself(part: Locator) -> bool:
    """Whether a text has a direction of its own, so that it cannot turn what stands beside it."""
    return part.evaluate("(element) => getComputedStyle(element).unicodeBidi") in ("isolate", "plaintext")


@pytest.mark.parametrize("name", ["desktop-light", "phone"])
def test_markup_in_a_document_and_in_a_question_is_text_everywhere(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        turn = open_page.ask(HOSTILE_QUESTION)
        expect(turn.locator(".question")).to_contain_text(HOSTILE_MARKUP)
        expect(turn.locator(".question")).to_contain_text(HOSTILE_IMAGE)
        expect(turn.locator("cite").first).to_contain_text(TITLE_SHOWN)
        expect(turn.locator(".source summary cite").first).to_contain_text(TITLE_SHOWN)
        turn.locator(".cited summary").first.click()
        expect(turn.locator(".source .facts").first).to_contain_text("<b>locks</b>")
        expect(turn.locator("blockquote").first).to_contain_text(
            "<img src=x onerror=alert(3)><script>alert(4)</script>"
        )
        for part in turn.locator(".question, cite, blockquote, .facts .filed").all():
            assert keeps_to_itself(part)
        holds_nothing_live(open_page)
        open_page.screenshot(f"{name}-markup")
        turn.locator("a.marker").first.click()
        viewer = page.locator("#viewer")
        expect(viewer.locator("h1")).to_contain_text(TITLE_SHOWN)
        expect(viewer.locator(".about")).to_contain_text("<b>locks</b>")
        expect(viewer.locator("mark")).to_contain_text("<script>alert(4)</script>")
        holds_nothing_live(open_page)
        open_page.screenshot(f"{name}-markup-viewer")
        page.keyboard.press("Escape")
        panel = open_page.panel("Filters")
        expect(panel.locator(".counted")).to_contain_text(HOSTILE_IMAGE)
        panel.get_by_label("<b>locks</b>").check()
        panel.get_by_role("button", name="Ask again within these").click()
        expect(page.locator("#composer .clue")).to_contain_text("<b>locks</b>")
        expect(page.locator("#turn-1 .clue-set")).to_contain_text("<b>locks</b>")
        holds_nothing_live(open_page)
        panel = open_page.panel("Documents")
        row = panel.locator(".list li", has_text="Tidewater lock")
        expect(row.locator("a.title")).to_contain_text(TITLE_SHOWN)
        expect(row.locator(".facts")).to_contain_text("<b>locks</b>")
        holds_nothing_live(open_page)
        open_page.screenshot(f"{name}-markup-documents")
        page.keyboard.press("Escape")
        panel = open_page.panel("Conversations")
        expect(panel.locator("a.open")).to_contain_text("<img src=x")  # it is cut
        holds_nothing_live(open_page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
