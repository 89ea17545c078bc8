"""Front matter as the tools that people use write it: what can be read is read, and the document always is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.toy import document

from qa.documents import DocumentInfo
from qa.documents.content import Metadata
from qa.documents.metadata.front_matter import parse_front_matter


def parsed(*lines: str) -> Metadata:
    metadata, body = parse_front_matter("\n".join(["---", *lines, "---", "Body."]))
    assert body == "Body."
    return metadata


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
        categories=("statements-releases", "other"),
        url="https://www.whitehouse.gov/x/",
    )
    assert found.text == "Body."


def test_the_dialect_of_category_and_permalink() -> None:
    found = document(
        "---\ntitle: >-\n  Message to\n  Congress\ndate: 2021-03-01 00:00:00\ncategory: Presidential Actions\n"
        "permalink: http://example.gov/a?b=c\n---\nBody.\n"
    )
    assert found.info == DocumentInfo(
        "a.md", "Message to Congress", date(2021, 3, 1), ("Presidential Actions",), "http://example.gov/a?b=c"
    )


# What is front matter


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: Weir\ndate: 2021-03-09\n---\nBody.",
        "---\ntitle: Weir\ndate: 2021-03-09\n...\nBody.",
        "---  \ntitle: Weir\ndate: 2021-03-09\n---  \nBody.",
        "---\ntitle:\tWeir\ndate:\t2021-03-09\n---\nBody.",
        "---\ntitle: Other\ntitle: Weir\ndate: 2021-03-09\n---\nBody.",
        '---\n{"title": "Weir", "date": "2021-03-09"}\n---\nBody.',
        "---\n\ntitle: Weir\ndate: 2021-03-09\n\n---\nBody.",
        "\n\n---\ntitle: Weir\ndate: 2021-03-09\n---\nBody.",
        "\ufeff---\ntitle: Weir\ndate: 2021-03-09\n---\nBody.",
        "<!-- lint: off\n---\n-->\n---\ntitle: Weir\ndate: 2021-03-09\n---\nBody.",
        "+++\ntitle = 'Weir'\ndate = 2021-03-09T10:00:00Z\n+++\nBody.",
        '{\n  "title": "Weir",\n  "date": "2021-03-09"\n}\n\nBody.',
        "% Weir\n% A. Writer\n% March 9, 2021\n\nBody.",
    ],
)
def test_front_matter_of_every_tool_is_read_and_is_no_text(source: str) -> None:
    metadata, body = parse_front_matter(source)
    assert (metadata.title, metadata.date, metadata.problems) == ("Weir", date(2021, 3, 9), ())
    assert metadata.origin == "front matter"
    assert body.strip() == "Body."


@pytest.mark.parametrize(
    "source",
    [
        "Text.\n---\nmore: x\n---\n",
        "---\ntitle: never closed\n",
        "---\nThe weir is closed today\n---\nBody.",
        "---\n- one\n- two\n---\nBody.",
        "---\n\n# Minutes\n\nPresent: all\n\n---\n\nBody.",
        "---\n\nPresent: all\n\n---\nBody.",
        "---\nOnce: upon a time\nthere was a weir\n---\nBody.",
        "---\n# A heading between rules\n---\nBody.",
        "+++\nplus signs\n+++\nBody.",
        '{"x": 1}\n\nBody.',
        '{"title": "all that there is"}',
        '{"title": "x"} and more\n\nBody.',
        "{not JSON\n\nBody.",
    ],
)
def test_a_text_that_merely_looks_so_is_all_text(source: str) -> None:
    metadata, body = parse_front_matter(source)
    assert body == source
    assert (metadata.title, metadata.date, metadata.all_categories) == (None, None, ())


def test_empty_front_matter_says_nothing() -> None:
    assert parse_front_matter("---\n---\nBody.") == (Metadata(origin="front matter"), "Body.")


# Titles


@pytest.mark.parametrize(
    "title", ["12:30", "yes", "No", "007", "2024-05-01", "1.10", "0x1F", "1e3", "[a, b]", "{a: b}", "3:2 for us"]
)
def test_a_title_is_what_was_typed(title: str) -> None:
    assert parsed(f"title: {title}").title == title


@pytest.mark.parametrize(
    "title", ["Weir: open or closed", "*Weir*", "`weir`", "[Draft] Weir", "@weir", "%weir", "> weir", "'weir"]
)
def test_a_title_that_is_no_yaml_is_what_was_typed_and_the_rest_is_read_too(title: str) -> None:
    found = parsed(f"title: {title}", "date: 2021-03-09", "tags: [a, b]")
    assert (found.title, found.date, found.categories) == (title, date(2021, 3, 9), ("a", "b"))
    [problem] = found.problems
    assert problem.startswith("the front matter is not YAML (")
    assert problem.endswith("), so it was read line by line")


@pytest.mark.parametrize("line", ["title:", "title: ''", "title: null", "title: ~", "title: \u00a0", "other: x"])
def test_an_empty_title_is_none(line: str) -> None:
    assert parsed(line).title is None


@pytest.mark.parametrize("variable", ["'{{title}}'", "{{ title }}", "<% title %>", "'{% x %}'", "${title}"])
def test_a_variable_of_a_template_is_no_title(variable: str) -> None:
    found = parsed(f"title: {variable}", "tags: [form]")
    assert (found.title, found.categories) == (None, ("form",))
    assert f"the title '{variable.strip(chr(39))}' is a variable of a template" in found.problems


def test_fields_beside_those_that_are_read_cost_nothing() -> None:
    found = parsed("title: Weir", "related:", "  - [[Lock]] old", "path: `C:\\x`", "tags:", "\t- river")
    assert (found.title, found.categories) == ("Weir", ("river",))


# Dates


@pytest.mark.parametrize(
    "lines",
    [
        ["date: 2021-03-09"],
        ["Date: 2021-03-09"],
        ["created: 2021-03-09"],
        ["published: 9 March 2021"],
        ["publishDate: March 9, 2021"],
        ["date created: Tuesday, March 9th 2021, 10:00:00 am"],
        ["lastmod: 2021-03-09T10:00:00+01:00"],
        ["last_update:", "  date: 2021-3-9", "  author: x"],
        ["date:", "  created: 2021-03-09", "  updated: 2022-01-01"],
        ["updated: 2022-01-01", "created: 2021-03-10", "date: 2021-03-09"],
        ["published: true", "created: 2021-03-09"],
        ["date: null", "published: 2021-03-09"],
        ["date:", "updated: 2021-03-09"],
    ],
)
def test_the_day_of_publication_counts_then_of_making_then_of_change(lines: list[str]) -> None:
    found = parsed(*lines)
    assert (found.date, found.problems) == (date(2021, 3, 9), ())


@pytest.mark.parametrize("value", ["yesterday", "2021", "2021-13-01", "2021-02-30", "-0044-03-15", "3/5/2021"])
def test_a_date_that_cannot_be_read_is_said_and_another_field_may_give_one(value: str) -> None:
    problems = (f"the date {value!r} cannot be read as a day",)
    assert parsed(f"date: {value}") == Metadata(origin="front matter", problems=problems)
    found = parsed(f"date: {value}", "updated: 2021-03-09")
    assert (found.date, found.problems) == (date(2021, 3, 9), problems)


# Categories


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["category: Fact Sheets"], ("Fact Sheets",)),
        (["category: Parks, Streets"], ("Parks, Streets",)),
        (["categories: [one, two]"], ("one", "two")),
        (["category: notes", "tags: [bus, winter, Bus]"], ("notes", "bus", "winter")),
        (["tags: bus, winter"], ("bus", "winter")),
        (["tags: bus winter"], ("bus", "winter")),
        (["tags: night bus; winter"], ("night bus", "winter")),
        (["tags: '#bus #winter'"], ("bus", "winter")),
        (["tags: #bus, #winter"], ("bus", "winter")),
        (["tags: '[[bus]], [[winter]]'"], ("bus", "winter")),
        (["tags:", "- night bus", "- '#winter'"], ("night bus", "winter")),
        (["tags: [[bus, tram], winter]"], ("bus", "tram", "winter")),
        (["tags:", "- {label: Bus, permalink: /bus}"], ("Bus",)),
        (["tags: [travel/bus/night]"], ("travel/bus/night", "travel", "travel/bus")),
        (["tags: 2021"], ("2021",)),
        (["tags: []"], ()),
        (["category: \u00a0", "tags: [blog]"], ("blog",)),
    ],
)
def test_every_tag_is_a_category(lines: list[str], expected: tuple[str, ...]) -> None:
    assert parsed(*lines).all_categories == expected


def test_fields_of_a_group_count_as_the_documents() -> None:
    found = parse_front_matter(
        "+++\ntitle = 'Weir'\n[taxonomies]\ntags = ['a', 'b']\n[extra]\ntitle = 'x'\n+++\nBody."
    )[0]
    assert (found.title, found.categories) == ("Weir", ("a", "b"))


# What a document is found by, and its address


def test_descriptions_keywords_and_aliases_are_kept() -> None:
    found = parsed(
        "description: On weirs.", "summary: Short.", "keywords: lock, sluice", "aliases: [Old weir, 'dam, old']"
    )
    assert found.description == "On weirs."
    assert found.keywords == ("lock", "sluice", "Old weir", "dam, old", "Short.")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "'data:text/html,x'", "/relative/path", "www.example.gov", "https:// x.y", "''"]
)
def test_an_address_that_is_not_http_is_dropped(address: str) -> None:
    assert parsed(f"permalink: {address}").url is None
    assert parsed(f"permalink: {address}", "source: https://x.example/a").url == "https://x.example/a"


# What is broken or hostile


def test_broken_toml_costs_the_lines_that_are_broken() -> None:
    metadata, body = parse_front_matter("+++\ntitle = 'Weir'\nweight =\ndate = 2021-03-09\n+++\nBody.")
    assert (metadata.title, metadata.date, body) == ("Weir", date(2021, 3, 9), "Body.")
    assert "the front matter is not TOML (Invalid value (at line 2, column 9))" in metadata.problems[0]


@pytest.mark.parametrize(
    "line",
    [
        "title: " + "[" * 5000 + "]" * 5000,
        "title: " + "{a: " * 5000 + "}" * 5000,
        "title: 0x" + "F" * 5000,
        "tags: &a [*a]",
        "date: &a {b: *a}",
        "title: !!python/object:os.system x",
        "tags: [" + "a, " * 20_000 + "a]",
    ],
    ids=[
        "nested lists",
        "nested mappings",
        "hexadecimal",
        "a list in itself",
        "fields in themselves",
        "object",
        "many",
    ],
)
def test_hostile_values_are_read_or_said(line: str) -> None:
    found = parsed(line, "summary: On weirs.")
    assert found.description == "On weirs."
    assert len(found.title or "") < 10_000
    assert len(found.categories) <= 1_000


def test_tags_of_nested_aliases_do_not_unfold() -> None:
    """A few hundred bytes that name each other would make a hundred million tags."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 9)]
    assert len(parsed(*lines, "tags: *a8", "title: {a: *a8}").title or "") < 100


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_any_front_matter_leaves_the_document(text: str) -> None:
    for fence in ("---", "+++"):
        metadata, body = parse_front_matter(f"{fence}\n{text}\n{fence}\nBody.")
        assert body.endswith("Body.")
        assert isinstance(metadata, Metadata)
