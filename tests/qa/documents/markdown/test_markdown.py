"""Canonical text: what a reader of the rendered page sees."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.toy import document

from qa.documents import Block
from qa.documents.document import TextBlock
from qa.documents.markdown.markdown import read_markdown
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError


def blocks(markdown: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_markdown(markdown)]


def texts(markdown: str) -> list[str]:
    return [block.text for block in read_markdown(markdown)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("one\ntwo\n  three\n\nfour", ["one two three", "four"]),
        ("a [link](https://x.y/z 'Title') and [another][1]\n\n[1]: https://a.b", ["a link and another"]),
        ("see <https://x.y/z>", ["see https://x.y/z"]),
        ("an ![old *image*](i.png) here", ["an old image here"]),
        ("*em* **strong** ***both*** _em_ `code`", ["em strong both em code"]),
        ("hard  \nbreak\\\nagain", ["hard\nbreak\nagain"]),
        ("a<br>b<br/>c", ["a\nb\nc"]),
        ("&amp; &lt;b&gt; &nbsp;x &mdash; &#8217;", ["& <b> x — ’"]),
        ("\u00a0a\u00a0\u2009b\u200bc\ufeffd\u00ade\u200ef", ["a bcdef"]),
        ("می\u200cخواهم 👩\u200d🚀", ["می\u200cخواهم 👩\u200d🚀"]),
        ("> quoted\n> text", ["quoted text"]),
        ("5 * 3 \\* 2 and snake_case", ["5 * 3 * 2 and snake_case"]),
        ("Note<sup>1</sup> H<sub>2</sub>O", ["Note1 H2O"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_marks_are_resolved(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**Sec. 2. ** Policy.", "Sec. 2. Policy."),
        ("**Sec. 2. **Policy.", "Sec. 2. Policy."),
        ("a **bold** b **other** c", "a bold b other c"),
        ("***both *** x", "both x"),
        ("- **Aim: ** less\n", "Aim: less"),
        ("**Aim:**less and **more**", "Aim:less and more"),
        ("“Some: **Ann:\u00a0**Yes” **so**", "“Some: Ann: Yes” so"),
        ("in the *Blue\u00a0Book\u00a0*and *elsewhere*", "in the Blue Book and elsewhere"),
        ("**One\u00a0**and **two** x", "One and two x"),
        ("**A line  \n**  \nText", "A line\nText"),
        ("*A line  \n*  \nText", "A line\nText"),
    ],
)
def test_emphasis_that_converters_of_web_pages_close_loosely_is_emphasis(markdown: str, expected: str) -> None:
    assert texts(markdown) == [expected]


@pytest.mark.parametrize(
    "mark", ["###", "\\###", "* * *", "\\* \\* \\*", "***", "---", "___", "**###**", "# #", "<hr>"]
)
def test_end_marks_are_dropped(mark: str) -> None:
    assert texts(f"Text.\n\n{mark}\n") == ["Text."]
    assert texts(f"Text.\n\n{mark}\n\nMore.") == ["Text.", "More."]


def test_an_end_mark_after_a_hard_break_is_dropped() -> None:
    assert texts("Text.  \n\\###") == ["Text."]


def test_headings_have_a_level() -> None:
    assert read_markdown("# One\n\n### Three *x*\n\nTwo\n---\n\n**Bold line**\n\n**Bold sentence.**") == [
        TextBlock("heading", "One", 1),
        TextBlock("heading", "Three x", 3),
        TextBlock("heading", "Two", 2),
        TextBlock("heading", "Bold line", 6),
        TextBlock("paragraph", "Bold sentence."),
    ]


def test_lists_keep_numbers_and_depth() -> None:
    markdown = "3. three\n4. four\n   - nested\n     1. deep\n   - more\n5. five\n\n* a\n\n  second\n* b"
    assert read_markdown(markdown) == [
        TextBlock("item", "3. three", 1),
        TextBlock("item", "4. four", 1),
        TextBlock("item", "nested", 2),
        TextBlock("item", "1. deep", 3),
        TextBlock("item", "more", 2),
        TextBlock("item", "5. five", 1),
        TextBlock("item", "a", 1),
        TextBlock("paragraph", "second"),
        TextBlock("item", "b", 1),
    ]


@pytest.mark.parametrize("start", ["²", "9" * 5000, "-1", "x", ""])
def test_a_list_that_starts_at_no_number_is_read(start: str) -> None:
    (item,) = texts(f'<ol start="{start}"><li>word</li></ol>')
    assert item.endswith(". word")


ROWS = [("row", "Name | Amount"), ("row", "Aid | $5"), ("row", "Total |"), ("row", "| $7")]


@pytest.mark.parametrize(
    "table",
    [
        "| Name | Amount |\n|---|---|\n| **Aid** | $5 |\n| Total | |\n| | $7 |\n| | |",
        "<table><thead><tr><th>Name</th><th>Amount</th></tr></thead><tbody><tr><td><b>Aid</b></td>\n<td>$5</td></tr>"
        "<tr><td>Total</td><td> </td></tr><tr><td></td><td>$7</td></tr><tr><td></td><td></td></tr></tbody></table>",
    ],
    ids=["pipes", "HTML"],
)
def test_a_row_of_a_table_is_a_block(table: str) -> None:
    assert blocks(table) == ROWS


def test_cells_of_paragraphs_are_paragraphs() -> None:
    assert blocks("<table><tr><td><p>one</p><p>two</p></td></tr></table>") == [
        ("paragraph", "one"),
        ("paragraph", "two"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td><div>one</div><div>two</div></td></tr></table>",
        "<table><tr><td>one<ul><li>two</li></ul></td></tr></table>",
        "<span><p>one</p><p>two</p></span>",
        "<a href='https://x.y'><div>one</div><div>two</div></a>",
        "<b><h2>one</h2>two</b>",
        "<h2><div>one</div><div>two</div></h2>",
        "<ul><li>one<p>two</p></li></ul>",
        "<dl><dt>one</dt><dd>two</dd></dl>",
        "<details><summary>one</summary>two</details>",
        "<table><caption>one</caption><tr><td>two</td></tr></table>",
    ],
)
def test_words_of_different_lines_never_grow_together(html: str) -> None:
    assert " ".join(texts(html)).replace("|", " ").split() == ["one", "two"]


@pytest.mark.parametrize(
    "html",
    [
        "<!-- hidden -->\n\nseen",
        "seen <!-- hidden -->",
        "<ul><!-- hidden --><li>seen</li></ul>",
        "<table><tr><!-- hidden --><td>seen<!-- hidden --></td></tr></table>",
        "<?php hidden ?>\n\nseen",
        "<script>hidden</script>\n\nseen",
        "<style>hidden {}</style>\n\nseen",
        "seen<noscript>hidden</noscript>",
        "<svg><title>hidden</title></svg>seen",
        "<img alt='hidden.png' src='hidden'>seen",
        "<iframe src='hidden'>hidden</iframe>seen",
        "<a href='javascript:hidden' onclick='hidden'>seen</a>",
    ],
)
def test_what_is_not_rendered_is_not_text(html: str) -> None:
    assert texts(html) == ["seen"]


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>one</body></html>\n\ntwo",
        "<!doctype html>\n<html><head><title>x</title></head><body><p>one</p></body></html>\n\ntwo",
        "<html><frameset><frame></frameset></html>\n\none two",
        "<html><body>one</body> <body>two</body></html>",
        "<html>\n\none\n\ntwo",
        "<!DOCTYPE html>\n\none two",
        "<body>one</body> two",
        "<p>one<p>two",
        "<div><b>one</div>two",
        "</div></p>one two",
        "<ul>one<li>two</ul>",
    ],
)
def test_odd_html_is_read_whole(html: str) -> None:
    assert " ".join(texts(html)).split() == ["one", "two"]


@pytest.mark.parametrize("empty", ["<html></html>", "<html>", "<!DOCTYPE html>", "<!--", "<head></head>", "<p></p>"])
def test_html_without_text_is_no_block(empty: str) -> None:
    assert texts(empty) == []


@pytest.mark.parametrize(
    ("before", "after"), [("<div>", "</div>"), ("<b>", "</b>"), ("<ul><li>", "</li></ul>"), (">", ""), ("- ", "")]
)
@pytest.mark.parametrize("depth", [100, 300, 3000])
def test_deep_nesting_loses_nothing(before: str, after: str, depth: int) -> None:
    """libxml2 stops at 256 levels: what it does not read must not be lost in silence."""
    try:
        found = " ".join(texts(f"first\n\n{before * depth}deep{after * depth}\n\nlast"))
    except UnreadableFileError:
        return
    assert [word for word in found.split() if word.isalpha()] == ["first", "deep", "last"]


@pytest.mark.parametrize(
    "text",
    ["*a" + " " * 20_000, "**" * 20_000, "*a " * 20_000, "[" * 20_000, "`" * 20_001, "<" * 20_000, "a\\\n" * 20_000],
    ids=["star and spaces", "stars", "openings", "brackets", "ticks", "angles", "breaks"],
)
def test_long_runs_are_read_in_linear_time(text: str, within: Callable[[float], AbstractContextManager[None]]) -> None:
    with within(2):
        read_markdown(text)


def test_items_and_rows_stand_line_by_line_and_other_blocks_apart() -> None:
    found = document("# T\n\nList:\n\n- a\n- b\n\n|x|y|\n|---|---|\n|1|2|\n\nEnd.")
    assert found.text == "T\n\nList:\n\na\nb\n\nx | y\n1 | 2\n\nEnd."
    assert found.blocks == (
        Block("heading", 0, 1, 1),
        Block("paragraph", 3, 8),
        Block("item", 10, 11, 1),
        Block("item", 12, 13, 1),
        Block("row", 15, 20, 1),
        Block("row", 21, 26),
        Block("paragraph", 28, 32),
    )


MARKDOWN = st.lists(
    st.sampled_from(
        [
            "# ",
            "- ",
            "1. ",
            "> ",
            "**",
            "*",
            "_",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "  \n",
            "\\",
            "|",
            "|---|---|\n",
            "[x](",
            ")",
        ]
        + ["<div>", "</div>", "<ul>", "<li>", "<table>", "<tr>", "<td>", "<br>", "<p>", "<b>", "</b>", "<!--", "-->"]
        + ["<html>", "<body>", "<!DOCTYPE html>", "<template>", "<select>", "<plaintext>", "<textarea>", "<pre>"]
        + ["&nbsp;", "&#0;", "\u200b", "\u00a0", "\v", "\f", "\x1b", "\u2028", "word", "Sec. 2. ", "###"]
        + ["THE PRESIDENT: ", "Q "]
    )
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
    max_size=30,
).map("".join)


@settings(max_examples=300)
@given(MARKDOWN)
def test_any_text_gives_folded_blocks_in_order(markdown: str) -> None:
    try:
        found = document(markdown)
    except UnreadableFileError:
        return
    may_hold_code = any(mark in markdown for mark in ("```", "~~~", "<pre", "  ", "\t"))
    position = 0
    for block in found.blocks:
        assert found.text[position : block.start] in ("", "\n", "\n\n")
        assert block.start < block.end
        lines = found.text[block.start : block.end].split("\n")
        assert lines == [line.rstrip() for line in lines]
        assert lines[0]
        assert lines[-1]
        if not may_hold_code:
            assert lines == [fold(line) for line in lines]
            assert "" not in lines
        position = block.end
    assert position == len(found.text)
    assert found.info.title
