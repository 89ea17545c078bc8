"""Singulars and stems."""

import pytest

from qa.english.stems import singular, stem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("sheets", "sheet"),
        ("speeches", "speech"),
        ("policies", "policy"),
        ("boxes", "box"),
        ("memoranda", "memorandum"),
        ("releases", "release"),
        ("press", "press"),
        ("status", "status"),
        ("analysis", "analysis"),
        ("gas", "gas"),
    ],
)
def test_singular(word: str, expected: str) -> None:
    assert singular(word) == expected


@pytest.mark.parametrize(
    "forms",
    [
        "sign signs signed signing Sign’s",
        "policy policies",
        "build built",
        "stop stopped stops",
        "vaccination vaccinations",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


def test_short_words_keep_their_letters() -> None:
    assert [stem(word) for word in ("bed", "class", "red")] == ["bed", "class", "red"]
