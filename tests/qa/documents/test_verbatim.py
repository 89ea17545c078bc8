"""Canonical text says what the file says, letter for letter but for marks that the format defines as marks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.toy import document

from qa.documents.markdown.markdown import read_markdown


def texts(markdown: str) -> list[str]:
    return [block.text for block in read_markdown(markdown)]


@pytest.mark.parametrize(
    "text",
    [
        "x = 2**256 or 3 ** 4",
        "call f(**kwargs) or g(*args, **more)",
        "int *p, *q; char **argv;",
        "5 * 3 * 2 and 5*, as a note says",
        "copy *.txt to new",
        "remove old*.* too",
        "a ** b ** c",
        "*a note on one line",
        "the word * and *another",
        "**never closed",
        "end**",
        "$a*b*c$ and $x_{1} * y_{2}$ hold",
        "$E_{k} = \\sum_{i} d_T(k_i)$ and $\\{a\\}$",
        "it costs $5 or $6",
        "set it to <host>:<port>",
        "List<Ticket> for each",
    ],
)
def test_what_commonmark_leaves_literal_is_kept(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Use `**kw`, `2**8` and `int *p, *q`.", "Use **kw, 2**8 and int *p, *q."),
        (
            "`A*` is wide, `2 * 200` is more, `5 * e**(x / 7)` most.",
            "A* is wide, 2 * 200 is more, 5 * e**(x / 7) most.",
        ),
        ("`a\u00a0*` and **b\u00a0**c `d\u00a0*`", "a * and b c d *"),
        ("\\*a\u00a0\\*b \\**c*", "*a *b *c"),
        ("\\\\*a* \\\\\\*b", "\\a \\*b"),
        ("[x*y\u00a0*z](http://u.v/*w)", "xy z"),
        ("<a title='*x\u00a0*'>y *z\u00a0*</a>", "y z"),
        ("- *a\n- b\u00a0*c", "*a"),
        ("*one note  \n*another note", "*one note\n*another note"),
        ("- `#`\n- `*`\n- `---`", "#"),
        ("$5 *is* $6 **or** $7", "$5 is $6 or $7"),
        ("[$5](http://u.v) and [$6](http://u.v)", "$5 and $6"),
        ("<Tabs>a</Tabs> <b>b</b> <br>c", "a b\nc"),
        ("$a*b$ and *c*", "$a*b$ and c"),
    ],
)
def test_marks_of_markdown_mean_something_in_prose_only(markdown: str, expected: str) -> None:
    assert texts(markdown)[0] == expected


def test_marks_are_looked_for_in_no_code_and_no_formula() -> None:
    code = "---\na *= 2**8\n\n    if b:\n\tint *p, *q;\n#\n# **note** _x_\n---"
    assert texts(f"See:\n\n```yaml\n{code}\n```\n\n~~~\n{code}\n~~~") == ["See:", code, code]
    assert texts("    *a = **b\n\n        c\u00a0*d") == ["*a = **b\n\n    c *d"]
    assert texts("<pre>  *a*\n  **b**</pre>") == ["  *a*\n  **b**"]
    assert texts("- item\n\n  ```\n  x  **y\n    z\n  ```") == ["item", "x  **y\n  z"]


@pytest.mark.parametrize(
    "formula", ["$$\na_b \\\\\n- c^{*}\n+ d^{*} < e\n# f\n1. g\n= h\n$$", "$$ a_b * c_d * e $$", "$$\n\\{x\\}\n$$"]
)
def test_a_formula_on_lines_of_its_own_keeps_its_lines(formula: str) -> None:
    assert texts(f"Before.\n\n{formula}\n\nAfter *that*.") == ["Before.", formula, "After that."]
    assert texts(f"> {formula.replace(chr(10), chr(10) + '> ')}") == [formula]
    assert texts(f"```\n{formula}\n```") == [formula]


PIECES = [
    "**kw",
    "2**256",
    "*p",
    "*",
    "_x_",
    "`",
    "$a*b$",
    "$$",
    "<host>:<port>",
    "<b>",
    "&amp;",
    "\\*",
    "\\",
    "[a](b)",
]
PIECES += [
    "---",
    "# x",
    "- y",
    "1. Introduction",
    "> z",
    "| c |",
    "Q",
    "MS. BIRCH:",
    "a",
    "  ",
    "\t",
    "~~s~~",
    "***",
    "é",
]
LINE = st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join).map(str.rstrip)
LINES = st.lists(LINE, min_size=1, max_size=12).filter(lambda lines: any(line.strip() for line in lines))


def written(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line for line in text.split("\n") if line.strip()]


@given(LINES, st.sampled_from(["", "Before *it*.\n\n", "- an item\n\n"]))
def test_every_line_of_code_stands_in_the_text_as_it_does_in_the_file(lines: list[str], before: str) -> None:
    fenced = document(f"{before}~~~~ text\n" + "\n".join(lines) + "\n~~~~\n").text
    assert written(fenced)[bool(before) :] == written("\n".join(lines))


@given(LINES)
def test_every_line_of_a_text_file_stands_in_the_text_as_it_does_in_the_file(lines: list[str]) -> None:
    source = "Any words.\n\n" + "\n".join(lines)
    assert written(document(source, "a.txt").text) == written(source)


WORDS = [
    "2**256",
    "f(**kw)",
    "*p",
    "p*",
    "a*b",
    "**",
    "*",
    "word",
    "\\*",
    "`*x`",
    "`2 * 3`",
    "**b**",
    "*e*",
    "$x*y$",
    "(*",
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join))
def test_stars_go_only_where_commonmark_reads_emphasis(source: str) -> None:
    """Another reader of CommonMark is asked; it knows no formulas, so that theirs are left out."""
    source = "Words: " + source.replace("$", "`")
    rendered = re.sub(r"<[^>]*>", "", MarkdownIt().render(source)).strip()
    assert texts(source) == [rendered]


def test_lines_of_a_text_file_are_no_markup() -> None:
    text = (
        "1. Introduction\n\nThe call returns a List<Ticket>.\nWrite to <ann@example.org>, set <host>:<port>.\n\n"
        "15. More\n\nName\tDepth\nOak\t 7\n  indented *once* and __twice__\n# no heading\n----\n"
        "Q&amp;A | x | \n\n3. End"
    )
    found = document(text, "a.TXT")
    assert found.text == text.replace("x | \n", "x |\n")
    assert {block.kind for block in found.blocks} == {"paragraph"}
    assert found.info.title == "a"


def test_a_text_file_keeps_nothing_that_a_terminal_would_obey() -> None:
    assert document("a\x1b[31mb\u202ec\u00a0 d\x0ce\u2028f   \n \n\n  g", "a.txt").text == "a[31mbc  d e f\n\n  g"


def test_a_text_file_is_divided_by_speakers() -> None:
    found = document("MS. BIRCH: Yes.\nIt is.\nQ Why?\nMS. BIRCH: So.", "a.txt")
    assert [(block.kind, block.speaker) for block in found.blocks] == [
        ("turn", "MS. BIRCH"),
        ("turn", "Q"),
        ("turn", "MS. BIRCH"),
    ]


def test_a_text_file_with_front_matter_is_markdown_and_one_without_is_plain() -> None:
    body = "# Heading\n\nA *marked* word."
    assert (
        document(f"---\ntitle: T\n---\n{body}", "a.txt").text
        == document(body, "a.md").text
        == "Heading\n\nA marked word."
    )
    assert document(body, "a.txt").text == body
    assert document(f"---\n{body}", "a.txt").text == f"---\n{body}"
