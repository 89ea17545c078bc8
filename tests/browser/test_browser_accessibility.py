"""Nothing on any page is a serious or critical fault in the eyes of axe-core."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.chat_documents import OVER_TIME, QUESTION, UNKNOWN
from support.chat_page import Visit
from support.chat_server import BROWSER

AXE = os.environ.get("QUOTABLE_AXE")
pytestmark = [
    *BROWSER,
    pytest.mark.skipif(
        AXE is None,
        reason="QUOTABLE_AXE does not name axe.min.js: `npm pack axe-core@4.14.1`, unpack it, name package/axe.min.js",
    ),
]
FAULTS = """async () => {
    const found = await axe.run({ resultTypes: ["violations"] });
    return found.violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
}"""


def faults(open_page: Visit) -> list[str]:
    """Serious and critical ones, each with where it is and why."""
    page = open_page.page
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(Path(str(AXE)).read_text(encoding="utf-8"))
    open_page.come_to_rest()  # colours fade
    return [str(fault) for fault in page.evaluate(FAULTS)]


def test_axe_finds_no_serious_fault_in_the_conversation(look: Visit) -> None:
    look.begin_anew()
    page = look.page
    assert faults(look) == []
    turn = look.ask(QUESTION)
    assert faults(look) == []
    turn.locator("a.marker").click()
    expect(page.locator("#viewer mark")).to_be_visible()
    assert faults(look) == []
    page.keyboard.press("Escape")
    look.ask(f"{OVER_TIME} From 2017 to 2023")
    assert faults(look) == []
    turn = look.ask(UNKNOWN)
    turn.get_by_role("button", name="Not helpful").click()
    expect(turn.get_by_role("form")).to_be_visible()
    assert faults(look) == []


def test_axe_finds_no_serious_fault_in_the_panels_and_on_the_page_of_a_document(look: Visit) -> None:
    look.begin_anew()
    page = look.page
    turn = look.ask(QUESTION)
    place = turn.locator("a.marker").get_attribute("href")
    for panel in ("Filters", "Conversations", "Documents"):
        look.panel(panel)
        if panel == "Documents":
            expect(page.locator("#documents .list li").first).to_be_visible()
        assert faults(look) == []
        page.keyboard.press("Escape")
    page.goto(f"{look.home}/{place}")
    expect(page.locator("mark")).to_be_visible()
    assert faults(look) == []
