"""The language of the page: the browser's, unless another was chosen; and nothing on it that no catalogue has."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.chat_documents import QUESTION, UNKNOWN, UNSURE
from support.chat_page import DESKTOP, PHONE, Visit
from support.chat_server import BROWSER, ChatServer, Open, serving
from support.places import ROOT
from support.pseudo import Unbracketed

pytestmark = BROWSER

PSEUDO = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests")!r})
from qa.web import language
from support.pseudo import pseudo_language
language.find_language = lambda code, pseudo=pseudo_language(): pseudo
"""
"""Whatever a browser asks for, it gets the language that brackets its texts."""


@pytest.fixture(scope="module")
def pseudo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatServer]:
    with serving(tmp_path_factory.mktemp("pseudo"), PSEUDO) as server:
        yield server


def unbracketed(visit: Visit) -> list[str]:
    """What is on the page that no catalogue has."""
    html = visit.page.evaluate("document.querySelector('.gradio-container').outerHTML")
    return Unbracketed(re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)).found


def test_all_that_scripts_and_server_say_comes_from_the_catalogue(visit: Open, pseudo_server: ChatServer) -> None:
    with visit(server=pseudo_server, **DESKTOP) as open_page:
        page = open_page.page
        assert unbracketed(open_page) == []
        for question in (QUESTION, UNSURE, UNKNOWN, "How many documents are there?"):
            open_page.ask(question)
        turn = page.locator(".turn").first
        turn.locator('[data-verdict="not_helpful"]').click()
        turn.locator(".feedback-form").wait_for()
        assert unbracketed(open_page) == []
        turn.locator("a.marker, a.place").first.click()
        page.locator("#viewer article.document").wait_for()
        page.locator("#viewer [name=find]").fill("border")
        expect(page.locator("#viewer output")).to_contain_text("⟦")
        assert unbracketed(open_page) == []
        page.locator("#viewer [data-close]").click()
        for panel in ("documents", "settings", "filters"):
            page.locator(f'[data-panel="{panel}"]').first.click()
            page.locator(f"#{panel} .panel-content:not([aria-busy]) > *").first.wait_for()
            if panel == "documents":
                page.locator("#documents .list .remove, #documents .list .ask-within").first.wait_for()
                page.locator("#documents .list .remove").first.click()
            assert unbracketed(open_page) == []
            page.keyboard.press("Escape")
            page.evaluate("document.querySelectorAll('dialog.sheet[open]').forEach((dialog) => dialog.close())")
        page.evaluate("window.quotable.filters.set({ from: '2021-03-05', to: '2022-01-01', categories: ['notes'] })")
        page.locator("textarea").first.fill("x" * 5000)
        page.keyboard.press("Enter")
        expect(page.locator(".refused-question")).to_contain_text("⟦")
        assert unbracketed(open_page) == []


@pytest.mark.parametrize(("name", "look"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_the_page_is_in_the_language_of_the_browser(visit: Open, name: str, look: dict[str, object]) -> None:
    with visit(locale="de-DE", **look) as open_page:
        page = open_page.page
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.locator(".latest time").first).to_have_text("21.11.2023")
        open_page.screenshot(f"german-first-screen-{name}")
        turn = open_page.ask(QUESTION)
        expect(turn.locator("[data-copy-link]")).to_have_text("Link kopieren")
        expect(turn.locator("blockquote").first).to_have_attribute("lang", "en")
        open_page.ask(UNKNOWN)
        expect(page.locator(".turn .state").last).to_have_text("Nichts gefunden")
        assert open_page.fits
        open_page.screenshot(f"german-answer-{name}")


def test_what_was_counted_and_why_a_file_is_refused_are_said_in_the_language_too(visit: Open, tmp_path: Path) -> None:
    (tmp_path / "leer.md").write_text("\n")
    with visit(locale="de-DE", **DESKTOP) as open_page:
        page = open_page.page
        open_page.expected.append("status of 422")
        open_page.ask("How many documents mention the ferry?")
        for _ in range(2):  # as it is shown at first, and as it is kept
            expect(page.locator(".counted-sentence")).to_have_text("5 Dokumente erwähnen „ferry“.")
            expect(page.locator(".counted-query > span")).to_have_text(
                "Gezählt: Dokumente mit „ferry“ in Text oder Titel, in allen Wortformen."
            )
            open_page.reload()
        open_page.screenshot("german-listing")
        panel = open_page.panel("Dokumente", "documents")
        panel.locator("input[type=file]:not([webkitdirectory])").set_input_files(tmp_path / "leer.md")
        expect(panel.locator(".refused li")).to_have_text("leer.md kann nicht gelesen werden: sie enthält keinen Text")
        open_page.screenshot("german-refused")


def test_what_was_chosen_comes_before_the_language_of_the_browser(visit: Open) -> None:
    with visit(locale="de-DE", **DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(QUESTION)
        page.locator('[data-panel="settings"]').click()
        chosen = page.locator('#settings [name="language"]')
        expect(chosen).to_have_value("")
        with page.expect_navigation():
            chosen.select_option("Español")
        page.wait_for_function("window.quotable && document.querySelector('#question textarea')")
        expect(page.locator("html")).to_have_attribute("lang", "es")
        expect(page.locator(".turn [data-copy-link]")).to_have_text("Copiar enlace")  # the conversation is still there
        page.locator('[data-panel="settings"]').click()
        expect(chosen).to_have_value("es")
        with page.expect_navigation():
            chosen.select_option("Como el navegador")
        page.wait_for_function("window.quotable && document.querySelector('#question textarea')")
        expect(page.locator("html")).to_have_attribute("lang", "de")
