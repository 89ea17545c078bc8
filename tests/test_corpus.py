"""March 2021 of the real archive: 252 documents."""

import html
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from support.places import shared_folder

from embeddings import SentenceTransformerEncoder
from qa.documents import Document, FoundFile, find_files, read_document
from qa.documents.metadata.front_matter import parse_front_matter
from qa.documents.passages import split
from qa.documents.whitespace import fold
from qa.english.periods import find_periods
from qa.english.sentences import sentence_spans

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def read(month: Path) -> list[tuple[str, Document]]:
    """The body of each file, and its document."""
    found = list(find_files(month))
    return [
        (parse_front_matter(one.path.read_text(encoding="utf-8"))[1], read_document(one))
        for one in found
        if isinstance(one, FoundFile)
    ]


def letters(text: str) -> str:
    """Letters and digits only."""
    return "".join(character for character in text if character.isalnum())


def visible(body: str) -> str:
    """Letters and digits of a Markdown text without link targets, images and tags; addresses in <> are shown."""
    body = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", body)
    body = re.sub(r"\]\((?:[^()\s]|\([^()]*\)|\s(?=[\"']))*(?:\s*\"[^\"]*\"|'[^']*')?\)", "]", body)
    body = re.sub(r"<(?!https?://|[^<>\s]+@)[^<>]*>", "", body)
    return letters(html.unescape(body))


def test_every_document_is_read(month: Path, read: list[tuple[str, Document]]) -> None:
    assert [found for found in find_files(month) if not isinstance(found, FoundFile)] == []
    assert len(read) == 252
    infos = [found.info for _, found in read]
    assert {info.date and info.date.strftime("%Y-%m") for info in infos} == {"2021-03"}
    assert Counter(info.category for info in infos) == Counter(info.name.split("/")[0] for info in infos)
    assert all(info.url and info.url.startswith("https://") for info in infos)
    assert all(info.title == " ".join(info.title.split()) for info in infos)


def test_every_block_stands_in_its_file(read: list[tuple[str, Document]]) -> None:
    missing = []
    for body, found in read:
        source = visible(body)
        for block in found.blocks:
            text = found.text[block.start : block.end]
            if block.kind == "item":
                text = re.sub(r"^\d+\. ", "", text)  # a list may count without numbers of its own
            if letters(text) not in source:
                missing.append((found.info.name, text))
    assert missing == []


def squeezed(text: str) -> str:
    """Without white space, and without what parts the cells of a row."""
    return re.sub(r"[\s|]", "", text)


LOOSE = re.compile(r"[\u00a0\u202f ][ \n]*\*|  \n\s*\*|[:.”“]\*\*[^\W_]")
"""Before a closing mark that CommonMark takes for none; converters of web pages write it."""


def test_every_line_is_what_another_renderer_of_the_file_shows(read: list[tuple[str, Document]]) -> None:
    """Letter for letter, stars too, but in blocks where emphasis is closed loosely; `~~` stands for `<s>` as well."""
    renderer = MarkdownIt().enable("table")
    different, loose = [], 0
    for body, found in read:
        rendered = renderer.render(body)
        shown = squeezed(fold(html.unescape(re.sub(r"<!--.*?-->|<[^<>]*>", "", rendered, flags=re.DOTALL))))
        without_stars = shown.replace("*", "")
        for block in found.blocks:
            for line in found.text[block.start : block.end].split("\n"):
                text = squeezed(re.sub(r"^\d+\. ", "", line) if block.kind == "item" else line)
                if text in shown or text.replace("~~", "") in shown:
                    continue
                loose += 1
                if not LOOSE.search(body) or text not in without_stars:
                    different.append((found.info.name, line))
    assert different == []
    assert loose < 200


def test_no_document_loses_text(read: list[tuple[str, Document]]) -> None:
    lost = {found.info.name: (len(letters(found.text)), len(visible(body))) for body, found in read}
    assert {name: sizes for name, sizes in lost.items() if not 0.995 * sizes[1] <= sizes[0] <= 1.005 * sizes[1]} == {}


def test_press_briefings_are_transcripts_and_fact_sheets_are_not(read: list[tuple[str, Document]]) -> None:
    speakers = {found.info.name: {block.speaker for block in found.blocks} - {None} for _, found in read}
    briefings = [name for name in speakers if name.startswith("press-briefings/") and "briefing" in name]
    assert briefings
    assert [name for name in briefings if not {"Q", "MS. PSAKI"} & speakers[name]] == []
    assert [name for name in speakers if "fact-sheet" in name and speakers[name]] == []


def test_sentences_leave_out_white_space_only(read: list[tuple[str, Document]]) -> None:
    for _, found in read:
        spans = sentence_spans(found.text)
        assert letters("".join(found.text[start:end] for start, end in spans)) == letters(found.text)
        assert all(found.text[end:start].isspace() for (_, end), (start, _) in zip(spans, spans[1:], strict=False))


@pytest.mark.model
def test_every_passage_is_read_whole(read: list[tuple[str, Document]], model: SentenceTransformerEncoder) -> None:
    sizes: list[int] = []
    for _, found in read:
        passages = split(found, model.count_tokens, model.max_tokens)
        assert [found.text[p.start : p.end] for p in passages] == [p.text for p in passages]
        assert letters("".join(p.text for p in passages)) == letters(found.text)
        sizes += model.count_tokens([p.encoded_text for p in passages])
    assert max(sizes) <= model.max_tokens
    assert sum(sizes) / len(sizes) > model.max_tokens / 2  # they are filled, not scattered


def test_the_dates_of_the_dev_questions_are_understood() -> None:
    missed = []
    for line in (shared_folder() / "questions" / "dev.jsonl").read_text("utf-8").splitlines():
        asked = json.loads(line)
        dates = (asked["filters"]["date_from"], asked["filters"]["date_to"])
        found = [(str(period.first), str(period.last)) for period in find_periods(asked["question"], None)]
        if any(dates) and found != [dates]:
            missed.append((asked["question"], dates, found))
    assert missed == []
