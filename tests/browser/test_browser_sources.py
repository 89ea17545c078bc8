"""The numbers of an answer in the browser: pointed at, clicked, stepped through, copied from."""

import json

from playwright.sync_api import expect
from support.chat_documents import OVER_TIME, QUESTION, seed
from support.chat_page import DESKTOP, PHONE
from support.chat_server import BROWSER, Open

pytestmark = BROWSER
IN_SIGHT = """([inner, outer]) => {
    const [a, b] = [inner, outer].map((part) => document.querySelector(part).getBoundingClientRect());
    return a.top >= b.top && a.bottom <= b.bottom && a.bottom <= innerHeight && a.left >= 0 && a.right <= innerWidth;
}"""


def test_arrows_step_through_citations_and_a_slash_leads_to_the_question(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        turn = open_page.ask(OVER_TIME)
        markers, title = turn.locator("a.marker:visible"), page.locator("#viewer .which")
        expect(page.locator("#question textarea")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(markers.nth(0)).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(markers.nth(1)).to_be_focused()
        page.keyboard.press("Enter")
        expect(title).to_have_text("Source 2 of 5")
        expect(page.locator("#viewer mark")).to_contain_text("second boat")
        page.keyboard.press("ArrowRight")
        expect(title).to_have_text("Source 3 of 5")
        expect(page.locator("#viewer mark")).to_contain_text("eleven weeks")
        expect(turn.locator("a.marker.shown")).to_have_text("3")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        expect(title).to_have_text("Source 1 of 5")
        page.keyboard.press("ArrowLeft")
        expect(title).to_have_text("Source 1 of 5")
        page.keyboard.press("/")
        expect(page.locator("#question textarea")).to_be_focused()
        expect(page.locator("#question textarea")).to_have_value("")
        page.keyboard.type("a/b")
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#question textarea")).to_be_focused()
        expect(page.locator("#question textarea")).to_have_value("a/b")


def test_a_citation_is_copied_and_leads_to_the_original_page(visit: Open) -> None:
    with visit(**DESKTOP, permissions=["clipboard-read", "clipboard-write"]) as open_page:
        page = open_page.page
        turn = open_page.ask(QUESTION)
        quoted = turn.locator("blockquote").first.inner_text()
        link = turn.locator(".cited a.original")
        address = link.get_attribute("href")
        assert address is not None
        assert address in seed().read_text(encoding="utf-8")
        assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noopener noreferrer", "_blank")
        turn.locator("a.marker").first.click()
        viewer = page.locator("#viewer")
        expect(viewer.locator("a.original")).to_have_attribute("href", address)

        def copied(name: str) -> str:
            viewer.get_by_role("button", name=name, exact=True).click()
            expect(viewer.locator(".copied")).to_have_text(f"Copied as {name}")
            return str(page.evaluate("navigator.clipboard.readText()"))

        bibtex = copied("BibTeX")
        assert bibtex.startswith("@")
        assert "2021" in bibtex
        assert address in bibtex
        (item,) = json.loads(copied("CSL-JSON"))
        assert item["URL"] == address
        assert item["issued"] == {"date-parts": [[2021, 3, 1]]}
        assert quoted in copied("Text")
        assert quoted in " ".join(copied("Markdown").replace("\\", "").split())
        viewer.get_by_role("button", name="Copy link to this passage").click()
        expect(viewer.locator(".copied")).to_have_text("Link copied")
        page.goto(page.evaluate("navigator.clipboard.readText()"))
        expect(page.locator("mark")).to_have_text(quoted)
        assert page.evaluate(IN_SIGHT, ["mark", "body"])
        open_page.screenshot("document-page")


def test_a_document_has_a_page_that_fits_a_phone(visit: Open) -> None:
    with visit(**PHONE) as open_page:
        page = open_page.page
        place = open_page.ask(QUESTION).locator("a.marker").first.get_attribute("href")
        page.goto(f"{open_page.home}/{place}")
        expect(page.locator("mark")).to_contain_text("$1.9 billion")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        open_page.screenshot("phone-document-page")
