"""The panel of documents: what it offers, and that nothing from outside becomes HTML."""

import re

import pytest
from conftest import ROOT
from rendered import Page

from qa.web.documents_panel import documents_panel_html

STATIC = ROOT / "qa/web/static"
SCRIPTS = sorted(path.name for path in STATIC.glob("*.js"))
HOSTILE = "\"><img src=x onerror='y'><script>alert(1)</script>&amp;"


def test_categories_can_be_chosen_in_the_order_given() -> None:
    page = Page(documents_panel_html({"remarks": 1200, "blog": 3}, editable=False))
    assert [option["value"] for option in page.all("option")] == ["", "remarks", "blog"]
    assert "Allremarks (1,200)blog (3)" in page.text


def test_a_hostile_category_is_text() -> None:
    page = Page(documents_panel_html({HOSTILE: 1}, editable=True))
    assert [option["value"] for option in page.all("option")] == ["", HOSTILE]
    assert f"{HOSTILE} (1)" in page.text
    assert page.all("img") == page.all("script") == []


def test_files_can_be_added_only_where_documents_can_be_changed() -> None:
    editable, read_only = (Page(documents_panel_html({}, editable=editable)) for editable in (True, False))
    files = [field for field in editable.all("input") if field["type"] == "file"]
    assert [field["class"] for field in files] == ["files", "folder"]
    assert (files[0]["accept"], "multiple" in files[0], "webkitdirectory" in files[1]) == (
        ".markdown,.md,.txt",
        True,
        True,
    )
    [zone] = [attributes for attributes in editable.all("div") if attributes.get("class") == "drop"]
    assert (zone["data-most-bytes"], zone["data-suffixes"]) == ("10000000", ".markdown .md .txt")
    assert [field for field in read_only.all("input") if field["type"] == "file"] == []
    assert "Documents can be changed on the machine itself, or where quotable serve was given --editable." in (
        read_only.text
    )


@pytest.mark.parametrize("editable", [True, False])
def test_everything_has_a_name_and_nothing_a_handler(editable: bool) -> None:
    html = documents_panel_html({"blog": 1}, editable=editable)
    page = Page(html)
    identities = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(identities)) == len(identities)
    referred = [
        value for _, found in page.elements for key, value in found.items() if key in ("for", "aria-labelledby")
    ]
    assert set(referred) <= set(identities)
    assert all(attributes["type"] == "button" for attributes in page.all("button"))
    assert [key for _, attributes in page.elements for key in attributes if key.startswith("on")] == []
    shown = re.findall(r"<label[^>]*>[^<]+<(?:input|select)", html)
    fields = [field for field in page.all("input") if field["type"] != "file"] + page.all("select")
    assert len(shown) == len(fields) == 4
    assert page.text.startswith("Documents")


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_write_text_and_never_html_and_name_no_other_machine(script: str) -> None:
    source = (STATIC / script).read_text("utf-8")
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|//\w+\.\w", source) == []


def test_the_scripts_of_the_panel_find_each_other() -> None:
    imported = {
        name for script in SCRIPTS for name in re.findall(r'from "\./(.+?)"', (STATIC / script).read_text("utf-8"))
    }
    assert {"dropping.js", "transfer.js"} <= imported <= set(SCRIPTS)


def test_every_rule_of_the_panel_is_below_its_dialog() -> None:
    style = re.sub(r"/\*.*?\*/", "", (STATIC / "documents.css").read_text("utf-8"), flags=re.DOTALL)
    depth, top = 0, []
    for piece in re.split(r"([{}])", style):
        if piece == "{" or piece == "}":
            depth += 1 if piece == "{" else -1
        elif depth == 0 and piece.strip():
            top.append(piece.strip())
    assert (top, depth) == (["#documents"], 0)
