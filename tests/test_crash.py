"""`kill -9` at any moment loses no document that was committed and no vectors that were reported done."""

import os
import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from support.places import ROOT
from support.toy import ToyEncoder

from qa import Collection

DOCUMENTS = 130  # a transaction holds 100
CHILD = """
import os, signal, sys
from hashlib import sha256
from pathlib import Path
from support.toy import ToyEncoder
import embeddings.vectors
from qa import Collection

moment, folder, documents = sys.argv[1:]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

class Encoder(ToyEncoder):
    batches = 0

    def count_tokens(self, texts):
        if moment == "documents" and any(text.startswith("Word110 ") for text in texts):
            die()
        return super().count_tokens(texts)

    def encode_passages(self, texts):
        self.batches += 1
        if moment == f"batch {self.batches}":
            die()
        return super().encode_passages(texts)

move, write_at = Path.replace, embeddings.vectors._write_at

def replace(source, target):
    if moment == f"move {Path(target).name}":
        die()
    return move(source, target)

def write(path, offset, data):
    if moment == f"write {path.name}" and offset:
        with path.open("r+b") as file:  # half of it reaches the disk
            file.seek(offset)
            file.write(data[: len(data) // 2 - 1])
        die()
    write_at(path, offset, data)

Path.replace, embeddings.vectors._write_at = replace, write
encoder = Encoder()

def progress(stage, done, total):
    print(stage, done, flush=True)
    if stage == "vectors":
        for text in encoder.encoded:
            print("encoded", sha256(text.encode()).hexdigest(), flush=True)
        encoder.encoded.clear()
        if moment == "done" and done == total:
            die()

Collection.open(folder, encoder=encoder).index([documents], progress)
"""


def digests(texts: list[str]) -> set[str]:
    return {sha256(text.encode()).hexdigest() for text in texts}


def names(collection: Collection, question: str) -> set[str]:
    return {hit.document.name for hit in collection.retrieve(question)}


@pytest.mark.parametrize(
    "moment",
    [
        "documents",  # while the second hundred of documents is read
        "move watermark.json",  # the lexical index is committed, its watermark is not written
        "batch 1",
        "batch 3",
        "write rows.f16",
        "write lines.i4",
        "write keys.bin",
        "done",  # all vectors are there, the dense index is not
        "move dense.ids",
        "move dense.faiss",  # between the two files of the dense index
    ],
)
def test_a_killed_process_loses_nothing_that_it_reported(moment: str, folder: Path, tmp_path: Path) -> None:
    for number in range(DOCUMENTS):
        text = "\n\n".join(f"Word{number} and {part} of it. " + "More words. " * 15 for part in range(5))
        (folder / f"{number:03}.md").write_text(text)
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    killed = subprocess.run(
        [sys.executable, "-c", CHILD, moment, str(tmp_path / "collection"), str(folder)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -9, killed.stderr
    lines = [line.split() for line in killed.stdout.splitlines()]
    committed = max([int(done) for stage, done in lines if stage == "documents"], default=0)
    reported = {digest for stage, digest in lines if stage == "encoded"}
    assert committed >= (100 if moment == "documents" else DOCUMENTS)
    assert bool(reported) is (moment not in ("documents", "move watermark.json", "batch 1"))

    encoder = ToyEncoder()
    collection = Collection.open(tmp_path / "collection", encoder=encoder)
    assert collection.catalog.counts()[0] >= committed
    assert "042.md" in names(collection, "word42")  # before anything is mended
    asked = len(encoder.encoded)  # the question has the best passages encoded, and they are kept
    report = collection.index([folder])
    assert collection.catalog.counts()[0] == DOCUMENTS
    assert report.unchanged == committed
    assert not digests(encoder.encoded) & reported
    assert len(encoder.encoded) == report.encoded + asked == len(set(encoder.encoded))
    assert collection.problems() == []
    assert "129.md" in names(collection, "word129")
    collection.close()


CHANGES = """
import sys
from pathlib import Path
from support.toy import ToyEncoder
from qa import Collection

collection = Collection.open(sys.argv[1], encoder=ToyEncoder())
folder, number = Path(sys.argv[2]), int(sys.argv[3])
print("open", flush=True)
while True:
    number += 1
    (folder / f"{number % 20}.md").write_text(f"Word{number % 20} is in edition {number} of it.")
    collection.index([folder])
    collection.remove([f"{(number + 7) % 20}.md"])
"""


def test_a_collection_survives_kills_at_any_moment_of_removing_and_indexing(folder: Path, tmp_path: Path) -> None:
    for number in range(20):
        (folder / f"{number}.md").write_text(f"Word{number} is in edition {number} of it.")
    place, path = tmp_path / "collection", os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    collection = Collection.open(place, encoder=ToyEncoder())
    collection.index([folder])
    collection.close()
    moment = random.Random(12)
    for kill in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", CHANGES, str(place), str(folder), str(kill * 100)],
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as changing:
            assert changing.stdout is not None
            assert changing.stdout.readline() == b"open\n"
            time.sleep(moment.uniform(0, 0.7))
            assert changing.poll() is None
            changing.send_signal(signal.SIGKILL)
        collection = Collection.open(place, encoder=ToyEncoder())
        assert collection.status()["documents"] == collection.catalog.counts()[0] >= 19
        assert collection.retrieve("word3")
        collection.ask("Which edition is word3 in?").to_dict()
        assert [problem for problem in collection.problems() if "lexical" in problem] == []
        collection.index([folder])
        assert collection.problems() == []
        assert collection.catalog.counts()[0] == 20
        assert "3.md" in names(collection, "word3")
        collection.close()
