"""The web chat in a real browser: an answer with its source marked, and no request that leaves the machine."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
ARTIFACTS = ROOT / "artifacts"
QUESTION = "How much trade crosses the border each day?"
EXAMPLE = "How long is the border with Mexico?"
FOLLOW_UP = "And how much is it a year?"
UNKNOWN = "How many moons does Jupiter have?"
HOSTILE = (
    "<img src=http://evil.example/a.png onerror=alert(1)> ![x](http://evil.example/b.png) <script>alert(2)</script>"
)
SERVER = """
import sys
from qa import Collection
from qa.server import serve

collection = Collection.open(sys.argv[1])
collection.index([sys.argv[2]])
serve(collection, [sys.argv[4]], port=int(sys.argv[3]), announce=lambda url: print(url, flush=True))
"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.model,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]


@dataclass(frozen=True)
class Source:
    """The one document of the collection, and what the page must show of it."""

    path: Path
    title: str
    url: str


@dataclass
class Visit:
    """A page that is open, with everything it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question, press Enter, wait for its answer."""
        turns = self.page.locator(".turn")
        before = turns.count()
        self.page.locator("textarea").first.fill(question)
        self.page.keyboard.press("Enter")
        self.settled(before + 1)

    def settled(self, turns: int) -> None:
        """Wait until there are as many turns and the last one is answered."""
        expect(self.page.locator(f'#turn-{turns}[aria-busy="false"]')).to_be_visible(timeout=60_000)

    def screenshot(self, name: str) -> None:
        """Save what is seen under artifacts/, once everything stands still."""
        self.page.wait_for_timeout(800)
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{name}.png")

    @property
    def foreign(self) -> list[str]:
        """Requests that left the machine."""
        addresses = (urlsplit(address) for address in self.requests)
        return [a.geturl() for a in addresses if a.scheme not in ("data", "blob") and a.hostname != "127.0.0.1"]


@pytest.fixture(scope="module")
def source() -> Source:
    shared = Path(os.environ.get("QUOTABLE_SHARED", ROOT.parent / "shared"))
    path = "briefing-room/statements-releases/2021/03/01/fact-sheet-u-s-mexico-bilateral-cooperation/"
    seed = shared / "corpus/seed/000_19013b2228f71610.txt"
    if seed.exists():
        return Source(seed, "FACT SHEET: U.S. – Mexico Bilateral Cooperation", f"https://www.whitehouse.gov/{path}")
    return Source(
        ROOT / "qa/sample/2021-03-01-us-mexico-cooperation.md",
        "Brief: U.S.–Mexico cooperation fact sheet",
        f"https://bidenwhitehouse.archives.gov/{path}",
    )


@contextmanager
def serving(collection: Path, source: Source) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on the document, in a process of its own as in real use, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = [str(collection), str(source.path), str(port), EXAMPLE]
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            assert address == f"http://127.0.0.1:{port}"
            yield server, address
        finally:
            server.kill()


@pytest.fixture(scope="module")
def collection_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser") / "collection"


@pytest.fixture(scope="module")
def address(source: Source, collection_path: Path) -> Iterator[str]:
    with serving(collection_path, source) as (_, address):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page; in the end, nothing may have left the machine or been complained of."""
    visits: list[Visit] = []

    @contextmanager
    def opened(**options: object) -> Iterator[Visit]:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        visit = Visit(context.new_page())
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("console", lambda m: visit.complaints.append(m.text) if m.type in ("error", "warning") else None)
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("dialog", lambda dialog: visit.complaints.append(dialog.message))
        visits.append(visit)
        try:
            visit.page.goto(address)
            expect(visit.page.locator("textarea")).to_have_count(1)
            yield visit
        finally:
            context.close()

    yield opened
    for each in visits:
        assert each.foreign == []
        assert each.complaints == []


DESKTOP = {"viewport": {"width": 1360, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}


@pytest.mark.parametrize(
    ("name", "options"),
    [("desktop-light", DESKTOP), ("desktop-dark", {**DESKTOP, "color_scheme": "dark"}), ("phone", PHONE)],
)
def test_an_answer_stands_beside_its_source(visit: Open, source: Source, name: str, options: dict[str, object]) -> None:
    with visit(**options) as open_page:
        page = open_page.page
        open_page.screenshot(f"{name}-start")
        open_page.ask(QUESTION)
        open_page.screenshot(name)
        marked = page.locator("mark")
        expect(marked).to_have_count(1)
        expect(marked).to_contain_text("$1.9 billion")
        assert marked.inner_text() == page.locator("blockquote").inner_text()
        card = page.locator(".source")
        expect(card).to_have_count(1)
        expect(card).to_contain_text(source.title)
        expect(card).to_contain_text("2021-03-01")
        expect(card).to_contain_text("statements-releases")
        link = card.locator("a")
        assert link.get_attribute("href") == source.url
        assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noopener noreferrer", "_blank")
        said, beside = page.locator(".said").bounding_box(), page.locator(".sources").bounding_box()
        assert said is not None
        assert beside is not None
        if name == "phone":
            assert beside["y"] >= said["y"] + said["height"]
        else:
            assert beside["x"] >= said["x"] + said["width"]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate("document.body.classList.contains('dark')") == (name == "desktop-dark")


def test_the_header_says_what_is_searched(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        expect(open_page.page.locator(".overview")).to_have_text(
            re.compile(r"^collection1 document\d passages?2021-03-01$")
        )


def test_what_is_not_known_is_said_and_the_nearest_passages_are_no_answer(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        open_page.ask(UNKNOWN)
        open_page.screenshot("abstention")
        expect(open_page.page.locator(".not-known")).to_have_text("The documents do not say, as far as I can tell.")
        expect(open_page.page.locator(".nearest h3")).to_have_text("Not an answer: the nearest passages")
        expect(open_page.page.locator(".nearest .source").first).to_be_visible()
        expect(open_page.page.locator("mark, blockquote")).to_have_count(0)


def test_a_conversation_goes_on_and_starts_anew(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        page.get_by_role("button", name=EXAMPLE).click()
        open_page.settled(1)
        expect(page.get_by_role("button", name=EXAMPLE)).to_have_count(0)
        open_page.ask(QUESTION)
        open_page.ask(FOLLOW_UP)
        expect(page.locator("#turn-3 .interpreted")).to_have_text(
            f"Understood as {FOLLOW_UP} (trade crosses the border each day)"
        )
        open_page.screenshot("follow-up")
        page.locator("#turn-2 .marker").click()
        expect(page.locator("#source-2-1")).to_be_focused()
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".turn")).to_have_count(0)
        expect(page.get_by_role("button", name=EXAMPLE)).to_be_visible()
        open_page.ask(FOLLOW_UP)
        expect(page.locator(".interpreted")).to_have_count(0)


def test_what_was_understood_is_taken_off_with_the_keyboard(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        page = open_page.page
        open_page.ask(f"{EXAMPLE} In documents from March 2021, $1.9 billion")
        expect(page.locator(".clue")).to_have_text(["only from March 2021×", "$1.9 billion×"])
        open_page.screenshot("understood")
        page.get_by_role("button", name="Search without: from March 2021").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".clue")).to_have_text(["$1.9 billion×"], timeout=60_000)
        expect(page.locator(".taken-off")).to_be_visible()
        expect(page.locator(".question")).to_be_focused()
        expect(page.locator(".turn")).to_have_count(1)


def test_an_empty_question_does_nothing(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        open_page.page.locator("textarea").first.fill("  ")
        open_page.page.keyboard.press("Enter")
        open_page.page.wait_for_timeout(500)
        expect(open_page.page.locator(".turn")).to_have_count(0)
        expect(open_page.page.locator(".introduction")).to_be_visible()


def test_markup_in_a_question_is_shown_as_text(visit: Open) -> None:
    with visit(**DESKTOP) as open_page:
        open_page.ask(HOSTILE)
        expect(open_page.page.locator(".question")).to_have_text(HOSTILE)
        expect(open_page.page.locator(".turn img, .turn script")).to_have_count(0)


def test_the_server_stops_although_a_page_is_open(browser: Browser, source: Source, collection_path: Path) -> None:
    with serving(collection_path, source) as (server, address), browser.new_page() as page:
        page.goto(address)
        expect(page.locator("textarea")).to_be_visible()
        server.terminate()
        server.wait(timeout=10)
