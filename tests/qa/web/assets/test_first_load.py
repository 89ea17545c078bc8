"""The chat's page loads what it needs at once and keeps it."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from qa.web.assets.first_load import FirstLoad, Kept, first_load
from qa.web.assets.gradio_files import FRONTEND, GradioFiles, find_gradio_files

A = Kept("a.js", "text/javascript", "")


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    assets = tmp_path / "assets"
    assets.mkdir()
    page = '<script src="./assets/index-00000000.js"></script><link href="./assets/index-00000001.css">'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    scripts = {
        "index-00000000.js": 'm.f=["./Index-00000002.js","./app-00000003.css"] '
        "x(()=>import(`./Index-00000002.js`),__vite__mapDeps([0,1]))",
        "Index-00000002.js": 'm.f=["./Login-00000004.css","./Blocks-00000005.js","./Blocks-00000006.css"] '
        "import(`./Login-0.js`),__vite__mapDeps([0]) import(`./Blocks-00000005.js`)},__vite__mapDeps([1,2]) "
        "html:{example:()=>import(`./a.js`),__vite__mapDeps([0]),component:()=>import(`./b.js`),__vite__mapDeps([2,9])}",
        "Blocks-00000005.js": "",
    }
    for name, script in scripts.items():
        (assets / name).write_text(script, encoding="utf-8")
    for number, name in (1, "index"), (3, "app"), (4, "Login"), (6, "Blocks"):
        (assets / f"{name}-0000000{number}.css").touch()
    return tmp_path


def test_files_are_those_of_the_page_of_its_app_and_of_its_components(frontend: Path) -> None:
    found = find_gradio_files(["html", "plot"], frontend)
    assert found.scripts == ("index-00000000.js", "Index-00000002.js", "Blocks-00000005.js")
    assert found.sheets == ("index-00000001.css", "app-00000003.css", "Blocks-00000006.css")


def test_a_page_of_another_form_names_no_files(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<script src="/main.js"></script>', encoding="utf-8")
    assert find_gradio_files(["html"], tmp_path) == GradioFiles((), ())


def test_the_installed_gradio_names_its_files() -> None:
    found = find_gradio_files(["html", "column", "textbox"])
    assert {name.rsplit("-", 1)[0] for name in found.scripts} >= {"index", "Index", "core", "Blocks", "HTML"}
    assert {name.rsplit("-", 1)[0] for name in found.sheets} >= {"index", "Index", "core", "Blocks", "HTML"}


def test_sheets_of_gradio_refer_to_no_file_beside_them() -> None:
    # A relative address would lead elsewhere once they are joined.
    for name in find_gradio_files(["html", "column", "textbox"]).sheets:
        text = (FRONTEND / "assets" / name).read_text("utf-8")
        assert re.findall(r"@import|url\((?![\"']?(?:data:|#))[^)]*\)", text) == []


def test_what_the_page_loads_is_kept_and_compressed() -> None:
    app, load = FastAPI(), first_load()
    load.add_to(app)
    client = TestClient(app)
    assert f'<link rel="stylesheet" href="{load.styles.address}">' in load.head
    assert f'<link rel="modulepreload" crossorigin href="{load.script.address}">' in load.head
    for kept, kind in (load.styles, "text/css"), (load.script, "text/javascript"):
        assert re.fullmatch(r"chat\.(?:css|js)\?v=[0-9a-f]{16}", kept.address)
        plain = client.get(f"/{kept.address}", headers={"accept-encoding": "identity"})
        compressed = client.get(f"/{kept.address}", headers={"accept-encoding": "gzip"})
        assert plain.text == compressed.text == kept.text
        assert compressed.headers["content-encoding"] == "gzip"
        assert compressed.headers["content-type"] == plain.headers["content-type"] == f"{kind}; charset=utf-8"
        assert compressed.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert compressed.headers["vary"] == "accept-encoding"


def test_an_address_changes_with_what_stands_there() -> None:
    assert Kept("a.css", "text/css", "a").address != Kept("a.css", "text/css", "b").address


def test_gradios_page_loads_nothing_that_the_chat_does_not_need() -> None:
    page = (FRONTEND / "index.html").read_text("utf-8")
    changed = FirstLoad(A, A, "<title>a</title>").page(page)
    assert "<title>a</title></head>" in changed
    assert [word for word in ("manifest.json", "iframeResizer.contentWindow") if word in changed] == []
    assert re.findall(r'<link rel="stylesheet"[^>]*>', changed) == []
    assert changed.count("<script") == page.count("<script") - 1
    assert changed.index("<noscript>") < changed.index("<gradio-app")


def test_another_page_stays_as_it_is() -> None:
    page = '<html><head><link rel="manifest" href="m"></head></html>'
    assert FirstLoad(A, A, "<title>a</title>").page(page) == page
