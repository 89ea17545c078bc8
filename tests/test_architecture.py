"""The shape of the two packages: who imports whom, who may do what, what an import costs."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

import embeddings
import qa

FLOW = {
    "embeddings": "errors processor tokens encoders bert batches openvino_encoder spans reader default vectors index",
    "qa": """
        errors settings
        documents.whitespace documents.document documents.front_matter documents.markdown documents.transcripts
        documents.files documents
        sentences passages filters days date_forms periods vocabulary database catalog listing lexical matches fusion
        wording ellipsis reference conversation kinds chronology clues questions
        writing passage_vectors matching ranking retriever
        answerers answerers.draft answerers.speech answerers.lists answerers.mentions answerers.short_answers
        answerers.quoting answerers.timelines answerers.confidence answerers.extractive
        answerers.evidence answerers.checks answerers.checks.causes answerers.checks.numerals answerers.checks.facts
        answerers.checks.words answerers.checks.proper_names answerers.checks.readings answerers.checks.number_roles
        answerers.checks.name_roles answerers.checks.patches answerers.checks.limits answerers.checks.held_names
        answerers.checks.polarity answerers.checks.orders answerers.checks.objections answerers.support answerers.gate
        answerers.claims answerers.prompts answerers.llm_request answerers.llm_server answerers.llm answerers.written
        answerers.answer_cache answerers.rewriting search reasons citations
        exchange feedback history export bibliography
        encoding reading indexing integrity generation asking collection author
        upload_names uploaded_files pace uploads samples
        measures question_file judgements evaluation plotting watching doctor printing
        web documents_api api server options cli
    """,
}
"""The modules of each package as data flows through them; each imports only those before it."""

ONLY_IMPORTED_IN = {
    "sqlite3": {"qa/database.py"},
    "tantivy": {"qa/lexical.py"},
    "faiss": {"embeddings/index.py"},
    "openvino": {"embeddings/bert.py"},
    "sentence_transformers": {"embeddings/encoders.py"},
    "selectolax": {"qa/documents/markdown.py"},
    "matplotlib": {"qa/plotting.py"},
    "yaml": {"qa/documents/front_matter.py"},
    "typer": {"qa/cli.py", "qa/options.py"},
    "openai": {"qa/answerers/llm_server.py"},
}


def sources(package: str) -> Iterator[tuple[str, str, ast.Module]]:
    """File relative to the repository, name of the module within the package, syntax tree."""
    for path in sorted((ROOT / package).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / package).with_suffix("").parts).removesuffix("__init__").strip(".")
        yield path.relative_to(ROOT).as_posix(), module, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def stage(package: str, imported: str) -> int | None:
    """Place in the flow of an imported name of the package, None where it is of no module of it."""
    flow = FLOW[package].split()
    parts = imported.removeprefix(f"{package}.").split(".")
    if parts[0] == "web":
        return flow.index("web")
    names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((flow.index(name) for name in names if name in flow), None)


@pytest.mark.parametrize("package", FLOW)
def test_every_module_has_a_place_in_the_flow(package: str) -> None:
    missing = [file for file, module, _ in sources(package) if module and stage(package, f"{package}.{module}") is None]
    assert missing == []


@pytest.mark.parametrize("package", FLOW)
def test_a_module_imports_only_modules_before_it_in_the_flow(package: str) -> None:
    backwards = []
    for file, module, tree in sources(package):
        own = stage(package, f"{package}.{module}")
        if not module or own is None:  # the package itself gathers the public names
            continue
        for line, imported in imports(tree):
            other = stage(package, imported) if imported.startswith(f"{package}.") else None
            if other is not None and (other > own or (other == own and not module.startswith("web"))):
                backwards.append(f"{file}:{line} imports {imported}")
    assert backwards == []


def test_embeddings_knows_nothing_of_qa() -> None:
    found = [file for file, _, tree in sources("embeddings") for _, name in imports(tree) if name.split(".")[0] == "qa"]
    assert found == []


@pytest.mark.parametrize("library", ONLY_IMPORTED_IN)
def test_a_library_is_imported_in_one_place(library: str) -> None:
    found = {
        file
        for package in FLOW
        for file, _, tree in sources(package)
        for _, name in imports(tree)
        if name.split(".")[0] == library
    }
    assert found == ONLY_IMPORTED_IN[library]


def test_sql_stands_in_the_catalog_and_the_history_only() -> None:
    sql = re.compile(r"\s*(SELECT\s|INSERT (OR|INTO)\s|UPDATE \w+ SET\s|DELETE FROM\s|CREATE (TABLE|INDEX)\s)")
    found = {
        file
        for package in FLOW
        for file, _, tree in sources(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and sql.match(node.value)
    }
    assert found == {"qa/catalog.py", "qa/history.py"}  # what documents say, and what visitors asked


def test_answers_and_citations_are_made_by_verification_only() -> None:
    makers = {
        file
        for package in FLOW
        for file, _, tree in sources(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("Answer", "Citation")
    }
    assert makers == {"qa/citations.py"}


def test_modules_have_at_most_a_few_hundred_lines() -> None:
    files = [ROOT / file for package in FLOW for file, _, _ in sources(package)]
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
        ("qa", "torch sentence_transformers transformers faiss tantivy gradio selectolax numpy yaml rich typer"),
        ("embeddings", "torch sentence_transformers transformers tantivy gradio"),
        ("qa.collection", "torch sentence_transformers transformers gradio rich typer"),
        ("qa.cli", "torch sentence_transformers transformers gradio matplotlib"),
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
