"""Dialects of Markdown: what their marks stand for is text, the marks are not; in code nothing is a mark."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from support.toy import document

from qa.documents.document import Link, TextBlock
from qa.documents.markdown.markdown import read_markdown


def texts(markdown: str) -> list[str]:
    return [block.text for block in read_markdown(markdown)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("See [[Moss garden]] and [[Moss garden#Water|the water]].", ["See Moss garden and the water."]),
        ("[[#Water]], [[Moss#^a1b2c3]]", ["Water, Moss"]),
        ("| a |\n|---|\n| [[Moss\\|soft]] |", ["a", "soft"]),
        ("![[pond.png]] ![[pond.png|200]] ![[pond.png|The pond in May]] ![[Moss]]", ["The pond in May Moss"]),
        ("x[[0]] and [[1]](u) and [ [2] ]", ["x[[0]] and [1] and [ [2] ]"]),
        ("if [[ -f x ]]", ["if [[ -f x ]]"]),
        ("A ==bright\nred== leaf", ["A bright red leaf"]),
        ("a==b and c==d or e == f == g", ["a==b and c==d or e == f == g"]),
        ("==see [[Moss|it]]==", ["see it"]),
        ("Text ^moss-1\n\n- item ^a1b2c3", ["Text", "item"]),
        ("x ^2 and y ^n", ["x ^2 and y ^n"]),
        ("Height:: 3 m #plants/moss", ["Height:: 3 m #plants/moss"]),
    ],
)
def test_marks_of_obsidian(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "%%no text%%",
        "%%\nno text\n\nat all\n%%",
        "<!-- no text -->",
        "[//]: # (no text)",
        "{>>no text<<}",
        "{/* no text */}",
        "{{/* no text */}}",
        "{# no text #}",
        "{% comment %}no\n\ntext{% endcomment %}",
        "{{< comment >}}\nno text\n{{< /comment >}}",
        "{::comment}no text{:/comment}",
    ],
)
def test_comments_are_no_text(comment: str) -> None:
    assert texts(f"Before.\n\n{comment}\n\nAfter.") == ["Before.", "After."]
    assert texts(f"`{comment.splitlines()[0]}` is code") == [f"{comment.splitlines()[0]} is code"]


@pytest.mark.parametrize("text", ["30%% or 40%% of it", "%% never closed", "{% comment %} never closed x", "a {>> b"])
def test_what_closes_nothing_is_no_comment(text: str) -> None:
    assert texts(text)[0].split()[-1] == text.split()[-1]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("> [!danger]- Deep water\n> Keep out.", ["Deep water", "Keep out."]),
        ("> [!TIP]\n> Bring boots.", ["Bring boots."]),
        ("> [!note]\n> One.\n> > [!tip] In it\n> > Two.", ["One.", "In it", "Two."]),
        ("> [!quote] **Bold** ==title==\n> Text.", ["Bold title", "Text."]),
        (":::caution\n\nKeep out.\n\n:::", ["Keep out."]),
        (":::tip[Boots]\nBring them.\n:::", ["Boots", "Bring them."]),
        ("::: warning Deep water\nKeep out.\n:::", ["Deep water", "Keep out."]),
        ('::: {.callout-tip title="Boots"}\nBring them.\n:::', ["Boots", "Bring them."]),
        ("::::{.columns}\n:::{.column}\nLeft.\n:::\n::::", ["Left."]),
        ("/// note | Boots\nBring them.\n///", ["Boots", "Bring them."]),
        (
            '!!! note "Boots"\n\n    Bring them.\n\n    ```\n    x = 1\n      y\n    ```\n\nEnd.',
            ["Boots", "Bring them.", "x = 1\n  y", "End."],
        ),
        ("!!! tip\n    One.\n\n    !!! note\n\n        Two.\n- a", ["One.", "Two.", "a"]),
        ('??? question "When?"\n    In May.', ["When?", "In May."]),
        ('=== "Boat"\n\n    Row.\n\n=== "Raft"\n\n\tPole.', ["Boat", "Row.", "Raft", "Pole."]),
        ("- item\n\n    !!! note\n        In it.\n- more", ["item", "In it.", "more"]),
        ("!!! no body", ["!!! no body"]),
        (
            "<details>\n<summary>Why **wet**?</summary>\nRain, see [here](u).\n</details>",
            ["Why wet?", "Rain, see here."],
        ),
    ],
)
def test_callouts_admonitions_tabs_and_details_are_their_title_and_text(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("{{< tip >}}\nBring boots.\n{{< /tip >}}", ["Bring boots."]),
        ("{{% steps %}}\nOne {{ site.moss }} two {% if x %}three{% endif %}.", ["One two three."]),
        ('{{< figure\n  src="x.png"\n>}}\n\nText.', ["Text."]),
        ('[moss]({{< ref "moss.md" >}})', ["moss"]),
        ("{% raw %}{{ kept }}{% endraw %}", ["{{ kept }}"]),
        ("{% highlight c %}\nint *p; // **x**\n{% endhighlight %}", ["int *p; // **x**"]),
        ("Wet.\n{: .lead #wet}", ["Wet."]),
        ("[small]{.smallcaps} `x`{.c} ![pond](p.png){width=50%}", ["small x pond"]),
        ("## Moss {#moss .green}\n\n## GET /moss/{id}", ["Moss", "GET /moss/{id}"]),
        ("<% tp.date.now() %> Wet.", ["Wet."]),
        ('--8<-- "moss.md"\n\nWet.', ["Wet."]),
        ("*[WMO]: World Moss Organisation\n\nThe WMO.", ["WMO: World Moss Organisation", "The WMO."]),
        ("$\\frac{{a}}{{b}}$ and\n\n$$\n{{x}} ==y==\n$$", ["$\\frac{{a}}{{b}}$ and", "$$\n{{x}} ==y==\n$$"]),
    ],
)
def test_shortcodes_liquid_and_attributes_are_no_text(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("import Pond from '../pond';\n\n# Moss", ["Moss"]),
        ('import {\n  A,\n  B\n} from "ab"\n\nText.', ["Text."]),
        ("import './style.css'\n\nText.", ["Text."]),
        ("export const meta = {\n  a: 1,\n}\n\nText.", ["Text."]),
        ("export default function Page() {\n  return 1\n}\n\nText.", ["Text."]),
        ("import moss from Norway and ferns", ["import moss from Norway and ferns"]),
        ("export default settings before you go", ["export default settings before you go"]),
        ('<Tabs>\n<TabItem value="r" label="Raft">\n\nPole it.\n\n</TabItem>\n</Tabs>', ["Raft", "Pole it."]),
    ],
)
def test_mdx_is_its_text(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


@pytest.mark.parametrize(
    "contents",
    [
        "[TOC]",
        "[[toc]]",
        "[[_TOC_]]",
        "* TOC\n{:toc}",
        "1. This is replaced\n{:toc}",
        "- [One](#one)\n- [Two](#two)\n  1. [Three](#three)",
    ],
)
def test_a_table_of_contents_is_no_text(contents: str) -> None:
    assert texts(f"# Moss\n\n{contents}\n\n## One\n\nText.") == ["Moss", "One", "Text."]


def test_a_list_with_a_link_to_its_page_and_words_is_text() -> None:
    assert texts("- [One](#one) of them\n- [Two](#two)") == ["One of them", "Two"]
    assert texts("- [One](#one)") == ["One"]


def test_code_holds_no_marks_of_dialects() -> None:
    code = "{{< x >}} ==a== [[b]] %%c%% {%d%}\n:::note\n!!! tip\n    e\nimport f from 'f'\n[^1]: g\n> [!note]"
    assert texts(f"```\n{code}\n```") == [code]
    assert texts("    {{ x }}\n    ==y==") == ["{{ x }}\n==y=="]
    assert texts("`{{ x }}`, `==y==`, ``[[z]]`` and `%%`") == ["{{ x }}, ==y==, [[z]] and %%"]
    assert texts("<pre>{{ x }} **y**</pre>") == ["{{ x }} **y**"]


def test_a_footnote_stands_once_and_behind_the_block_that_cites_it_first() -> None:
    markdown = (
        "Moss[^1] grows.[^b] Slowly[^1].\n\nMore.\n\n[^b]: On *stones*.\n\n    And roofs.\n\n[^1]: A plant.[^c]\n"
        "[^c]: Green.\n[^d]: Uncited."
    )
    assert texts(markdown) == [
        "Moss grows. Slowly.",
        "A plant.",
        "On stones.",
        "And roofs.",
        "Green.",
        "More.",
        "Uncited.",
    ]


def test_a_footnote_of_a_table_stands_behind_it_and_one_of_an_item_behind_that() -> None:
    assert texts("| a[^t] |\n|---|\n| 1 |\n\n- x[^i]\n- y\n\n[^t]: Of the table.\n[^i]: Of the item.") == [
        "a",
        "1",
        "Of the table.",
        "x",
        "Of the item.",
        "y",
    ]


def test_a_note_within_a_line_is_a_footnote_and_what_only_looks_like_one_is_text() -> None:
    assert texts("Moss^[Of the *green* kind.] grows. No [^9] here, [a]^[b].") == [
        "Moss grows. No [^9] here, [a]^[b].",
        "Of the green kind.",
    ]


def test_a_definition_stands_with_its_term() -> None:
    assert texts("Moss\n: A plant.\n: A colour.\n\nFern\n\n:   Another plant.\n\nEnd: here") == [
        "Moss\nA plant.",
        "A colour.",
        "Fern\nAnother plant.",
        "End: here",
    ]
    assert texts("<dl><dt>Moss</dt><dt>Lichen</dt></dl>") == ["Moss\nLichen"]


def test_tasks_keep_whether_they_are_done() -> None:
    assert texts("- [ ] water\n- [x] cut") == ["[ ] water", "[x] cut"]


def test_struck_out_words_are_marked() -> None:
    assert texts("It costs ~~8~~ 9 and H~2~O.") == ["It costs ~~8~~ 9 and H~2~O."]
    assert texts("It costs <s>8</s> <del>8.50</del> 9.") == ["It costs ~~8~~ ~~8.50~~ 9."]


def test_what_a_picture_shows_is_text_and_its_file_is_not() -> None:
    assert texts("![The *wet* roof](r.png)\n\n![r.png](r.png) ![roof|200](r.png)") == ["The wet roof", "roof"]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("1. a\n3. b\n7. c", ["1. a", "3. b", "7. c"]),
        ("1) a\n2) b", ["1) a", "2) b"]),
        ("1. a\n1. b\n\n   4. c\n   9. d\n1. e", ["1. a", "1. b", "4. c", "9. d", "1. e"]),
        ("1. a\n5. b\n\n<ol start=3><li>c</li></ol>", ["1. a", "2. b", "3. c"]),
        ("<ol><li value=4>a</li><li>b</li></ol>", ["4. a", "5. b"]),
    ],
)
def test_items_are_numbered_as_their_author_has_numbered_them(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("<div>\n**Wet** moss, see [here](u) and `x*y`.\n</div>", ["Wet moss, see here and x*y."]),
        ("<td>\n\n- a\n\n</td>", ["a"]),
        ("<div>\n- a\n- b\n</div>", ["a", "b"]),
        ("<table><tr><td>**a**</td><td>5 * 3</td></tr></table>", ["a | 5 * 3"]),
        ("<aside>\n💡 **Wet** moss\n</aside>", ["💡 Wet moss"]),
        ("<div>a * b * c</div>", ["a * b * c"]),
    ],
)
def test_markdown_inside_html_is_markdown(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


def test_rows_that_name_columns_are_told_from_the_others() -> None:
    assert read_markdown("| a | b |\n|---|:-:|\n| `x\\|y` | one<br>two |\n| | 3 |") == [
        TextBlock("row", "a | b", 1),
        TextBlock("row", "x|y | one two"),
        TextBlock("row", "| 3"),
    ]
    names = "<tr><th rowspan=2>a</th><th colspan=2>b</th></tr><tr><th>c</th><th>d</th></tr>"
    spanned = f"<table>{names}<tr><th>x</th><td>1</td><td>2</td></tr></table>"
    assert [(row.text, row.level) for row in read_markdown(spanned)] == [
        ("a | b |", 1),
        ("| c | d", 1),
        ("x | 1 | 2", 0),
    ]


def test_lines_of_scripts_without_spaces_are_joined_without_one() -> None:
    assert texts("苔は石の\n上に**育\nつ**。\nMoss\ngrows") == ["苔は石の上に育つ。 Moss grows"]


def test_words_divided_at_line_ends_are_whole_where_the_document_tells() -> None:
    assert texts("The gar-\ndener cuts the moss in the gar-\nden of the inn.") == [
        "The gardener cuts the moss in the garden of the inn."
    ]
    assert texts("A well-known inn and a well-\nknown garden, and the two-\nand three-leaved.") == [
        "A well-known inn and a well-known garden, and the two- and three-leaved."
    ]
    assert texts("```\na-\nb\n```") == ["a-\nb"]


LONG = [
    "%%a ",
    "{{",
    "{% ",
    "[[",
    "==a ",
    "a^[b ",
    ":::\n",
    "!!! note\n    ",
    "> ",
    "<div>**a**\n",
    "<pre>**a**\n",
    "{>>",
    "[^1]",
    "a: b\n: c\n\n",
    "ab-\ncd ",
]


@pytest.mark.parametrize("piece", LONG)
def test_marks_without_end_are_read_in_linear_time(
    piece: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    with within(4):
        read_markdown(piece * (60_000 // len(piece)))


def test_links_are_kept_apart_from_the_text() -> None:
    (block,) = read_markdown(
        "See [the *mill*](https://mill.example/a), [[Moss|it]], [here](#top), <https://b.example>, [x](javascript:y)."
    )
    assert block.text == "See the mill, it, here, https://b.example, x."
    own = Link("https://b.example", "https://b.example")
    assert block.links == (Link("the mill", "https://mill.example/a"), Link("it", "Moss"), own)


def test_a_link_that_says_itself_where_it_leads_is_none_of_a_quotation() -> None:
    found = document("See [the mill](a.md), [[Moss]], <https://b.example> or <a@b.example>.")
    assert [link.target for _, _, link in found.linked()] == ["a.md", "Moss", "https://b.example", "mailto:a@b.example"]
    assert found.links_within(0, len(found.text)) == (Link("the mill", "a.md"),)


def test_the_links_of_a_quotation_are_those_whose_words_stand_in_it() -> None:
    found = document("[It](a.md) is [it](b.md).\n\n| [It](c.md) |\n|---|\n| [x](d.md) |")
    assert [link.target for link in found.links_within(0, len(found.text))] == ["a.md", "b.md", "c.md", "d.md"]
    assert [link.target for link in found.links_within(3, 8)] == ["b.md"]
    assert found.links_within(2, 6) == ()


def test_of_words_that_stand_there_several_times_those_that_lead_elsewhere_are_the_link() -> None:
    found = document("The mill, the mill and [the mill](a.md); [the mill](b.md), the mill, [the mill](c.md).")
    assert [(start, link.target) for start, _, link in found.linked()] == [(23, "a.md"), (33, "b.md"), (53, "c.md")]
    assert all(found.text[start:end] == link.text for start, end, link in found.linked())


def test_links_are_found_in_every_cell_of_a_row() -> None:
    found = document("| place | source |\n| --- | --- |\n| mill [mill](a.md) | mill, [mill](b.md) |\n")
    row = "mill mill | mill, mill"
    at = found.text.index(row)
    assert [(start - at, link.target) for start, _, link in found.linked()] == [(5, "a.md"), (18, "b.md")]
