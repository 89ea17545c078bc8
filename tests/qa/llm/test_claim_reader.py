"""What models write, well formed or not, to claims."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.gate.evidence import Claim
from qa.llm.claim_reader import MOST_CLAIMS, ClaimReader

WHOLE = '{"not_in_sources": false, "claims": [{"text": "A is 3.", "cites": ["S1"]}, {"text": "B.", "cites": ["S2"]}]}'


def read(text: str, size: int = 5) -> tuple[list[Claim], bool]:
    """The claims of a text that arrives in pieces, and whether it says 'not in the sources'."""
    reader = ClaimReader()
    found = [claim for start in range(0, len(text), size) for claim in reader.feed(text[start : start + size])]
    return [*found, *reader.finish()], reader.not_in_sources


def claim(text: str, *cites: str) -> Claim:
    return Claim(text, cites)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHOLE, [claim("A is 3.", "S1"), claim("B.", "S2")]),
        (f"Here you are:\n```json\n{WHOLE}\n```\nAnything else?", [claim("A is 3.", "S1"), claim("B.", "S2")]),
        ('[{"text": "A.", "cites": ["S1",]},]', [claim("A.", "S1")]),
        ('{"text": "A.", "cites": ["S1"]}\n{"text": "B.", "cites": []}', [claim("A.", "S1"), claim("B.")]),
        ('{"claims": [{"text": "A\nb.", "cites": "S1, s2"}]}', [claim("A b.", "S1", "S2")]),
        (
            '{"text": "A.", "cites": [1, "[S2]", {"id": "S3"}, "S2", null, "Bread"]}',
            [claim("A.", "S1", "S2", "S3", "Bread")],
        ),
        ('{"text": "He said \\"{no}\\" [S1].", "cites": ["S1"]}', [claim('He said "{no}".', "S1")]),
        ('{"claim": "A.", "sources": ["S99"]}', [claim("A.", "S99")]),
        ('{"text": "  ", "cites": ["S1"]} {"text": 5, "cites": ["S1"]} {"a": 1} {}', []),
        ("A is so [S1]. B is so [S2, S3].", [claim("A is so.", "S1"), claim("B is so.", "S2", "S3")]),
        ("Well:\n\n- A is so [S1][S2]\n2) 3.5 of B (S3)\n", [claim("A is so", "S1", "S2"), claim("3.5 of B", "S3")]),
        ("3.5 of B [S1]\n-5 degrees [S1]", [claim("3.5 of B", "S1"), claim("-5 degrees", "S1")]),
        ("Nobody knows. It is so.", []),
        ("a { b\nA is so [S1]", [claim("A is so", "S1")]),
        ('<think>{"text": "No.", "cites": ["S1"]}</think>{"text": "A.", "cites": ["S1"]}', [claim("A.", "S1")]),
        ('<thinking>never done {"text": "No.", "cites": ["S1"]}', []),
        ("3 < 4 <b>so</b> [S1]", [claim("3 < 4 <b>so</b>", "S1")]),
        (WHOLE[:80], [claim("A is 3.", "S1")]),
        ('{"text": "cut off [S1]', []),
        ('{"text": "A.", "cites": ["S1"]} {"text": "A.", "cites": ["S2"]}', [claim("A.", "S1")]),
        ('{"text": "half \\ud800", "cites": ["S1"]}', [claim("half ?", "S1")]),
        ("", []),
    ],
)
def test_claims_are_found_in_what_models_write(text: str, expected: list[Claim]) -> None:
    for size in (1, 5, 10_000):
        assert read(text, size)[0] == expected


def test_a_claim_comes_out_as_soon_as_it_is_complete() -> None:
    reader = ClaimReader()
    assert reader.feed('{"claims": [{"text": "A.", "cites": ["S1"]') == []
    assert reader.feed("}") == [claim("A.", "S1")]
    assert reader.feed(', {"text": "B') == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"not_in_sources": true, "claims": []}', True),
        ('{"claims": [], "not_in_sources" :\ntrue', True),
        ("not_in_sources", True),
        ("**not_in_sources**.\n", True),
        (WHOLE, False),
        ('{"text": "It says \\"not_in_sources\\": true.", "cites": ["S1"]}', False),
        ("I never say not_in_sources to you.", False),
        ('<think>"not_in_sources": true?</think>{"claims": []}', False),
    ],
)
def test_a_model_can_say_that_it_is_not_in_the_sources(text: str, expected: bool) -> None:
    assert read(text)[1] is expected


def test_an_answer_holds_a_dozen_claims_at_most() -> None:
    reader = ClaimReader()
    found = reader.feed("".join(f'{{"text": "A{n}.", "cites": ["S1"]}}' for n in range(50)))
    assert [one.text for one in found] == [f"A{n}." for n in range(MOST_CLAIMS)]
    assert reader.is_full


@given(st.text(alphabet='{}[]"\\,:\n <>/thinkS1.text', max_size=80), st.integers(1, 9))
def test_how_an_answer_is_cut_into_pieces_changes_nothing(text: str, size: int) -> None:
    assert read(text, size) == read(text, 1000)


@given(st.lists(st.tuples(st.text(max_size=30), st.lists(st.integers(1, 99), max_size=3)), max_size=8), st.booleans())
def test_every_claim_of_a_well_formed_answer_is_read(said: list[tuple[str, list[int]]], ascii_only: bool) -> None:
    listed = [{"text": f"x {text} y", "cites": [f"S{n}" for n in ids]} for text, ids in said]
    text = json.dumps({"not_in_sources": False, "claims": listed}, ensure_ascii=ascii_only)
    expected = {}
    for one in listed:
        expected.setdefault(" ".join(str(one["text"]).split()), tuple(dict.fromkeys(one["cites"])))
    assert {one.text: one.cites for one in read(text)[0]} == expected


@pytest.mark.parametrize("letter", ["{", "[", '{"', "\\", "\n", " ", "a ", "[S1", "<think>", '{"a":', ",", "}{"])
def test_nonsense_without_an_end_is_read_in_little_time(letter: str, within) -> None:  # noqa: ANN001 - a fixture
    with within(5):
        assert read(letter * (40_000 // len(letter)), 40)[0] == []
