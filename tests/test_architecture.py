"""The shape of the two packages: who imports whom, who may do what, what an import costs."""

import ast
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from support.places import ROOT

import embeddings
import qa

ROOMS = """
    embeddings qa.messages
    qa.errors qa.address qa.settings qa.filters qa.english qa.documents qa.store qa.access qa.understanding qa.indexing
    qa.fetching qa.retrieval qa.answering qa.gate qa.conversations qa.exports qa.collection qa.workers qa.care
    qa.suggestions qa.llm qa.preferences qa.evaluation qa.uploads qa.sample qa.integrations
    qa.web.language qa.web.validation qa.web.problems qa.web.logs qa.web.tracing qa.web.metrics qa.web.readiness
    qa.web.html qa.mcp qa.web.middleware qa.web.assets qa.web.listening qa.web.chat qa.web.routes qa.web.protection
    qa.web.running qa.web.several qa.web.server qa.cli
""".split()
"""The rooms, and the few modules that stand between them, as data flows: each imports only those before it."""

PACKAGES = ("embeddings", "qa")

ONLY_IMPORTED_IN = {
    "sqlite3": {"qa/store/sqlite.py"},
    "psycopg": {"qa/store/cluster/connections.py"},
    "psycopg_pool": {"qa/store/cluster/connections.py"},
    "pymilvus": {"qa/store/cluster/milvus.py", "qa/store/cluster/milvus_layouts.py"},
    "grpc": {"qa/store/cluster/milvus.py"},
    "tantivy": {"qa/store/lexical.py", "qa/store/lexical_fields.py"},
    "faiss": {"embeddings/index.py"},
    "openvino": {"embeddings/bert.py"},
    "sentence_transformers": {"embeddings/encoders.py"},
    "selectolax": {f"qa/documents/html/{name}.py" for name in ("html", "blocks", "page", "tables")},
    "trafilatura": {"qa/documents/html/web_page.py"},
    "htmldate": {"qa/documents/html/web_page.py"},
    "docutils": {"qa/documents/restructured_text.py", "qa/documents/markdown/grid_tables.py"},
    "lxml": {
        f"qa/documents/{name}.py"
        for name in (
            *("epub", "html/web_page", "message"),
            *(
                f"office/{name}"
                for name in ("docx", "docx_pages", "docx_styles", "odf", "odf_styles", "properties", "sheet_extent")
            ),
        )
    }
    | {"qa/fetching/listings.py"},
    "pypdfium2": {f"qa/documents/pdf/{name}.py" for name in ("pdf", "runs", "scans")},
    "docx": {f"qa/documents/office/{name}.py" for name in ("docx", "docx_pages", "docx_styles")},
    "pptx": {"qa/documents/office/pptx.py"},
    "python_calamine": {"qa/documents/office/sheets.py"},
    "PIL": {"qa/documents/pdf/picture.py"},
    "matplotlib": {"qa/evaluation/plot.py"},
    "ray": {"qa/indexing/ray_cluster.py"},
    "yaml": {"qa/documents/metadata/front_matter.py"},
    "babel": {"qa/web/language.py"},
    "typer": {
        f"qa/cli/{name}.py" for name in "main options accounts asking caring keeping measuring serving showing".split()
    },
    "openai": {"qa/llm/server.py"},
    "mcp": {"qa/mcp/server.py"},
    "langchain_core": {"qa/integrations/langchain.py"},
    "llama_index": {"qa/integrations/llama_index.py"},
    "haystack": {"qa/integrations/haystack.py"},
    "mcp_types": {"qa/mcp/server.py"},
    "argon2": {"qa/access/hashing.py"},
    "limits": {"qa/web/middleware/rates.py"},
    "prometheus_client": {"qa/web/metrics.py"},
    "httpx2": {"qa/fetching/addresses.py", "qa/fetching/client.py"},
}


def sources() -> Iterator[tuple[str, str, ast.Module]]:
    """File relative to the repository, full name of the module, syntax tree."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            file = path.relative_to(ROOT)
            module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
            yield file.as_posix(), module, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def room_of(name: str) -> str | None:
    """The room that holds a module or a name of it; None for the packages themselves and for other libraries."""
    return next((room for room in ROOMS if f"{name}.".startswith(f"{room}.")), None)


def arrows(within: bool) -> Iterator[tuple[str, str, str]]:
    """Where a module imports another: the place, and both modules, either within a room or between two."""
    modules = {module for _, module, _ in sources()}
    for file, module, tree in sources():
        for line, imported in imports(tree):
            target = imported if imported in modules else imported.rpartition(".")[0]
            if target in modules and (room_of(target) == room_of(module)) is within:
                yield f"{file}:{line}", module, target


def test_every_module_stands_in_a_room() -> None:
    unplaced = [file for file, module, _ in sources() if room_of(module) is None]
    assert unplaced == ["qa/__init__.py", "qa/web/__init__.py"]  # public names, and a switch of Gradio


def test_a_room_imports_only_rooms_before_it() -> None:
    upwards = [
        f"{place} imports {target}"
        for place, module, target in arrows(within=False)
        if (room := room_of(module)) is not None and ROOMS.index(room) < ROOMS.index(room_of(target) or room)
    ]
    assert upwards == []


def test_modules_of_a_room_import_one_another_in_no_circle() -> None:
    imported = defaultdict(set)
    for _, module, target in arrows(within=True):
        if module != target and room_of(module) is not None:
            imported[module].add(target)
    TopologicalSorter(imported).prepare()  # raises where there is a circle


def test_every_room_says_what_happens_in_it() -> None:
    silent = [file for file, _, tree in sources() if file.endswith("/__init__.py") and not ast.get_docstring(tree)]
    assert silent == []


@pytest.mark.parametrize("library", ONLY_IMPORTED_IN)
def test_a_library_is_imported_where_it_belongs(library: str) -> None:
    found = {file for file, _, tree in sources() for _, name in imports(tree) if name.split(".")[0] == library}
    assert found == ONLY_IMPORTED_IN[library]


def test_sql_stands_where_documents_and_conversations_are_kept() -> None:
    sql = re.compile(r"\s*(SELECT\s|INSERT (OR|INTO)\s|UPDATE \w+ SET\s|DELETE FROM\s|CREATE (TABLE|INDEX)\s)")
    found = {
        file
        for file, _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and sql.match(node.value)
    }
    assert found == {
        "qa/store/schema.py",
        "qa/store/cluster/term_tables.py",
        "qa/store/catalog.py",
        "qa/store/passage_rows.py",
        "qa/store/salvage.py",
        "qa/store/sqlite.py",
        "qa/store/cluster/connections.py",
        "qa/store/cluster/postgresql.py",
        "qa/conversations/tables.py",
        "qa/conversations/history.py",
        "qa/access/tables.py",
        "qa/access/accounts.py",
    }


def test_pages_are_fetched_by_nothing_but_a_collection_that_indexes() -> None:
    fetching = {module.split(":")[0] for module, _, target in arrows(within=False) if room_of(target) == "qa.fetching"}
    assert fetching == {"qa/collection.py"}


def test_answers_and_citations_are_made_by_verification_only() -> None:
    makers = {
        file
        for file, _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("Answer", "Citation")
    }
    assert makers == {"qa/answering/citations.py"}


def test_modules_have_at_most_a_few_hundred_lines() -> None:
    files = [ROOT / file for file, _, _ in sources()]
    assert [file.name for file in files if len(file.read_text(encoding="utf-8").splitlines()) > 400] == []


@pytest.mark.parametrize(
    ("package", "names"),
    [
        (
            embeddings,
            "DenseIndex EmbeddingsError Encoder EncoderMismatchError ModelError SentenceTransformerEncoder "
            "TextTooLongError VectorFormatError VectorRows Vectors default_encoder",
        ),
        (
            qa,
            "Answer Author Citation Collection CollectionError Conversation Filters Hit LlmSettings LockedError "
            "QuotableError Search UsageError retrieve",
        ),
    ],
    ids=["embeddings", "qa"],
)
def test_public_names(package: object, names: str) -> None:
    assert sorted(package.__all__) == names.split()  # type: ignore[attr-defined]
    assert all(getattr(package, name).__doc__ for name in names.split() if name != "Vectors")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'qa' has no attribute 'Nothing'"):
        _ = qa.Nothing


def python(code: str, folder: Path) -> str:
    """What a new interpreter prints, at home in an empty folder."""
    places = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_DATA_HOME": str(folder), "TMPDIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **places},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("imported", "heavy"),
    [
        ("qa", "torch sentence_transformers transformers faiss tantivy gradio selectolax numpy yaml rich typer mcp"),
        ("embeddings", "torch sentence_transformers transformers tantivy gradio"),
        ("qa.collection", "torch sentence_transformers transformers gradio rich typer"),
        ("qa.cli.main", "torch sentence_transformers transformers gradio matplotlib mcp"),
    ],
)
def test_an_import_loads_nothing_heavy_before_it_is_needed(imported: str, heavy: str, tmp_path: Path) -> None:
    loaded = python(f"import sys, {imported}; print(*sys.modules)", tmp_path).split()
    assert [name for name in heavy.split() if name in loaded] == []


WATCH = """
import pkgutil, sys
seen = []
def watch(event, values):
    if event == "open" and isinstance(values[1], str) and set(values[1]) & set("wax+"):
        seen.append((event, str(values[0])))
    elif event in ("socket.connect", "socket.getaddrinfo", "os.mkdir", "os.rename", "sqlite3.connect"):
        seen.append((event, str(values)))
sys.addaudithook(watch)
import embeddings, qa
for package in (embeddings, qa):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        __import__(module.name)
print(*seen, sep="\\n")
"""


def test_nothing_is_written_or_connected_at_import(tmp_path: Path) -> None:
    assert python(WATCH, tmp_path).strip() == ""
    assert list(tmp_path.rglob("*")) == []


def test_the_server_needs_no_package_that_only_an_extra_brings() -> None:
    extras = (
        "authlib haystack itsdangerous joserfc langchain_core llama_index matplotlib mcp openai opentelemetry.sdk "
        "psycopg psycopg_pool pymilvus ray"
    )
    code = f"import sys; sys.modules.update(dict.fromkeys({extras.split()!r})); import qa.cli.main, qa.web.server"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
