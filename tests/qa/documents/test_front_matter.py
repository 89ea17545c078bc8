"""YAML front matter in both dialects of the archive."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.toy import document

from qa.documents import DocumentInfo
from qa.documents.content import Metadata
from qa.documents.front_matter import parse_front_matter
from qa.errors import UnreadableFileError


def parsed(*lines: str) -> Metadata:
    return parse_front_matter("\n".join(["---", *lines, "---", "Body."]))[0]


def test_the_dialect_of_tags_and_source_url() -> None:
    found = document(
        "---\n"
        "tags:\n- statements-releases\n- other\n"
        "date: '2021-03-01'\n"
        "published_time: '2021-03-02T10:00:00-05:00'\n"
        "source_url: https://www.whitehouse.gov/x/\n"
        "title: 'Joint\u00a0Declaration: A\n  Summit'\n"
        "---\n\nBody.\n",
        "2021-03/x.md",
    )
    assert found.info == DocumentInfo(
        name="2021-03/x.md",
        title="Joint Declaration: A Summit",
        date=date(2021, 3, 1),
        category="statements-releases",
        url="https://www.whitehouse.gov/x/",
    )
    assert found.text == "Body."


def test_the_dialect_of_category_and_permalink() -> None:
    found = document(
        "---\ntitle: >-\n  Message to\n  Congress\ndate: 2021-03-01 00:00:00\ncategory: Presidential Actions\n"
        "permalink: http://example.gov/a?b=c\n---\nBody.\n"
    )
    assert found.info == DocumentInfo(
        "a.md", "Message to Congress", date(2021, 3, 1), "Presidential Actions", "http://example.gov/a?b=c"
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["date: 2021-03-01"], date(2021, 3, 1)),
        (["date: '2021-03-01'"], date(2021, 3, 1)),
        (["date: ' 2021-03-01T23:30:00 '"], date(2021, 3, 1)),
        (["date: 2021-03-01T23:30:00-05:00"], date(2021, 3, 1)),  # the day where it was published
        (["date: 2021-03-01 23:30:00"], date(2021, 3, 1)),
        (["published_time: '2021-03-02T10:00:00-05:00'"], date(2021, 3, 2)),
        (["published: 2021-03-02", "date: 2021-03-01"], date(2021, 3, 1)),
        (["date: null", "published: 2021-03-02"], date(2021, 3, 2)),
        (["date:"], None),
        (["date: ''"], None),
        (["title: x"], None),
    ],
)
def test_dates(lines: list[str], expected: date | None) -> None:
    assert parsed(*lines).date == expected


@pytest.mark.parametrize("value", ["yesterday", "2021", "'2021-13-01'", "'2021-02-30'", "true", "[2021, 3]"])
def test_a_date_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"the date '.*' in the front matter is not of the form YYYY-MM-DD"):
        parsed(f"date: {value}")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["category: Fact Sheets"], "Fact Sheets"),
        (["categories: [one, two]"], "one"),
        (["tags: []"], None),
        (["category: ''", "tags: [blog]"], "blog"),
        (["category: \u00a0"], None),
        (["tags: 2021"], "2021"),
    ],
)
def test_categories(lines: list[str], expected: str | None) -> None:
    assert parsed(*lines).category == expected


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "'data:text/html,x'", "/relative/path", "www.example.gov", "https:// x.y", "''"]
)
def test_an_address_that_is_not_http_is_dropped(address: str) -> None:
    assert parsed(f"permalink: {address}").url is None


def test_a_file_without_front_matter_is_all_body() -> None:
    assert parse_front_matter("Text.\n---\nmore\n---\n") == (Metadata(), "Text.\n---\nmore\n---\n")
    assert parse_front_matter("---\ntitle: never closed\n") == (Metadata(), "---\ntitle: never closed\n")
    assert parse_front_matter("---\n---\nBody.") == (Metadata(), "Body.")


def test_a_fence_within_the_front_matter_ends_it_only_as_a_line() -> None:
    assert parsed("title: a --- b") == Metadata(title="a --- b")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("title: 'never closed", "broken YAML in the front matter: "),
        ("title: a: b", "broken YAML in the front matter: mapping values are not allowed"),
        ("title: !!python/object:os.system x", "broken YAML in the front matter: could not determine a constructor"),
        ("date: 2021-02-30", "broken YAML in the front matter: day is out of range"),
        ("just words", "the front matter is not a list of 'key: value' lines"),
        ("- a list", "the front matter is not a list of 'key: value' lines"),
    ],
)
def test_broken_yaml_is_refused_in_one_line(line: str, message: str) -> None:
    with pytest.raises(UnreadableFileError, match=message) as caught:
        parsed(line)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        "title: " + "[" * 5000 + "]" * 5000,
        "title: " + "{a: " * 5000 + "}" * 5000,
        "title: 0x" + "F" * 5000,
        "title: " + "9" * 5000,
        "title: &a {b: *a}",
    ],
    ids=["nested lists", "nested mappings", "hexadecimal", "decimal", "itself"],
)
def test_hostile_values_are_read_or_refused(line: str) -> None:
    try:
        assert isinstance(parsed(line), Metadata)
    except UnreadableFileError:
        pass


def test_a_title_of_nested_aliases_does_not_unfold() -> None:
    """A few hundred bytes that name each other would make a title of 100 MB."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 5)]
    try:
        assert len(parsed(*lines, "title: {a: *a4}").title or "") < 10_000
    except UnreadableFileError:
        pass


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    try:
        front_matter, body = parse_front_matter(f"---\n{text}\n---\nBody.")
    except UnreadableFileError:
        return
    assert body.endswith("Body.")
    assert isinstance(front_matter, Metadata)
