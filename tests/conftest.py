"""Fixtures: the toy encoder, a collection on it, the real model, the real archive."""

import os
import signal
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from fnmatch import fnmatch
from pathlib import Path
from secrets import token_hex

import pytest
from hypothesis import HealthCheck, settings
from support.places import MONTH, Write, shared_folder
from support.toy import ToyEncoder

from embeddings import Encoder, SentenceTransformerEncoder, default_encoder
from qa import Collection

# New examples on every run; one that fails is printed with what brings it back. `--hypothesis-profile fixed` takes the
# same examples on every machine, `search` takes many more.
slow = [HealthCheck.too_slow]
settings.register_profile("new", deadline=None, print_blob=True, suppress_health_check=slow)
settings.register_profile("fixed", deadline=None, derandomize=True, suppress_health_check=slow)
settings.register_profile("search", deadline=None, print_blob=True, max_examples=2000)
settings.load_profile("new")

# Read when ray is imported, by whichever test is the first to: nobody else may send work to the nodes of the tests.
os.environ.update(RAY_AUTH_MODE="token", RAY_AUTH_TOKEN=token_hex(32))

pytest_plugins = ["support.chat_server", "support.milvus", "support.postgres"]


@pytest.fixture(scope="session", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a person has chosen on this machine changes no test, and no test changes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture
def encoder() -> ToyEncoder:
    return ToyEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for documents."""
    (tmp_path / "documents").mkdir()
    return tmp_path / "documents"


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes a file into the folder of documents."""

    def write(name: str, text: str) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def collection(tmp_path: Path, encoder: ToyEncoder) -> Iterator[Collection]:
    """A new collection with the toy encoder."""
    collection = Collection.open(tmp_path / "collection", encoder=encoder)
    yield collection
    collection.close()


@pytest.fixture
def within() -> Callable[[float], AbstractContextManager[None]]:
    """A context that fails when what is inside takes longer than its seconds."""

    def stop(number: int, frame: object) -> None:
        raise AssertionError("it takes too long")

    @contextmanager
    def within(seconds: float) -> Iterator[None]:
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    return within


@pytest.fixture(scope="session")
def fastest() -> Encoder:
    """What encodes where no model is named, in float32 on every machine."""
    return default_encoder(precision="float32")


@pytest.fixture(scope="session")
def model() -> SentenceTransformerEncoder:
    """The packaged model."""
    return SentenceTransformerEncoder()


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """March 2021 of the real archive, 252 documents, unpacked."""
    archive = shared_folder() / "corpus" / "briefings.tar.xz"
    folder = tmp_path_factory.mktemp("archive")
    with tarfile.open(archive) as tar:
        members = (member for member in tar if fnmatch(member.name, MONTH))
        tar.extractall(folder, members=members, filter="data")
    return folder
