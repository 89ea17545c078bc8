"""What a reader waits for in the browser: the first screen, and an answer after Enter.

Run it on a quiet machine, with a complete collection and a file of questions::

    python tests/benchmarks/chat.py COLLECTION QUESTIONS.jsonl

It starts `quotable serve`, waits until the model is loaded, and opens Chromium with an empty cache for each look at the
first screen. The rows:

- first screen: from the request of the page until the question can be typed, ten times;
- first screen again: the same with what the browser has kept of the first time;
- answer: from the key Enter until the answer stands on the page, painted, 60 questions after five to warm up.

Figures that were measured stand in the README. One script and one style sheet, which the head of the page names with
all that Gradio loads, took the first screen of the sample from 61 requests and 279 kB to 27 and 252 kB.

The sample with 65 questions on two cores that were also busy with other work: first screen 1.24 s (p95 1.63), again
0.65 s (1.27), answer 656 ms (1,409). Of an answer's CPU time 154 ms are the answer itself and 4 ms all the rest: the
conversation is read and kept, and the turn made into HTML. Questions to ask next are sought only once a second has
passed without a key; sought at once, as they were before, they took the time of the next question. Compare two versions
one after the other, and not a question of the one with a question of the other in turn: what one server seeks after
its answer slows the answer of the other.
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright

COMMAND = (sys.executable, "-c", "from qa.cli.main import main; main()")
SCREENS, WARM_UP, ANSWERS = 10, 5, 60
ANSWERED = """
number => new Promise((resolve) => {
  let pressed;
  document.addEventListener("keydown", () => { pressed = performance.now(); }, { once: true, capture: true });
  const look = () => {
    if (document.querySelector(`#turn-${number}[data-number="${number}"]`)) {
      requestAnimationFrame(() => resolve(performance.now() - pressed));  // after it was painted
    } else requestAnimationFrame(look);
  };
  look();
})
"""


@contextmanager
def serving(collection: Path) -> Iterator[str]:
    """The address of a server that has answered a question."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([*COMMAND, "serve", "--collection", str(collection), "--port", str(port)]) as server:
        address = f"http://127.0.0.1:{port}"
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api/ask?q=warm", timeout=60).read()
                break
            except OSError:
                time.sleep(1)
        try:
            yield address
        finally:
            server.terminate()


def usable(page: Page, address: str) -> float:
    """Seconds from the request until a question can be typed."""
    started = perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("#question textarea").fill("a")
    page.wait_for_function("window.quotable !== undefined")
    return perf_counter() - started


def first_screens(browser: Browser, address: str) -> tuple[list[float], list[float]]:
    """With an empty cache, and once more with what it holds."""
    fresh, again = [], []
    for _ in range(SCREENS):
        context = browser.new_context(viewport={"width": 1360, "height": 860})
        fresh.append(usable(context.new_page(), address))
        again.append(usable(context.new_page(), address))
        context.close()
    return fresh, again


def answers(browser: Browser, address: str, questions: Sequence[str]) -> list[float]:
    """Milliseconds from Enter to the answer, one a question, each in a conversation of ten."""
    page = browser.new_context(viewport={"width": 1360, "height": 860}).new_page()
    found = []
    for count, question in enumerate(questions):
        number = count % 10 + 1
        if number == 1:
            usable(page, address)
        page.locator("#question textarea").fill(question)
        waiting = page.evaluate_handle(f"number => ({{ promise: ({ANSWERED})(number) }})", number)
        page.keyboard.press("Enter")
        found.append(float(waiting.evaluate("held => held.promise")))
    return found[WARM_UP:]


def row(name: str, values: Sequence[float], unit: str, digits: int) -> None:
    """Print the median and the 95th percentile."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    print(f"{name:<22} p50 {statistics.median(ordered):.{digits}f} {unit}   p95 {p95:.{digits}f} {unit}")


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path)
    parser.add_argument("questions", type=Path)
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines][: WARM_UP + ANSWERS]
    chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
    with serving(options.collection) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        fresh, again = first_screens(browser, address)
        row("first screen", fresh, "s", 2)
        row("first screen again", again, "s", 2)
        row("answer", answers(browser, address, questions), "ms", 0)


if __name__ == "__main__":
    main()
