"""The retrievers for frameworks: what they find, that they reach no network, and what they need."""

import asyncio
import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from support.places import ROOT, Write

from qa import Collection, Filters
from qa.errors import PackageError, QuotableError

QUOTE = "Bread costs 5 dollars in the north."
BREAD = f"---\ntitle: Bread\ndate: 2021-03-01\ncategory: notes\nurl: https://bakery.example/bread\n---\n{QUOTE}\n"
QUESTION = "What does bread cost?"
NORTH = Filters(categories=frozenset({"notes"}))


@pytest.fixture
def filled(collection: Collection, folder: Path, write: Write) -> Collection:
    write("bread.md", BREAD)
    write("rolls.md", "---\ntitle: Rolls\n---\nRolls cost a dollar in the south.\n")
    collection.index([folder])
    return collection


def metadata(collection: Collection) -> dict[str, object]:
    """What is known of the passage about bread."""
    document = collection.catalog.document("bread.md")
    assert document is not None
    assert document.text[0:35] == QUOTE
    return {
        "document": "bread.md",
        "title": "Bread",
        "date": "2021-03-01",
        "category": "notes",
        "url": "https://bakery.example/bread",
        "section": None,
        "speaker": None,
        "place": None,
        "start": 0,
        "end": 35,
        "sha256": document.sha256,
    }


def test_langchain_gets_documents(filled: Collection) -> None:
    from qa.integrations.langchain import QuotableRetriever

    [hit] = filled.retrieve(QUESTION, 1)
    retriever = QuotableRetriever(collection=filled, k=1, filters=NORTH)
    [document] = retriever.invoke(QUESTION)
    assert document.page_content == QUOTE
    assert document.metadata == {**metadata(filled), "score": round(hit.score, 6)}
    assert asyncio.run(retriever.ainvoke(QUESTION)) == [document]
    assert len(QuotableRetriever(collection=filled).invoke(QUESTION)) == 2


def test_a_chain_of_langchain_ends_with_what_was_found(filled: Collection) -> None:
    from langchain_core.runnables import RunnableLambda

    from qa.integrations.langchain import QuotableRetriever

    chain = QuotableRetriever(collection=filled, k=1) | RunnableLambda(
        lambda found: [one.page_content for one in found]
    )
    assert chain.invoke(QUESTION) == [QUOTE]


def test_llama_index_gets_nodes(filled: Collection) -> None:
    from llama_index.core.schema import MetadataMode

    from qa.integrations.llama_index import QuotableRetriever

    [hit] = filled.retrieve(QUESTION, 1)
    retriever = QuotableRetriever(filled, 1, NORTH)
    [found] = retriever.retrieve(QUESTION)
    assert (found.text, found.score, found.node_id) == (QUOTE, round(hit.score, 6), "bread.md:0-35")
    assert found.metadata == metadata(filled)
    shown = found.get_content(MetadataMode.LLM)
    assert "title: Bread" in shown
    assert "sha256" not in shown
    assert [one.node_id for one in asyncio.run(retriever.aretrieve(QUESTION))] == [found.node_id]
    assert len(QuotableRetriever(filled).retrieve(QUESTION)) == 2


def test_haystack_gets_documents_in_a_pipeline(filled: Collection) -> None:
    from haystack import Pipeline

    from qa.integrations.haystack import QuotableRetriever

    [hit] = filled.retrieve(QUESTION, 1)
    pipeline = Pipeline()
    pipeline.add_component("retriever", QuotableRetriever(filled, 1, NORTH))
    [document] = pipeline.run({"retriever": {"query": QUESTION}})["retriever"]["documents"]
    assert (document.content, document.score) == (QUOTE, round(hit.score, 6))
    assert document.meta == metadata(filled)
    assert len(QuotableRetriever(filled).run(QUESTION)["documents"]) == 2


@pytest.mark.parametrize(
    ("module", "package", "extra"),
    [
        ("langchain", "langchain_core", "langchain-core: pip install '.[langchain]'"),
        ("llama_index", "llama_index", "llama-index-core: pip install '.[llama-index]'"),
        ("haystack", "haystack", "haystack-ai: pip install '.[haystack]'"),
    ],
)
def test_what_is_missing_is_named(module: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"qa.integrations.{module}", raising=False)
    with pytest.raises(PackageError, match="needs ") as error:
        importlib.import_module(f"qa.integrations.{module}")
    assert str(error.value).endswith(extra)
    assert isinstance(error.value, QuotableError)
    assert isinstance(error.value, ImportError)


OFFLINE = """
import os, socket, sys
sys.path.insert(0, {tests!r})
tried = []

def refuse(event, values):
    if event == "socket.connect" and values[0].family != socket.AF_UNIX or event == "socket.getaddrinfo":
        tried.append(f"{{event}} {{values[-1]}}")
        raise OSError("the network is off")

sys.addaudithook(refuse)
from support.toy import ToyEncoder
from qa import Collection
collection = Collection.open(sys.argv[1], encoder=ToyEncoder())
if sys.argv[2] == "haystack":
    import haystack  # before ours, as programs do
    from haystack import Pipeline
    from qa.integrations.haystack import QuotableRetriever
    pipeline = Pipeline()
    pipeline.add_component("retriever", QuotableRetriever(collection))
    print(pipeline.run({{"retriever": {{"query": "bread"}}}})["retriever"]["documents"][0].content)
elif sys.argv[2] == "langchain":
    from qa.integrations.langchain import QuotableRetriever
    print(QuotableRetriever(collection=collection).invoke("bread")[0].page_content)
else:
    from qa.integrations.llama_index import QuotableRetriever
    print(QuotableRetriever(collection).retrieve("bread")[0].text)
import atexit, threading
for thread in threading.enumerate():
    if thread is not threading.current_thread() and not thread.daemon:
        thread.join(5)
atexit._run_exitfuncs()  # what is sent when a program ends is sent now
print(tried)
"""


@pytest.mark.parametrize("framework", ["langchain", "llama_index", "haystack"])
def test_no_framework_reaches_the_network(filled: Collection, framework: str, tmp_path: Path) -> None:
    assert watched(filled, framework, tmp_path) == [QUOTE, "[]"]


def test_whoever_wants_the_telemetry_of_haystack_has_it(filled: Collection, tmp_path: Path) -> None:
    _, tried = watched(filled, "haystack", tmp_path, HAYSTACK_TELEMETRY_ENABLED="true")
    assert "socket.getaddrinfo" in tried


def watched(collection: Collection, framework: str, home: Path, **settings: str) -> list[str]:
    """What a retriever finds as a program of its own, and what that tried to connect to."""
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE.format(tests=str(ROOT / "tests")), str(collection.folder), framework],
        env={"PYTHONPATH": str(ROOT), "HOME": str(home), **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
