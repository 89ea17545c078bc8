"""Vectors that are encoded in the background while questions are answered and files are indexed."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.places import Write
from support.toy import ToyEncoder

import embeddings.vectors
from embeddings import DenseIndex, Vectors
from qa import Collection, CollectionError
from qa.indexing import background, encoding
from qa.indexing.encoding import Encoding
from qa.indexing.machines import ThisMachine
from qa.indexing.workers import Encoded


@contextmanager
def in_background(collection: Collection) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=collection.encode_in_background, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def wait_until_ready(collection: Collection) -> None:
    until = time.monotonic() + 10
    while collection.state.dense_ready < 1:
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def hundred(collection: Collection, folder: Path, write: Write) -> Collection:
    """A hundred documents with a passage each, that can be asked about and are not encoded."""
    for number in range(100):
        write(f"{number:02}.md", f"Document number {number} " + "ha " * (number % 7))
    report = collection.index([folder], background=True)
    assert (len(report.added), report.encoded, list(report.seconds)) == (100, 0, ["documents", "lexical"])
    return collection


def parts(collection: Collection, encoder: ToyEncoder) -> Encoding:
    here = ThisMachine(lambda: encoder)
    return Encoding(collection.catalog, here, collection._encoder.open_rows, collection._store.dense)


def test_documents_can_be_asked_about_before_they_are_encoded(hundred: Collection) -> None:
    assert hundred.state.dense_ready == 0
    assert hundred.retrieve("42", k=1)[0].document.name == "42.md"
    assert hundred.ask("42").to_dict()["index"] == {"passages": 100, "dense_ready": 0.0}
    assert hundred.status()["dense_ready"] == 0


def test_the_background_encodes_everything_once(hundred: Collection, encoder: ToyEncoder) -> None:
    with in_background(hundred):
        wait_until_ready(hundred)
    assert len(encoder.encoded) == len(set(encoder.encoded)) == 100
    assert hundred.problems() == []


def test_a_background_without_work_leaves_the_lock_alone(
    hundred: Collection, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_NOTHING_TO_DO", 0.02)
    with in_background(hundred):
        wait_until_ready(hundred)
        time.sleep(0.3)
        before = (hundred.folder / "writer.lock").stat().st_mtime_ns, hundred.folder.stat().st_mtime_ns
        time.sleep(0.3)
        assert ((hundred.folder / "writer.lock").stat().st_mtime_ns, hundred.folder.stat().st_mtime_ns) == before
        write("new.md", "Something new.")
        hundred.index([folder], background=True)
        wait_until_ready(hundred)
    assert hundred.problems() == []


def test_others_write_while_the_background_encodes(hundred: Collection, folder: Path, write: Write) -> None:
    with in_background(hundred):
        for number in range(5):
            write(f"new{number}.md", f"Something new, {number}.")
            assert hundred.index([folder], background=True).added == [f"new{number}.md"]
        wait_until_ready(hundred)
        hundred.remove(["new0.md"])
        assert "new0.md" not in {hit.document.name for hit in hundred.retrieve("something new", k=100)}
    assert hundred.problems() == []
    assert hundred.state.passages == 104


def test_removing_a_document_encodes_nothing(hundred: Collection, encoder: ToyEncoder) -> None:
    parts(hundred, encoder).step(40)
    before = list(encoder.encoded)
    hundred.remove(["00.md", "99.md"])
    assert encoder.encoded == before
    assert len(DenseIndex.load(hundred.folder / "dense.faiss", 6)) == 38  # both are among the 40 shortest
    assert [problem for problem in hundred.problems() if "holds" in problem] == []


def test_nothing_is_encoded_while_a_question_is_answered(hundred: Collection, encoder: ToyEncoder) -> None:
    with hundred._asking._counted(), in_background(hundred):
        time.sleep(0.3)
        assert encoder.encoded == []


def test_searches_see_the_dense_index_grow(
    hundred: Collection, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "_PUBLISHED_AFTER", 30)
    steps = parts(hundred, encoder)
    seen = []
    left = steps.plan()
    while left:
        encoded, left = steps.step(20)
        assert encoded == 20
        seen.append((left, hundred.state.dense_ready))
    # A search that finds no index builds one of what there is; then one is written after 40, 80 and 100.
    assert seen == [(80, 0.2), (60, 0.4), (40, 0.4), (20, 0.8), (0, 1)]


def test_a_step_goes_on_where_another_process_stopped(hundred: Collection, encoder: ToyEncoder) -> None:
    assert parts(hundred, encoder).step(40) == (40, 60)
    other = ToyEncoder()
    steps = parts(hundred, other)
    assert steps.plan() == 60
    assert steps.step(1000) == (60, 0)
    assert not set(encoder.encoded) & set(other.encoded)
    assert steps.step(1000) == (0, 0)


def test_the_index_is_not_written_again_when_nothing_has_changed(hundred: Collection, encoder: ToyEncoder) -> None:
    steps = parts(hundred, encoder)
    steps.step(1000)
    path = hundred.folder / "dense.faiss"
    before = path.stat()
    assert steps.step(1000) == (0, 0)
    assert parts(hundred, encoder).step(1000) == (0, 0)
    assert path.stat() == before
    assert len(DenseIndex.load(path, 6)) == 100


def test_texts_of_like_length_are_encoded_together(hundred: Collection) -> None:
    class Watching(ToyEncoder):
        groups: list[tuple[int, int]] = []

        def encode_lines(self, texts: list[str]) -> tuple[Vectors, list[Vectors]]:  # type: ignore[override]
            self.groups.append((min(map(len, texts)), max(map(len, texts))))
            return super().encode_lines(texts)

    encoder = Watching()
    steps = parts(hundred, encoder)
    while steps.step(10)[1]:
        pass
    assert encoder.groups == sorted(encoder.groups)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (CollectionError("no encoder here"), "no encoder here"),
        (
            OSError(5, "Input/output error"),
            "the system refuses something ([Errno 5] Input/output error)",
        ),
        (TypeError("a fault"), "an unforeseen error, TypeError: a fault; it is tried again, and the log says more"),
    ],
)
def test_an_error_ends_no_background_and_is_shown_until_it_passes(
    hundred: Collection, encoder: ToyEncoder, error: Exception, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_SHORTEST_PAUSE", 0.1)
    encode, failures, shown = encoder.encode_lines, [error] * 3, []

    def failing(texts: list[str]) -> tuple[Vectors, list[Vectors]]:
        shown.append(hundred.encoding_problem)
        if failures:
            raise failures.pop()
        return encode(texts)

    monkeypatch.setattr(encoder, "encode_lines", failing)
    with in_background(hundred):
        wait_until_ready(hundred)
    assert shown[0] is None
    assert [str(said)[: len(problem)] for said in shown[1:4]] == [problem] * 3
    assert hundred.encoding_problem is None
    assert len(set(encoder.encoded)) == 100
    assert hundred.problems() == []


def test_a_full_disk_delays_the_background_and_loses_nothing(
    hundred: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_SHORTEST_PAUSE", 0.05)
    write, refused = embeddings.vectors._write_at, []

    def full(path: Path, offset: int, data: bytes) -> None:
        if len(refused) < 3:
            refused.append(path.name)
            raise OSError(28, "No space left on device")
        write(path, offset, data)

    monkeypatch.setattr(embeddings.vectors, "_write_at", full)
    with in_background(hundred):
        wait_until_ready(hundred)
    assert refused == ["rows.f16"] * 3
    assert hundred.encoding_problem is None
    assert hundred.problems() == []


def test_a_step_that_fails_forgets_no_passage(hundred: Collection, encoder: ToyEncoder) -> None:
    steps, encode = parts(hundred, encoder), encoder.encode_lines
    assert steps.step(40) == (40, 60)
    encoder.encode_lines = lambda texts: 1 / 0  # type: ignore[assignment,method-assign]
    with pytest.raises(ZeroDivisionError):
        steps.step(40)
    encoder.encode_lines = encode  # type: ignore[method-assign]
    assert steps.plan() == 60
    assert steps.step(1000) == (60, 0)


class Ahead(ThisMachine):
    """Begins three batches before the first is taken; of those begun, the second fails once."""

    ahead = 3

    def __init__(self, encoder: ToyEncoder) -> None:
        super().__init__(lambda: encoder)
        self.begun = 0

    def begin(self, texts: list[str]) -> Callable[[], Encoded]:
        """The second raises when it is taken."""
        self.begun += 1
        return self._fail if self.begun == 2 else super().begin(texts)

    def _fail(self) -> Encoded:
        raise RuntimeError("a worker is gone")


def test_batches_begun_ahead_are_kept_in_order_and_begun_again_after_an_error(
    hundred: Collection, encoder: ToyEncoder
) -> None:
    encoding, workers = parts(hundred, encoder), Ahead(encoder)
    assert encoding.step(10, workers) == (10, 90)
    assert workers.begun == 3
    assert encoding.left == 90
    with pytest.raises(RuntimeError, match="a worker is gone"):
        encoding.step(10, workers)
    left = [encoding.step(10, workers)[1] for _ in range(9)]
    assert left == [80, 70, 60, 50, 40, 30, 20, 10, 0]
    assert encoding.is_current
    assert len(encoder.encoded) == len(set(encoder.encoded)) == 100
    assert hundred.problems() == []
