"""Conversations in the browser: kept, listed, exported, linked to, given feedback, marked when their sources change."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, expect
from support.chat_documents import EXAMPLE, FOLLOW_UP, OVER_TIME, QUESTION, UNKNOWN
from support.chat_page import DESKTOP, LOOKS, Visit
from support.chat_server import BROWSER, ChatServer, Open
from support.places import ROOT

pytestmark = BROWSER


def places(turn: Locator) -> list[str | None]:
    """Where the citations of a turn lead."""
    return [marker.get_attribute("href") for marker in turn.locator("a.marker").all()]


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that the page does not show."""
    for _ in range(100):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about within ten seconds")


def link_of(open_page: Visit, turn: Locator) -> str:
    """The address that 'Copy link' copies."""
    turn.get_by_role("link", name="Copy link").click()
    expect(turn.locator("[data-copy-link]")).to_have_text("Link copied")
    return str(open_page.page.evaluate("navigator.clipboard.readText()"))


def test_a_conversation_survives_a_reload(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        open_page.ask(QUESTION)
        open_page.ask(FOLLOW_UP)
        turns = open_page.page.locator(".turns").inner_text()
        open_page.reload()
        expect(open_page.page.locator(".turn")).to_have_count(2)
        assert open_page.page.locator(".turns").inner_text() == turns


@pytest.mark.parametrize("name", ["desktop-dark", "phone"])
def test_conversations_are_listed_renamed_opened_and_deleted(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        open_page.ask(QUESTION)
        page.locator("#restart").click()
        open_page.ask(UNKNOWN)
        panel = open_page.panel("Conversations")
        items = panel.locator("[data-conversation]")
        expect(panel.locator("a.open")).to_have_text([UNKNOWN, QUESTION])
        open_page.screenshot(f"{name}-conversations")
        items.filter(has_text=QUESTION).locator(".options summary").click()
        panel.get_by_role("button", name=f"Rename: {QUESTION}").click()
        panel.get_by_role("textbox", name="Title").fill("Trade & <b>borders</b>")
        page.keyboard.press("Enter")
        expect(panel.locator("a.open", has_text="Trade & <b>borders</b>")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("dialog.sheet[open]")).to_have_count(0)
        expect(page.locator(".question")).to_have_text(QUESTION)
        panel = open_page.panel("Conversations")
        item = items.filter(has_text="Trade &")
        for answer in ("Keep it", None):
            item.locator(".options summary").click()
            item.locator("[data-delete]").click()
            if answer:
                item.get_by_role("button", name=answer).click()
                expect(items).to_have_count(2)
        item.locator("[data-delete-now]").click()
        expect(panel.locator("a.open")).to_have_text([UNKNOWN])
        expect(page.locator(".turn")).to_have_count(0)
        page.keyboard.press("Escape")
        page.go_back()
        expect(page.locator(".turn .reason")).to_contain_text("is not here")


@pytest.mark.parametrize("name", ["desktop-light", "desktop-dark", "phone"])
def test_conversations_get_tags_and_are_listed_by_them(visit: Open, name: str) -> None:
    with visit(**LOOKS[name]) as open_page:
        page = open_page.page
        open_page.ask(QUESTION)
        page.locator("#restart").click()
        open_page.ask(UNKNOWN)
        panel = open_page.panel("Conversations")
        titles, chosen = panel.locator("a.open"), panel.locator(".panel-content > .tags button")

        def tag(title: str, tags: str) -> Locator:
            item = panel.locator("[data-conversation]").filter(has=page.locator("a.open", has_text=title))
            item.locator(".options summary").click()
            panel.get_by_role("button", name=f"Tags: {title}").click()
            item.get_by_role("textbox").fill(tags)
            return item

        tag(QUESTION, "trade, To  do,, TRADE")
        page.keyboard.press("Enter")
        expect(chosen).to_have_text(["To do", "trade"])
        expect(panel.locator("a.open", has_text=QUESTION)).to_be_focused()
        item = tag(UNKNOWN, "")
        item.get_by_role("group", name="Tags in use").get_by_role("button", name="To do").click()
        open_page.screenshot(f"{name}-tagging")
        item.get_by_role("button", name="Save").click()
        expect(panel.locator("p.tags .tag")).to_have_text(["To do", "trade", "To do"])
        chosen.filter(has_text="trade").click()
        expect(titles).to_have_text([QUESTION])
        expect(chosen.filter(has_text="trade")).to_have_attribute("aria-pressed", "true")
        expect(chosen.filter(has_text="trade")).to_be_focused()
        open_page.screenshot(f"{name}-tags")
        panel.get_by_label("Search your questions").fill("jupiter")
        expect(titles).to_have_count(0)
        panel.get_by_label("Search your questions").fill("")
        expect(titles).to_have_text([QUESTION])
        chosen.filter(has_text="trade").click()
        expect(titles).to_have_text([UNKNOWN, QUESTION])
        tag(UNKNOWN, "x" * 31)
        page.keyboard.press("Enter")
        expect(panel.locator(".problem")).to_have_text("a tag has 31 characters; 30 at most")


def test_a_new_conversation_is_listed_although_a_tag_is_chosen(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        open_page.ask(QUESTION)
        panel = open_page.panel("Conversations")
        panel.locator(".options summary").click()
        panel.get_by_role("button", name=f"Tags: {QUESTION}").click()
        panel.locator(".tagging input").fill("trade")
        open_page.page.keyboard.press("Enter")
        panel.locator(".panel-content > .tags button").click()
        expect(panel.locator(".tags button")).to_have_attribute("aria-pressed", "true")
        open_page.page.locator("#restart").click()
        open_page.ask(UNKNOWN)
        expect(panel.locator("a.open")).to_have_text([UNKNOWN, QUESTION])
        expect(panel.locator(".tags button")).to_have_attribute("aria-pressed", "false")


def test_a_conversation_is_taken_away_as_markdown_json_and_a_page(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        turn = open_page.ask(QUESTION)
        quoted = turn.locator("blockquote").inner_text()
        panel = open_page.panel("Conversations")
        panel.locator(".options summary").click()

        def taken(name: str) -> str:
            with page.expect_download() as download:
                panel.get_by_role("link", name=f"{name}: {QUESTION}").click()
            return Path(download.value.path()).read_text(encoding="utf-8")

        markdown = taken("Markdown")
        assert f"## {QUESTION}" in markdown.replace("\\", "")
        (asked,) = json.loads(taken("JSON"))
        assert asked["question"] == QUESTION
        assert [citation["quote"] for citation in asked["citations"]] == [quoted]
        assert len(asked["citations"][0]["sha256"]) == 64
        with page.expect_popup() as opened:
            panel.get_by_role("link", name=f"Print: {QUESTION}").click()
        printed = opened.value
        expect(printed.locator("blockquote")).to_contain_text(quoted)
        printed.screenshot(path=ROOT / "artifacts" / "export.png")


def test_a_source_that_has_changed_since_is_marked(visit: Open, chat_server: ChatServer) -> None:
    name = f"{chat_server.address}/api/documents/kiln.md"
    progress = f"{chat_server.address}/api/documents/progress"
    sentence = "The Ottery kiln can fire 900 bricks in one night."
    with visit(**DESKTOP) as open_page:
        page, request = open_page.page, open_page.page.request
        open_page.expected.append("status of 409")
        assert request.put(name, data=f"# The Ottery kiln\n\n{sentence}\n").status == 201
        until(lambda: [file["state"] for file in request.get(progress).json()["files"][-1:]] == ["askable"])
        turn = open_page.ask("How many bricks can the Ottery kiln fire in one night?")
        expect(turn.locator("blockquote")).to_have_text(sentence)
        expect(turn.locator(".changed")).to_have_count(0)
        assert request.put(name, data="# The Ottery kiln\n\nThe Ottery kiln is out.\n").status == 200
        until(lambda: "is out" in request.get(f"{chat_server.address}/document?name=kiln.md").text())
        open_page.reload()
        turn = open_page.settled(1)
        expect(turn.locator("blockquote")).to_have_text(sentence)
        expect(turn.locator(".changed")).to_have_count(1)
        open_page.screenshot("changed")
        turn.locator("a.marker").click()
        expect(page.locator("#viewer .notice")).to_contain_text("The document has changed since this was quoted.")
        expect(page.locator("#viewer mark")).to_have_count(0)
        assert request.delete(name).status == 200


def test_an_address_asks_within_its_limits(visit: Open) -> None:
    values = [("q", OVER_TIME), ("from", "2018-01-01"), ("category", "notices")]
    with visit(f"/?{urlencode(values)}", **DESKTOP) as open_page:
        turn = open_page.settled(1)
        expect(turn.locator(".question")).to_have_text(OVER_TIME)
        expect(open_page.page.locator("#composer .clue span")).to_have_text(["from 2018-01-01", "notices"])
        documents = [parse_qs(urlsplit(place or "").query)["name"][0] for place in places(turn)]
        assert set(documents) <= {"ferry-2018.md", "ferry-2023.md"}
        assert documents


def test_a_link_to_an_answer_gives_the_same_citations_elsewhere_and_says_when_it_is_older(visit: Open) -> None:
    with visit(**DESKTOP, permissions=["clipboard-read", "clipboard-write"]) as open_page:
        open_page.ask(EXAMPLE)
        open_page.ask(QUESTION)
        turn = open_page.ask(FOLLOW_UP)
        link, cited = link_of(open_page, turn), places(turn)
    path = link.removeprefix(open_page.home)
    with visit(path, **DESKTOP) as elsewhere:
        turn = elsewhere.settled(3)
        assert cited
        assert places(turn) == cited
        expect(turn.locator(".note")).to_have_count(0)
    generation = int(parse_qs(urlsplit(path).query)["generation"][0])
    older = path.replace(f"generation={generation}", f"generation={generation - 1}")
    with visit(older, **DESKTOP) as elsewhere:
        turn = elsewhere.settled(3)
        expect(turn.locator(".note")).to_have_text(
            "The collection has changed since this link was made; the answer may differ."
        )
        elsewhere.screenshot("older-link")


def test_feedback_is_kept_and_exported_for_an_evaluation(visit: Open, chat_server: ChatServer) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        turn = open_page.ask(OVER_TIME)
        turn.get_by_role("button", name="Helpful", exact=True).click()
        expect(turn.locator(".thanks")).to_have_text("Noted, thank you.")
        open_page.reload()
        pressed = page.locator("#turn-1 [data-verdict]")
        expect(pressed.first).to_have_attribute("aria-pressed", "true")
        expect(pressed.last).to_have_attribute("aria-pressed", "false")
        turn = open_page.ask(UNKNOWN)
        turn.get_by_role("button", name="Not helpful").click()
        form = turn.get_by_role("form", name="What is wrong with this answer")
        form.get_by_label("The documents do say this").check()
        form.get_by_label("Which passage answers it?").select_option(index=1)
        open_page.screenshot("feedback")
        form.get_by_role("button", name="Send").click()
        expect(form).to_be_hidden()
        expect(turn.get_by_role("button", name="Not helpful")).to_be_focused()
    code = "from qa.cli.main import main; main()"
    command = [sys.executable, "-c", code, "feedback", "export", "-", "--collection", str(chat_server.collection)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    rows = {row["question"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert len(rows[OVER_TIME]["docs"]) == 5
    assert rows[UNKNOWN]["reason"] == "answerable"
    assert len(rows[UNKNOWN]["docs"]) == 1
