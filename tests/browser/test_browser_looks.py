"""What is seen in light, in dark and on a phone: each law holds in every look, and each leaves its pictures."""

import re

from playwright.sync_api import Locator, expect
from support.chat_documents import EXAMPLE, OVER_TIME, QUESTION, UNKNOWN
from support.chat_page import Visit
from support.chat_server import BROWSER

pytestmark = BROWSER

_FACTS = """() => {
    const list = document.querySelector(".overview ul").getBoundingClientRect();
    return [...document.querySelectorAll(".overview li")].map((fact) => {
        const { top, right } = fact.getBoundingClientRect();
        const below = top >= list.bottom - 1;
        return { text: fact.textContent, below, whole: !below && right <= list.right + 0.5 };
    });
}"""
"""The facts of the header: whether each is whole, or on a line that is out of sight."""


def box(part: Locator) -> dict[str, float]:
    found = part.bounding_box()
    assert found is not None
    return dict(found)


def in_sight(part: Locator, within: Locator) -> bool:
    inner, outer = box(part), box(within)
    return outer["y"] <= inner["y"] and inner["y"] + inner["height"] <= outer["y"] + outer["height"]


def test_an_answer_stands_above_the_card_of_its_source_which_opens(look: Visit) -> None:
    look.begin_anew()
    page = look.page
    look.screenshot(f"{look.name}-start")
    assert look.fits
    look.ask(QUESTION)
    look.screenshot(f"{look.name}-answer")
    quotation, card = page.locator("blockquote"), page.locator(".cited .source")
    expect(quotation).to_have_count(1)
    expect(quotation).to_contain_text("$1.9 billion")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("2021-03-01")
    expect(page.locator("mark:visible")).to_have_count(0)  # the quotation stands once
    line, above = box(card), box(quotation)
    assert line["y"] >= above["y"] + above["height"]
    assert line["height"] < 40
    card.locator("summary").click()
    expect(page.locator("mark:visible")).to_have_count(1)
    assert page.locator("mark:visible").inner_text() == quotation.inner_text()
    expect(card).to_contain_text("statements-releases")
    assert look.fits
    look.screenshot(f"{look.name}-card")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", dark)[:3])) < 150) == (look.name == "desktop-dark")


def test_the_header_cuts_none_of_its_facts(look: Visit) -> None:
    look.begin_anew()
    look.ask(QUESTION)
    page, before = look.page, look.page.viewport_size
    assert before is not None
    for width in (before["width"], 1280, 900, 840):
        page.set_viewport_size({"width": width, "height": before["height"]})
        facts = page.evaluate(_FACTS)
        assert all(fact["below"] or fact["whole"] for fact in facts), (width, facts)
        assert facts[0]["whole"] or look.name == "phone", (width, facts)
        assert look.fits
    page.set_viewport_size(before)
    if look.name != "phone":
        assert [fact["text"] for fact in page.evaluate(_FACTS) if fact["whole"]][:2] == [
            "8 documents",
            "2017-05-02 to 2023-11-21",
        ]


def test_a_question_over_time_is_answered_in_the_order_of_time(look: Visit) -> None:
    look.begin_anew()
    turn = look.ask(OVER_TIME)
    days = turn.locator(".timeline > li > time").all_inner_texts()
    assert days == ["2017-05-02", "2018-09-14", "2020-03-30", "2021-06-08", "2023-11-21"]
    assert turn.locator(".timeline > li a.marker").all_inner_texts() == ["1", "2", "3", "4", "5"]
    expect(turn.locator(".timeline .source")).to_have_count(5)
    assert look.fits
    look.screenshot(f"{look.name}-timeline")


def test_nothing_found_looks_different_and_folds_the_nearest_passages(look: Visit) -> None:
    look.begin_anew()
    turn = look.ask(UNKNOWN)
    look.screenshot(f"{look.name}-abstention")
    expect(turn.locator(".not-known")).to_have_text("The documents do not say, as far as I can tell.")
    expect(turn.locator(".state")).to_have_text("Nothing found")
    expect(turn.locator(".source").first).to_be_hidden()
    turn.locator(".more > summary").click()
    expect(turn.locator(".source").first).to_be_visible()
    expect(turn.locator("mark, blockquote, a.marker")).to_have_count(0)


def test_a_number_opens_its_document_at_the_quotation_and_esc_leads_back(look: Visit) -> None:
    look.begin_anew()
    page = look.page
    turn = look.ask(EXAMPLE)
    marker = turn.locator("a.marker").first
    marker.focus()
    page.keyboard.press("Enter")
    viewer = page.locator("#viewer")
    expect(viewer.locator("#viewer-title")).to_have_text(viewer.locator("h1").inner_text())
    expect(viewer.locator("article.document mark").first).to_be_visible()
    quoted = turn.locator("blockquote").first.inner_text()
    expect(viewer.locator("#quotation")).to_have_text(quoted)
    assert in_sight(viewer.locator("#quotation"), viewer.locator(".viewer-content"))
    assert look.fits
    look.screenshot(f"{look.name}-viewer")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(marker).to_be_focused()


def test_a_category_is_chosen_by_its_count_and_taken_off_again(look: Visit) -> None:
    look.begin_anew()
    page = look.page
    turn = look.ask(OVER_TIME)
    expect(turn.locator(".timeline > li")).to_have_count(5)
    panel = look.panel("Filters")
    expect(panel.locator(".counted")).to_have_text(re.compile(r"^\d documents matching “.*Sandholm ferry.*”$"))
    expect(panel.locator(".category", has_text="notices").locator(".count")).to_have_text("3")
    months = panel.locator(".histogram [data-from]")
    assert months.count() == 79
    assert months.first.get_attribute("data-from") == "2017-05-01"
    assert months.last.get_attribute("data-to") == "2023-11-30"
    look.screenshot(f"{look.name}-filters")
    assert look.fits
    panel.get_by_label("notices").check()
    panel.get_by_role("button", name="Ask again within these").click()
    days = page.locator("#turn-1 .timeline > li > time")
    expect(days).to_have_text(["2017-05-02", "2018-09-14", "2023-11-21"])
    expect(page.locator("#composer .clue span")).to_have_text("notices")
    expect(page.locator("#turn-1 .clue-set > span")).to_have_text("notices")
    look.screenshot(f"{look.name}-filtered")
    page.locator("#turn-1").get_by_role("button", name="Search without notices").click()
    expect(days).to_have_count(5)
    expect(page.locator("#composer .clue")).to_have_count(0)
    expect(page.locator(".turn")).to_have_count(1)


def test_documents_are_found_by_category_and_date(look: Visit) -> None:
    look.begin_anew()
    panel = look.panel("Documents")
    titles = panel.locator(".list a.title")
    expect(titles).to_have_count(8)
    expect(titles.first).to_have_text("Sandholm ferry, 2023")
    look.screenshot(f"{look.name}-documents")
    assert look.fits
    panel.get_by_label("Category").select_option("notices")
    expect(titles).to_have_text(["Sandholm ferry, 2023", "Sandholm ferry, 2018", "Sandholm ferry, 2017"])
    panel.get_by_label("To", exact=True).fill("2018-12-31")
    expect(titles).to_have_text(["Sandholm ferry, 2018", "Sandholm ferry, 2017"])
