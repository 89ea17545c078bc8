"""Files read and texts encoded by the nodes of a Ray cluster, which are killed meanwhile."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.milvus import MilvusServer
from support.places import ROOT, Write
from support.postgres import PostgresServer
from support.ray_nodes import NODE, FragileEncoder, ray_nodes
from support.toy import ToyEncoder

from qa import Collection
from qa.documents import Failure
from qa.errors import ClusterError, PackageError

if TYPE_CHECKING:
    from ray.cluster_utils import Cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator["Cluster"]:
    """Two nodes, to which this process is connected."""
    with ray_nodes(2) as cluster:
        import ray

        ray.init(cluster.address, log_to_driver=False, logging_level="ERROR")
        yield cluster
        ray.shutdown()


@pytest.fixture(autouse=True)
def small_tasks(cluster: "Cluster", monkeypatch: pytest.MonkeyPatch) -> None:
    import ray

    from qa.indexing import ray_cluster

    monkeypatch.setattr(ray_cluster, "_FILES_A_TASK", 5)
    monkeypatch.setattr("qa.indexing.indexer._PASSAGES_A_STEP", 5)
    monkeypatch.setattr(ray_cluster, "_read_task", ray.remote(num_cpus=1, max_retries=1)(ray_cluster._read))


@pytest.fixture
def fragile(tmp_path: Path) -> FragileEncoder:
    (tmp_path / "notes").mkdir()
    return FragileEncoder(tmp_path / "notes")


@pytest.fixture
def fifty(folder: Path, write: Write) -> Path:
    """Fifty documents of two passages, the second of which two and two share, and a file without a text."""
    for number in range(50):
        write(f"{number:02}.md", f"# Title {number // 2}\n\n{'Aeiou ' * 36}{number}.\n\n{'Shared words. ' * 15}\n")
    write("empty.md", "")
    return folder


def contents(collection: Collection) -> list[object]:
    """Everything that a collection holds, in order."""
    ids, keys = collection.catalog.keys()
    rows = collection._encoder.open_rows()
    found = rows.find(keys)
    assert (found >= 0).all()
    return [
        sorted((file.name, file.sha256) for file in collection.catalog.files().values()),
        list(collection.catalog.passages(ids).values()),
        keys,
        rows.read(found).tolist(),
        [lines.tolist() for lines in rows.read_lines(found)],
    ]


def on_this_machine(folder: Path, at: Path) -> list[object]:
    """What a collection of the folder holds that was made without a cluster."""
    collection = Collection.open(at, encoder=ToyEncoder())
    collection.index([folder])
    found = contents(collection)
    collection.close()
    return found


def opened(tmp_path: Path, encoder: ToyEncoder) -> Collection:
    return Collection.open(tmp_path / "collection", encoder=encoder)


@pytest.fixture(params=["a folder", "servers"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a new collection, in a folder or on servers."""
    if request.param == "a folder":
        return str(tmp_path / "collection")
    postgres: PostgresServer = request.getfixturevalue("postgres_server")
    milvus: MilvusServer = request.getfixturevalue("milvus_server")
    return f"{postgres.new_address(tmp_path / 'own')}&vectors={milvus.address}"


def test_a_collection_comes_out_the_same_as_on_one_machine(
    cluster: "Cluster", fifty: Path, tmp_path: Path, fragile: FragileEncoder, address: str
) -> None:
    collection, seen = Collection.open(address, encoder=fragile), list[tuple[str, int, int]]()
    report = collection.index([fifty], lambda *step: seen.append(step), ray=cluster.address)
    assert report.added == [f"{number:02}.md" for number in range(50)]
    assert report.failed == [Failure(fifty / "empty.md", "it holds no text")]
    assert [step for step in seen if step[0] == "documents"] == [("documents", n, 51) for n in (*range(0, 51, 5), 51)]
    assert seen[-1][1:] == (report.encoded, report.encoded)
    assert contents(collection) == on_this_machine(fifty, tmp_path / "other")
    assert len(fragile.noted("encoded")) == len(set(fragile.noted("encoded"))) == report.encoded
    assert collection.problems() == []
    collection.close()


@pytest.mark.parametrize("where", ["reading", "encoding"])
def test_a_worker_that_is_killed_repeats_its_task_alone(
    cluster: "Cluster", fifty: Path, tmp_path: Path, fragile: FragileEncoder, write: Write, where: str
) -> None:
    write("27.md", f"Here the {where} once ends.")
    collection = opened(tmp_path, fragile)
    report = collection.index([fifty], ray=cluster.address)
    assert (fragile.folder / f"killed {where}").exists()
    assert (len(report.added), len(report.failed)) == (50, 1)
    assert contents(collection) == on_this_machine(fifty, tmp_path / "other")
    again = [text for text, times in Counter(fragile.noted("encoded")).items() if times > 1]
    assert len(again) == (5 if where == "encoding" else 0)
    collection.close()


def test_a_file_that_kills_what_reads_it_is_a_failure_and_the_others_are_read(
    cluster: "Cluster", fifty: Path, tmp_path: Path, fragile: FragileEncoder, write: Write
) -> None:
    hostile = write("12.md", "It ends its task: reading always."), write("30.md", "It ends a process: itself always.")
    collection = opened(tmp_path, fragile)
    report = collection.index([fifty], ray=cluster.address)
    assert report.failed == [
        Failure(hostile[0], "every process that read it on the cluster ended; look at what it holds"),
        Failure(hostile[1], "the process that read it ended (status -9); look at what it holds"),
        Failure(fifty / "empty.md", "it holds no text"),
    ]
    for path in hostile:
        path.unlink()
    assert contents(collection) == on_this_machine(fifty, tmp_path / "other")
    collection.close()


def test_a_node_that_is_killed_loses_nothing(
    cluster: "Cluster", fifty: Path, tmp_path: Path, fragile: FragileEncoder
) -> None:
    extra = [cluster.add_node(**NODE, wait=False) for _ in range(2)]
    cluster.wait_for_nodes()
    collection = opened(tmp_path, fragile)

    def kill(stage: str, done: int, total: int) -> None:
        if (stage, done) in {("documents", 10), ("vectors", 5)}:
            cluster.remove_node(extra.pop(), allow_graceful=False)

    report = collection.index([fifty], kill, ray=cluster.address)
    assert extra == []
    assert (len(report.added), len(report.failed)) == (50, 1)
    assert contents(collection) == on_this_machine(fifty, tmp_path / "other")
    assert collection.problems() == []
    collection.close()


def test_a_file_that_a_node_does_not_see_is_reported(
    cluster: "Cluster", fifty: Path, tmp_path: Path, fragile: FragileEncoder
) -> None:
    collection = opened(tmp_path, fragile)
    report = collection.index(
        [fifty], lambda stage, done, total: (fifty / "33.md").unlink(missing_ok=True), ray=cluster.address
    )
    (failure, _) = report.failed
    assert failure.path == fifty / "33.md"
    assert re.fullmatch(
        r"the node [\d.]+ does not see it \(.*no such file.*\); every node must see the files under the same paths",
        failure.reason,
    )
    assert len(report.added) == 49
    collection.close()


SCRIPT = """
import signal, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background inherits that it is ignored
from support.ray_nodes import FragileEncoder
from qa import Collection
from qa.indexing import indexer, ray_cluster
ray_cluster._FILES_A_TASK = indexer._PASSAGES_A_STEP = 5
folder, collection, notes, address = sys.argv[1:]
def tell(stage, done, total):
    print(stage, done, flush=True)
Collection.open(collection, encoder=FragileEncoder(Path(notes))).index([folder], tell, ray=address)
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_goes_on_where_it_was(
    cluster: "Cluster", fifty: Path, write: Write, tmp_path: Path, fragile: FragileEncoder, sent: signal.Signals
) -> None:
    for name in ("qa", "pickle", "sitecustomize", "support", "numpy", "yaml"):  # nothing is taken from this folder
        write(f"{name}.py", f"open({str(tmp_path / 'executed')!r}, 'w').write({name!r})")
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", SCRIPT, fifty, tmp_path / "collection", fragile.folder, cluster.address],
        cwd=fifty,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line == b"vectors 10\n":
            process.send_signal(sent)
    _, errors = process.communicate()
    assert process.returncode == -sent
    assert sent == signal.SIGKILL or errors.endswith(b"KeyboardInterrupt\n")
    assert not (tmp_path / "executed").exists()
    collection = opened(tmp_path, fragile)
    report = collection.index([fifty], ray=cluster.address)
    assert (report.added, report.unchanged) == ([], 50)
    assert contents(collection) == on_this_machine(fifty, tmp_path / "other")
    assert collection.problems() == []
    collection.close()


def test_nodes_with_another_version_of_the_readers_are_refused(
    cluster: "Cluster", fifty: Path, tmp_path: Path, fragile: FragileEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.indexing.ray_cluster.TEXT_VERSION", "0")
    collection = opened(tmp_path, fragile)
    with pytest.raises(ClusterError, match=r"the node [\d.]+ has another version of Quotable.* and not 0; install"):
        collection.index([fifty], ray=cluster.address)
    collection.close()


def test_nodes_that_load_another_encoder_are_refused(
    cluster: "Cluster", fifty: Path, tmp_path: Path, fragile: FragileEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = opened(tmp_path, fragile)
    monkeypatch.setattr(collection._encoder, "loader", lambda: lambda: ToyEncoder("another"))
    with pytest.raises(ClusterError, match=r"the node [\d.]+ loads the encoder another and not toy; the same model"):
        collection.index([fifty], ray=cluster.address)
    assert collection.index([fifty], ray=cluster.address, background=True).unchanged == 50
    collection.close()


def test_a_cluster_that_does_not_answer_is_named(
    collection: Collection, fifty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ray.is_initialized", lambda: False)
    with pytest.raises(ClusterError, match=r"^no Ray cluster answers at '127\.0\.0\.1:1': .*refused"):
        collection.index([fifty], ray="127.0.0.1:1")
    assert collection.catalog.files() == {}


def test_a_cluster_needs_its_package(collection: Collection, fifty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "qa.indexing.ray_cluster")
    said = re.escape("a cluster needs the package ray: pip install 'quotable-qa[cluster]'")
    with pytest.raises(PackageError, match=f"^{said}$"):
        collection.index([fifty], ray="auto")
