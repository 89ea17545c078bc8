"""The panel of documents: what it offers, and that nothing from outside becomes HTML."""

import re

import pytest
from support.places import ROOT
from support.rendered import Page

from qa.documents import SIDECAR_SUFFIX, SUFFIXES
from qa.web.html.documents_panel import documents_panel_html
from qa.web.html.frame import panel_html

STATIC = ROOT / "qa/web/static"
SCRIPTS = sorted(path.name for path in STATIC.glob("*.js"))
FROM_HTML = """\
export function fromHtml(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}
"""
"""What makes an element of the server's HTML, which it is given."""
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
        ",".join(sorted((*SUFFIXES, SIDECAR_SUFFIX))),
        True,
        True,
    )
    [zone] = [attributes for attributes in editable.all("div") if attributes.get("class") == "drop"]
    assert (zone["data-most-bytes"], zone["data-suffixes"]) == (
        "10000000",
        " ".join(sorted((*SUFFIXES, SIDECAR_SUFFIX))),
    )
    assert [field for field in read_only.all("input") if field["type"] == "file"] == []
    assert "on the machine that runs Quotable, or from anywhere if quotable serve was started with --editable." in (
        read_only.text
    )


@pytest.mark.parametrize("editable", [True, False])
def test_everything_has_a_name_and_nothing_a_handler(editable: bool) -> None:
    html = panel_html("documents", "Documents", documents_panel_html({"blog": 1}, editable=editable))
    page = Page(html)
    assert page.misnested == []
    assert len(set(page.identities)) == len(page.identities)
    referred = [*page.having("for"), *page.having("aria-labelledby")]
    assert "documents-title" in referred
    assert set(referred) <= set(page.identities)
    assert all(attributes["type"] == "button" for attributes in page.all("button"))
    assert [key for _, attributes in page.elements for key in attributes if key.startswith("on")] == []
    shown = re.findall(r"<label[^>]*>[^<]+<(?:input|select)", html)
    fields = [field for field in page.all("input") if field["type"] != "file"] + page.all("select")
    assert len(shown) == len(fields) == 4
    assert page.text.startswith("Documents")


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_run_no_text_and_name_no_other_machine(script: str) -> None:
    source = (STATIC / script).read_text("utf-8")
    unsafe = r"outerHTML|insertAdjacentHTML|setHTMLUnsafe|document\.write|\beval\(|\bFunction\(|//\w+\.\w"
    assert re.findall(unsafe, source) == []


@pytest.mark.parametrize("script", ["document.js", "documents.js", "dropping.js", "transfer.js"])
def test_scripts_that_show_names_of_files_write_text_and_never_html(script: str) -> None:
    assert "innerHTML" not in (STATIC / script).read_text("utf-8")


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_other_scripts_take_html_from_the_server_or_themselves_only(script: str) -> None:
    source = (STATIC / script).read_text("utf-8").replace(FROM_HTML, "")
    safe = r"\binnerHTML = (?:reply\.html|'[^'`$]*');"
    assert len(re.findall(safe, source)) == source.count("innerHTML")
    assert set(re.findall(r"\bfromHtml\((.*?)\)", source)) <= {
        "reply.html",
        "reply.statement",
        "reply.first_screen",
        "reply.writing",
    }
    filled = re.findall(r"(?<!function )\bfill\((.*)", source)
    assert [call for call in filled if not re.match(r"(?:this\.)?panel, \(\) => (?:this\.)?chat\.call\(", call)] == []


def test_one_function_makes_an_element_of_html() -> None:
    assert (STATIC / "elements.js").read_text("utf-8").count(FROM_HTML) == 1


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
    assert (top, depth) == (["#documents .panel"], 0)
