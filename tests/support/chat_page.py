"""The chat as a visitor has it open: what is done there, and all that the page asked for and complained of."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from support.places import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

ARTIFACTS = ROOT / "artifacts"
DESKTOP = {"viewport": {"width": 1360, "height": 860}}
DARK = {**DESKTOP, "color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
LOOKS = {"desktop-light": DESKTOP, "desktop-dark": DARK, "phone": PHONE}
CALLS = "**/gradio_api/component_server/**"
PATIENCE_MS = 60_000
"""The model is loaded for the first question."""
_STILL = """() => new Promise((resolve) => {
    let before = "", frames = 0;
    const moves = ({ playState, effect }) => playState === "running" && effect.getComputedTiming().endTime < Infinity;
    const look = () => {
        const now = [scrollX, scrollY, document.getAnimations().some(moves), document.body.innerHTML.length].join();
        frames = now === before && !now.includes("true") ? frames + 1 : 0;
        before = now;
        if (frames >= 12) resolve();
        else requestAnimationFrame(look);
    };
    look();
})"""
"""Frames and not milliseconds are counted: on a slow machine they take longer, as all that the page does."""


@dataclass
class Visit:
    """A page that is open.

    Attributes:
        page: As Playwright has it.
        home: Address of the chat.
        name: Of how it is looked at, where it is looked at in several ways.
        expected: Patterns of complaints that belong to what a test does.
    """

    page: "Page"
    home: str
    name: str = ""
    expected: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def go(self, address: str = "/") -> None:
        """Open an address of the chat, and wait until it can be used."""
        self.page.goto(f"{self.home}{address}")
        self.page.wait_for_function("window.quotable && document.querySelector('#question textarea')")

    def reload(self) -> None:
        """Load the page anew."""
        self.page.reload()
        self.page.wait_for_function("window.quotable && document.querySelector('#question textarea')")

    def begin_anew(self) -> None:
        """Leave the conversation, if there is one, and what is open."""
        self.page.evaluate("document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close())")
        self.page.evaluate("window.quotable.restart()")

    @property
    def fits(self) -> bool:
        """Whether nothing has to be scrolled to the side."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def ask(self, question: str) -> "Locator":
        """Type a question, press Enter, wait for its answer; returns the turn."""
        number = self.page.locator(".turn:not(.failed)").count() + 1
        self.type(question)
        return self.settled(number)

    def type(self, question: str) -> None:
        """Type a question and press Enter."""
        self.page.locator("textarea").first.fill(question)
        self.page.keyboard.press("Enter")

    def settled(self, number: int) -> "Locator":
        """Wait until a turn is answered."""
        turn = self.page.locator(f'#turn-{number}[aria-busy="false"]')
        turn.wait_for(timeout=PATIENCE_MS)
        return turn

    def panel(self, name: str, identity: str | None = None) -> "Locator":
        """Open the panel of a button; the conversations may stand beside the page already.

        Args:
            name: Of the button.
            identity: Of the panel; None for the same in small letters.
        """
        panel = self.page.locator(f"#{identity or name.lower()}")
        if not panel.is_visible():
            self.page.get_by_role("button", name=name, exact=True).click()
        panel.locator(".panel-content:not([aria-busy]) > *").first.wait_for()
        return panel

    def held(self) -> Callable[[], None]:
        """Hold back what the server is asked from now on; what is returned lets it go."""
        waiting: list[Route] = []
        free = False

        def arrived(route: "Route") -> None:
            if free:
                route.continue_()
            else:
                waiting.append(route)

        def let_go() -> None:
            nonlocal free
            free = True
            for route in waiting:
                route.continue_()

        self.page.route(CALLS, arrived)
        return let_go

    def come_to_rest(self) -> None:
        """Wait until nothing scrolls, fades or is filled in any more: the script has done what it had to do."""
        self.page.evaluate(_STILL)

    def screenshot(self, name: str) -> None:
        """Save what is seen under artifacts/, once everything stands still."""
        self.come_to_rest()
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{name}.png", animations="disabled")

    @property
    def foreign(self) -> list[str]:
        """Requests that left the machine."""
        addresses = (urlsplit(address) for address in self.requests)
        return [a.geturl() for a in addresses if a.scheme not in ("data", "blob") and a.hostname != "127.0.0.1"]

    @property
    def unexpected(self) -> list[str]:
        """Complaints that do not belong to what the test does."""
        return [said for said in self.complaints if not any(re.search(each, said) for each in self.expected)]
