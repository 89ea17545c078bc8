"""The panel of documents in the browser: files are added, found, asked about, refused, removed."""

from pathlib import Path

from playwright.sync_api import Locator, expect
from support.chat_page import DESKTOP, Visit
from support.chat_server import BROWSER, Open

from qa.documents import SIDECAR_SUFFIX, SUFFIXES

pytestmark = BROWSER
ADDED = "The orchard at Brackenfell holds 312 pear trees, planted by Ilse Vandermeer.\n"
TITLED = f'---\ntitle: "Orchard of Brackenfell"\ndate: 2022-05-05\ncategory: notices\n---\n\n{ADDED}'
ASKED = "How many pear trees does the orchard at Brackenfell hold?"


def add(panel: Locator, path: Path) -> None:
    with panel.page.expect_file_chooser() as chooser:
        panel.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(path)


def remove(panel: Locator, title: str) -> None:
    panel.get_by_role("button", name=f"Remove {title}").click()
    panel.get_by_role("button", name="Remove", exact=True).last.click()


def documents_in_header(open_page: Visit) -> Locator:
    return open_page.page.locator(".overview li").first


def test_a_file_that_is_added_can_be_found_and_asked_about_until_it_is_removed(visit: Open, tmp_path: Path) -> None:
    path = tmp_path / "orchard.md"
    path.write_text(TITLED, encoding="utf-8")
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        expect(documents_in_header(open_page)).to_have_text("8 documents")
        panel = open_page.panel("Documents")
        expect(panel.locator(".total")).to_have_text("8 documents")
        add(panel, path)
        expect(panel.locator(".how-far")).to_have_text("Ready: 1 of 1", timeout=20_000)
        expect(panel.locator(".total")).to_have_text("9 documents")
        expect(documents_in_header(open_page)).to_have_text("9 documents")
        panel.get_by_label("Title or file name").fill("brackenfell")
        expect(panel.locator(".total")).to_have_text("1 document found")
        expect(panel.locator(".list a.title")).to_have_text(["Orchard of Brackenfell"])
        expect(panel.locator(".list .facts")).to_contain_text("added here")
        open_page.screenshot("documents-added")
        panel.locator(".list a.title").click()
        expect(page.locator("#viewer .text")).to_contain_text("312 pear trees")
        expect(panel).to_be_hidden()
        page.keyboard.press("Escape")
        expect(panel).to_be_visible()
        expect(panel.locator(".list a.title")).to_be_focused()
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        turn = open_page.ask(ASKED)
        expect(turn.locator("blockquote")).to_have_text(ADDED.strip())
        panel = open_page.panel("Documents")
        remove(panel, "Orchard of Brackenfell")
        expect(panel.locator(".total")).to_have_text("No document matches.")
        expect(documents_in_header(open_page)).to_have_text("8 documents")
        panel.get_by_role("button", name="Close").click()
        expect(open_page.ask(ASKED).locator("blockquote", has_text="pear")).to_have_count(0)


def test_a_removal_is_asked_about_and_can_be_left(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        panel = open_page.panel("Documents")
        button = panel.get_by_role("button", name="Remove Remarks at the lighthouse")
        button.click()
        question = panel.get_by_role("group", name="Remove Remarks at the lighthouse?")
        expect(question).to_contain_text("Its file stays in its folder")
        expect(panel.get_by_role("button", name="Keep")).to_be_focused()
        open_page.screenshot("removal")
        open_page.page.keyboard.press("Escape")
        expect(question).to_have_count(0)
        expect(button).to_be_focused()
        expect(panel).to_be_visible()
        expect(panel.locator(".total")).to_have_text("8 documents")


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(visit: Open, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "binary.txt").write_bytes(b"\x00\xff\xfe\x00")
    with visit(**DESKTOP) as open_page:
        open_page.expected.append("status of 422")
        panel = open_page.panel("Documents")
        add(panel, tmp_path / "picture.png")
        refused = f"picture.png: only files ending in {', '.join(sorted((*SUFFIXES, SIDECAR_SUFFIX)))} can be read"
        expect(panel.locator(".refused li")).to_have_text(refused)
        add(panel, tmp_path / "binary.txt")
        expect(panel.locator(".refused li")).to_contain_text("binary.txt")
        open_page.screenshot("refused")
        expect(panel.locator(".total")).to_have_text("8 documents")
