"""The laws hold for the inputs that fuzzing begins with, and for those that broke one once."""

import random
from collections.abc import Callable
from types import ModuleType

import pytest

from fuzz import citations, questions, readers, requests
from qa.answering.draft import Quote
from qa.documents import Document

FOUND = [
    ("a.mbox", b"From a@b.example Thu Mar 4 2021\nSubject: =?u\x89f-8?q?Ferr=C3=ADes?=\n\nSeven.\n"),
    ("a.eml", b"Subject: x\nContent-Type: text/plain; charset=a\0b\n\n\xe9 Seven.\n"),
    ("a.eml", b"Subject: x\nContent-Type: text/plain; charset*=utf-8'en'a\n\n\xe9 Seven.\n"),
    ("a.md", b"+---+---+\n| a | b |\n+---+\n| c | d |\n+---+---+\n"),
    ("a.md", b"+---+---+\n| a | b! |\n+---+---+\n| c   d |\n+---+---+\n"),
    ("a.csv", b"\tBoa\n\n\x02"),
    ("a.csv", b"\n\n\x02"),
]


@pytest.mark.parametrize("module", [readers, questions, citations, requests], ids=lambda module: module.__name__)
def test_laws_hold_for_the_inputs_that_fuzzing_begins_with_and_for_some_changes_of_them(module: ModuleType) -> None:
    chosen = random.Random(1)
    for seed in module.seeds():
        module.check(seed)
        changed = bytearray(seed)
        for _ in range(3):
            changed[chosen.randrange(1, len(changed))] = chosen.randrange(256)
        module.check(bytes(changed))


@pytest.mark.parametrize(("name", "content"), FOUND)
def test_what_broke_a_reader_once_is_read_within_the_laws(name: str, content: bytes) -> None:
    readers.check(bytes([readers.NAMES.index(name)]) + content)


def test_a_change_of_an_archive_changes_one_part_of_it() -> None:
    def change(part: bytes) -> bytes:
        return part + b" "

    [seed] = [seed for seed in readers.seeds() if readers.NAMES[seed[0]] == "a.docx"]
    made = {readers.mutate(seed, number, change) for number in range(8)}
    assert len(made) > 2
    for one in made:
        readers.check(one)


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /api/v1i/v1/openapi.json\nhost: 0.0.1\n\n",
        b"PUT /api/documents/v1/a.md\nhost: a.example\n\na",
        b"EET /api/ask?q=a\nhost: 127.0.0.1\n\n",
        b"EET /v1/models\nhost: 127.0.0.1\n\n",
        b'POST /v1/chat/completions\nhost: 127.0.0.1\ncontent-type: application/json\n\n{"\xbf: "aaa?"}',
        b'POST /api/ask\nhost: 127.0.0.1\ncontent-type: application/json\n\n{"\xbf: "aaa?"}',
    ],
)
def test_what_a_route_answered_in_another_form_once_is_answered_in_that_of_its_address(request_: bytes) -> None:
    requests.check(request_)


@pytest.mark.parametrize(
    "body",
    [
        b'{"component_id": 99999, "fn_name": "ask", "session_hash": "a", "data": {}}',
        b'{"component_id": -1, "fn_name": "ask", "session_hash": "a", "data": {}}',
        b'{"component_id": [1], "fn_name": "ask", "session_hash": "a", "data": {}}',
        b"[1]",
        b"[" * 100_000,
        b"\xff",
        b"",
    ],
)
@pytest.mark.parametrize("kind", [b"application/json", b"multipart/form-data; boundary=a", b""])
def test_a_call_of_a_component_that_is_not_there_is_no_fault(kind: bytes, body: bytes) -> None:
    requests.check(
        b"POST /gradio_api/component_server\nhost: 127.0.0.1\ncontent-type: " + kind + b"\n\n" + body,
    )


def test_an_address_with_a_control_character_is_no_fault() -> None:
    for address in (
        b"/gradio_api/heartbeat/%00",
        b"/%00",
        b"/quotable/%00",
        b"/document?name=%00",
        b"/api/v1/documents/%00",
    ):
        requests.check(b"GET " + address + b"\nhost: 127.0.0.1\n\n")


def _anywhere(quote: Quote, document: Document) -> bool:
    return quote.text in document.text and 0 <= quote.start < quote.end


def _without_context(quote: Quote, document: Document) -> bool:
    return document.text[quote.start : quote.end] == quote.text != ""


@pytest.mark.parametrize("verifier", [_anywhere, _without_context])
def test_the_laws_of_verification_find_a_verifier_that_looks_less_closely(
    monkeypatch: pytest.MonkeyPatch, verifier: Callable[[Quote, Document], bool]
) -> None:
    monkeypatch.setattr("qa.answering.citations._stands_in", verifier)
    chosen = random.Random(1)
    inputs = [chosen.randbytes(40) for _ in range(200)]

    def check_all() -> None:
        for one in inputs:
            citations.check(one)

    with pytest.raises(AssertionError, match="other words|rejected what stands there"):
        check_all()
