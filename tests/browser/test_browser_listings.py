"""A question about the collection in the browser: the number, the documents, the way back to their text."""

import pytest
from playwright.sync_api import expect
from support.chat_page import DESKTOP, LOOKS
from support.chat_server import BROWSER, Open

pytestmark = BROWSER
ASKED = "How many documents mention electric engines?"
ASKED_OF_SEVERAL = "Which documents mention the Sandholm ferry?"


@pytest.mark.parametrize("name", ["desktop-light", "desktop-dark", "phone"])
def test_documents_are_counted_listed_and_opened(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        turn = open_page.ask(ASKED_OF_SEVERAL)
        expect(turn.locator(".counted-sentence")).to_have_text("5 documents mention “Sandholm ferry”.")
        titles = [f"Sandholm ferry, {year}" for year in (2023, 2021, 2020, 2018, 2017)]
        expect(turn.locator(".listing .place")).to_have_text(titles)
        expect(turn.locator(".listing .line").nth(3)).to_contain_text("a second boat, Heron")
        assert open_page.fits
        open_page.screenshot(f"{name}-listing")
        turn.locator(".listing .place").nth(3).click()
        viewer = page.locator("#viewer")
        expect(viewer.locator("h1")).to_have_text("Sandholm ferry, 2018")
        expect(viewer.locator("mark")).to_contain_text("a second boat, Heron")
        open_page.screenshot(f"{name}-listing-viewer")


def test_the_text_is_searched_instead_and_a_reload_keeps_the_listing(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        turn = open_page.ask(ASKED)
        expect(turn.locator(".counted-sentence")).to_have_text("1 document mentions “electric engines”.")
        open_page.reload()
        turn = open_page.settled(1)
        expect(turn.locator(".listing .place")).to_have_text(["Sandholm ferry, 2021"])
        turn.get_by_role("button", name="Search the text instead").click()
        expect(turn.locator(".listing")).to_have_count(0)
        turn = open_page.settled(1)
        expect(turn.locator(".taken-off")).to_have_text("Searched without the parts you removed.")
        expect(page.locator(".turn")).to_have_count(1)
        expect(turn).to_contain_text("electric engines bought for 3 million crowns")
