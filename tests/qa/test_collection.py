"""A collection from end to end, with the toy encoder."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from support.places import ROOT, Write
from support.toy import ToyEncoder
from support.toy_reader import ToyReader

import qa.collection
from qa import Collection, CollectionError, Conversation, Filters, LockedError, UsageError, retrieve
from qa.answering.answer import NOT_KNOWN
from qa.errors import NoRoomError
from qa.store.embedded import EmbeddedStore
from qa.uploads.inbox import Uploads

APPLES = (
    "---\ntitle: Orchards\ncategory: blog\ndate: 2021-03-09\n---\n# Apples\n\nThe farm sold 500 apples. All was calm.\n"
)
PEARS = "---\ntitle: Orchards\ncategory: remarks\ndate: 2022-01-01\n---\nThe farm sold no pears. It was odd.\n"


@pytest.fixture
def two(collection: Collection, folder: Path, write: Write) -> Collection:
    """A collection of apples.md and sub/pears.md."""
    write("apples.md", APPLES)
    write("sub/pears.md", PEARS)
    collection.index([folder])
    return collection


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[list[Collection]]:
    """Collections that are closed at the end."""
    several: list[Collection] = []
    yield several
    for one in several:
        one.close()


def names(collection: Collection) -> list[str]:
    return sorted(file.name for file in collection.catalog.files().values())


def found(collection: Collection, question: str, filters: Filters | None = None) -> list[str]:
    return [hit.document.name for hit in collection.retrieve(question, 9, filters)]


# Indexing


def test_indexing_reports_what_it_did_and_when(
    two: Collection, folder: Path, tmp_path: Path, encoder: ToyEncoder
) -> None:
    stages: list[tuple[str, int, int]] = []
    collection = Collection.open(tmp_path / "other", encoder=encoder)
    report = collection.index([str(folder)], lambda *stage: stages.append(stage))
    assert (report.added, report.updated, report.removed) == (["apples.md", "sub/pears.md"], [], [])
    assert (report.unchanged, report.failed, report.encoded) == (0, [], 2)
    assert list(report.seconds) == ["documents", "lexical", "vectors"]
    assert {("documents", 2, 2), ("vectors", 2, 2)} <= set(stages)
    assert collection.problems() == []
    collection.close()


def test_what_did_not_change_is_not_read_encoded_or_counted_as_new(
    two: Collection, folder: Path, encoder: ToyEncoder
) -> None:
    before, generation = list(encoder.encoded), two.catalog.generation
    report = two.index([folder])
    assert (report.added, report.updated, report.removed) == ([], [], [])
    assert (report.unchanged, report.encoded) == (2, 0)
    assert encoder.encoded == before
    assert two.catalog.generation == generation


def test_a_changed_file_is_replaced(two: Collection, folder: Path, write: Write) -> None:
    write("apples.md", APPLES.replace("apples", "plums"))
    report = two.index([folder])
    assert (report.updated, report.added, report.unchanged, report.encoded) == (["apples.md"], [], 1, 1)
    assert "500 plums" in two.retrieve("plums")[0].passage.text
    assert all("500 apples" not in hit.passage.text for hit in two.retrieve("apples"))
    assert two.problems() == []


def test_a_document_whose_file_is_gone_is_removed(two: Collection, folder: Path) -> None:
    (folder / "apples.md").unlink()
    report = two.index([folder])
    assert (report.removed, report.unchanged) == (["apples.md"], 1)
    assert found(two, "apples farm") == ["sub/pears.md"]
    assert two.problems() == []


def test_a_document_that_left_a_collection_of_one_leaves_nothing(
    collection: Collection, folder: Path, write: Write
) -> None:
    write("apples.md", APPLES)
    collection.index([folder])
    (folder / "apples.md").unlink()
    collection.index([folder])
    assert found(collection, "apples") == []
    assert collection.problems() == []


def test_other_folders_and_files_are_left_alone(two: Collection, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "plums.md").write_text("Plums.")
    two.index([other / "plums.md"])
    (other / "plums.md").unlink()
    two.index([other])
    assert names(two) == ["apples.md", "sub/pears.md"]


def test_a_text_that_was_encoded_is_never_encoded_again(
    two: Collection, folder: Path, write: Write, encoder: ToyEncoder
) -> None:
    (folder / "apples.md").rename(folder / "renamed.md")
    write("copy.md", PEARS)
    report = two.index([folder])
    assert (report.added, report.removed, report.encoded) == (["copy.md", "renamed.md"], ["apples.md"], 0)
    assert len(encoder.encoded) == 2
    assert two.problems() == []


def test_a_file_is_named_by_the_folder_that_it_was_indexed_with(
    collection: Collection, folder: Path, write: Write
) -> None:
    write("sub/a.md", "One.")
    assert collection.index([folder / "sub" / "a.md"]).added == ["a.md"]
    assert collection.index([folder]).unchanged == 1
    assert names(collection) == ["sub/a.md"]


def test_indexing_the_folder_above_gives_the_names_of_a_fresh_collection(
    collection: Collection, folder: Path, write: Write, encoder: ToyEncoder
) -> None:
    for name in ("a.md", "sub/a.md", "z/a.md"):
        write(name, f"---\ntitle: {name}\n---\nText of {name}.")
    collection.index([folder / "sub"])
    collection.index([folder / "z"])
    collection.index([folder])
    assert names(collection) == ["a.md", "sub/a.md", "z/a.md"]
    assert len(encoder.encoded) == 3


def test_a_name_of_a_document_whose_file_is_gone_can_be_given_away(
    collection: Collection, folder: Path, write: Write
) -> None:
    write("one/sub/a.md", "One.")
    write("two/sub/a.md", "Two.")
    collection.index([folder / "one" / "sub"])
    collection.index([folder / "two"])
    (folder / "two/sub/a.md").unlink()
    collection.index([folder / "one"])
    assert [path for path, file in collection.catalog.files().items() if file.name == "sub/a.md"] == [
        str(folder / "one/sub/a.md")
    ]


def test_files_of_the_same_name_in_two_folders_are_told_apart(
    collection: Collection, folder: Path, write: Write
) -> None:
    write("one/a.md", "One.")
    write("two/a.md", "Two.")
    assert collection.index([folder / "one", folder / "two"]).added == ["a.md", "two/a.md"]
    assert collection.index([folder / "two", folder / "one"]).unchanged == 2
    assert names(collection) == ["a.md", "two/a.md"]


def test_files_of_the_same_name_get_as_many_folders_in_front_as_tell_them_apart(
    collection: Collection, folder: Path, write: Write
) -> None:
    places = ["one/docs", "two/docs", "three/docs", "three/x/docs"]
    for place in places:
        write(f"{place}/README.md", f"In {place}.")
        assert len(collection.index([folder / place]).added) == 1
    assert names(collection) == ["README.md", "docs/README.md", "three/docs/README.md", "x/docs/README.md"]
    assert collection.index([folder / place for place in reversed(places)]).unchanged == 4


def test_another_spelling_of_a_folder_makes_no_document_twice(
    two: Collection, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(folder)
    (folder / "again").symlink_to(folder / "sub")
    (folder / "copy.md").symlink_to(folder / "apples.md")
    monkeypatch.chdir(folder / "sub")
    for spelling in (f"{folder}/", f"{folder}/sub/..", "..", tmp_path / "link", tmp_path / "link" / "sub"):
        report = two.index([spelling])
        assert (report.added, report.updated, report.removed, report.failed) == ([], [], [], [])
    assert two.index([tmp_path / "link" / "apples.md"]).unchanged == 1
    assert names(two) == ["apples.md", "sub/pears.md"]


def test_a_collection_that_kept_a_path_through_a_link_keeps_its_documents(
    two: Collection, folder: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    with two.catalog.transaction():
        for path in two.catalog.files():
            two.catalog.move(path, str(link / Path(path).relative_to(folder)))
        two.catalog.move_folder(folder, link)
    report = two.index([link])
    assert (report.added, report.removed, report.unchanged) == ([], [], 2)
    assert sorted(two.catalog.files()) == [str(folder / "apples.md"), str(folder / "sub/pears.md")]
    assert two.catalog.folders() == [folder]


def test_a_file_is_read_whatever_its_front_matter_holds_and_the_report_warns(
    collection: Collection, folder: Path, write: Write
) -> None:
    path = write("odd.md", "---\ntitle: Plums: a guide\ndate: 31 June 2021\n---\nPlums are sold.\n")
    report = collection.index([folder])
    assert (report.added, report.failed) == (["odd.md"], [])
    [warning] = report.warnings
    assert warning.path == path
    assert warning.reason.startswith("the front matter is not YAML (")
    assert warning.reason.endswith("; the date '31 June 2021' cannot be read as a day; it is undated")
    assert collection.index([folder]).warnings == []
    assert found(collection, "plums") == ["odd.md"]


def test_a_moved_folder_keeps_its_names_and_vectors(two: Collection, folder: Path, encoder: ToyEncoder) -> None:
    moved = folder.rename(folder.with_name("moved"))
    assert two.index([moved]).encoded == 0
    assert names(two) == ["apples.md", "sub/pears.md"]
    assert all(path.startswith(str(moved)) for path in two.catalog.files())
    assert two.index([moved]).unchanged == 2
    assert two.problems() == []


def test_a_file_that_cannot_be_read_any_more_keeps_what_was_held_of_it(
    two: Collection, folder: Path, write: Write
) -> None:
    (folder / "apples.md").write_bytes(b"\xff")
    write("new.md", "")
    report = two.index([folder])
    assert [(failure.path.name, failure.reason.split()[0]) for failure in report.failed] == [
        ("apples.md", "not"),
        ("new.md", "it"),
    ]
    assert (report.removed, report.unchanged) == ([], 1)
    assert "500 apples" in two.retrieve("apples")[0].passage.text


def test_a_link_that_broke_keeps_what_was_held_of_it(two: Collection, folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "sub", tmp_path / "away")
    (folder / "sub").symlink_to(tmp_path / "nowhere")
    report = two.index([folder])
    assert (report.removed, len(report.failed)) == ([], 1)
    assert names(two) == ["apples.md", "sub/pears.md"]


def test_files_of_one_name_in_any_number_of_folders_all_have_a_name_of_their_own(
    collection: Collection, tmp_path: Path
) -> None:
    places = [tmp_path / name / "docs" for name in "abcd"]
    # In one of the folders a document is named as the longest name of that in another is.
    places.append(tmp_path / "e" / places[3].relative_to("/"))
    for place in places:
        place.mkdir(parents=True)
        (place / "README.md").write_text(f"The plums of {place}.")
    collection.index([tmp_path / "e"])
    for place in places[:3]:
        collection.index([place])
    (tmp_path / "d" / "docs" / "README.md").rename(tmp_path / "d" / "docs" / "plain.md")
    shortened = [Path(*places[3].parts[start:], "README.md").as_posix() for start in range(2, len(places[3].parts) + 1)]
    for number, taken in enumerate(shortened):
        other = tmp_path / f"f{number}" / taken
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_text(f"Other plums {number}.")
        collection.index([tmp_path / f"f{number}"])
    (tmp_path / "d" / "docs" / "plain.md").rename(tmp_path / "d" / "docs" / "README.md")
    report = collection.index([places[3]])
    assert (report.added, report.failed) == (["README (2).md"], [])
    assert len(names(collection)) == len(set(names(collection))) == len(places) + len(shortened)
    assert collection.index([places[3]]).unchanged == 1


def test_pipes_sockets_and_devices_are_named_in_the_report_and_stop_nothing(
    two: Collection,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    within: Callable[[float], AbstractContextManager[None]],
) -> None:
    pipes = ("pipe.md", "pipe.zip", "pipe.tar.gz", "pipe.csv", "pipe.mbox", "pipe.pdf")
    for name in (*pipes, "pipe", "apples.yaml"):
        os.mkfifo(folder / name)
    (folder / "zeros.md").symlink_to("/dev/zero")
    monkeypatch.chdir(folder)  # the address of a socket has at most a hundred letters
    with socket.socket(socket.AF_UNIX) as server, within(30):
        server.bind("socket.txt")
        report = two.index([folder])
    reasons = {Path(failure.path).name: failure.reason for failure in report.failed}
    assert reasons.pop("zeros.md") == "a link that leaves the folder; index /dev/zero itself"
    assert reasons == dict.fromkeys((*pipes, "socket.txt"), "not a regular file")
    assert [path.name for path in report.not_read] == ["pipe"]
    assert report.unchanged == 2


@pytest.mark.parametrize(
    "name", [b"\xff.md", b"new\nline.md", b"quote'.md", "ä😀.md".encode(), b" .md", b"-.md", b"%.md"]
)
def test_a_file_with_an_odd_name_stops_nothing(two: Collection, folder: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("Odd plums here.")
    report = two.index([folder])
    assert report.unchanged == 2
    assert len(report.added) + len(report.failed) == 1
    assert two.problems() == []


def test_a_path_that_does_not_exist_changes_nothing(two: Collection, folder: Path, tmp_path: Path) -> None:
    (folder / "apples.md").unlink()
    with pytest.raises(UsageError, match="none does not exist; name a file or a folder"):
        two.index([folder, tmp_path / "none"])
    assert names(two) == ["apples.md", "sub/pears.md"]


def test_a_path_that_does_not_exist_loads_no_model(tmp_path: Path) -> None:
    collection = Collection(
        EmbeddedStore(tmp_path), lambda _: pytest.fail("it was loaded"), lambda: pytest.fail("it was loaded")
    )
    with pytest.raises(UsageError, match="does not exist"):
        collection.index([tmp_path / "none"])
    collection.close()


def test_indexing_nothing_new_loads_no_model(two: Collection, folder: Path, opened: list[Collection]) -> None:
    unloaded = Collection(
        EmbeddedStore(two.folder), lambda _: pytest.fail("it was loaded"), lambda: pytest.fail("it was loaded")
    )
    opened.append(unloaded)
    assert opened[0].index([folder]).unchanged == 2
    assert opened[0].problems() == []


# The reader


def test_a_reader_that_is_switched_off_is_as_good_as_none(
    two: Collection, opened: list[Collection], encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: encoder)
    monkeypatch.setattr("embeddings.reader.default_reader", lambda: pytest.fail("it was loaded"))
    monkeypatch.setenv("QUOTABLE_READER", "off")
    opened.append(Collection.open(two.folder))
    for question in ("How many apples did the farm sell?", "Who sold no pears?", "xyz?"):
        switched_off, without = opened[0].ask(question), two.ask(question)
        assert (switched_off.text, switched_off.confidence) == (without.text, without.confidence)
        assert (switched_off.citations, switched_off.withheld) == (without.citations, without.withheld)


def test_its_own_reader_is_used_where_it_is_not_switched_off(
    two: Collection, opened: list[Collection], encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = ToyReader({"500": 5.0})
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: encoder)
    monkeypatch.setattr("embeddings.reader.default_reader", lambda: reader)
    monkeypatch.delenv("QUOTABLE_READER", raising=False)
    opened.append(Collection.open(two.folder))
    opened[0].ask("How many apples did the farm sell?")
    assert reader.asked == ["How many apples did the farm sell?"] * 2  # for passages, and for their best sentences


# Removing


def test_removed_documents_are_not_found_until_their_folder_is_indexed_again(two: Collection, folder: Path) -> None:
    two.remove(["apples.md"])
    assert found(two, "apples farm") == ["sub/pears.md"]
    assert two.problems() == []
    assert two.index([folder]).added == ["apples.md"]
    assert found(two, "apples")[0] == "apples.md"


def test_removing_an_unknown_document_removes_nothing(two: Collection) -> None:
    with pytest.raises(UsageError, match="no document is called 'plums.md'; `quotable status --documents` lists them"):
        two.remove(["apples.md", "plums.md"])
    assert names(two) == ["apples.md", "sub/pears.md"]


# Opening


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(CollectionError, match="holds other files; name an empty or a new folder"):
        Collection.open(tmp_path)
    with pytest.raises(CollectionError, match="is a file; a collection is a folder"):
        Collection.open(tmp_path / "thesis.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_an_empty_collection_answers_that_it_does_not_know(collection: Collection, folder: Path, write: Write) -> None:
    assert collection.retrieve("apples") == []
    answer = collection.ask("How many apples?")
    assert (answer.text, answer.abstained, answer.citations) == (NOT_KNOWN, True, ())
    assert (collection.state.passages, collection.state.dense_ready) == (0, 1.0)
    assert collection.problems() == []
    write("apples.md", APPLES)
    assert collection.index([folder]).encoded == 1


def test_another_encoder_is_refused_with_what_to_do(
    two: Collection, folder: Path, write: Write, opened: list[Collection]
) -> None:
    other = Collection.open(two.folder, encoder=ToyEncoder("other"))
    opened.append(other)
    write("new.md", "New.")
    for use in (lambda: other.retrieve("apples"), lambda: other.ask("apples"), lambda: other.index([folder])):
        with pytest.raises(CollectionError, match="with the encoder toy, and this one is other; set QUOTABLE_MODEL"):
            use()
    assert names(two) == ["apples.md", "sub/pears.md"]


def test_a_collection_opens_with_the_encoder_that_it_was_made_with(
    two: Collection, opened: list[Collection], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine would choose another precision."""
    asked: list[tuple[object, ...]] = []

    def choose(*wishes: str | None) -> ToyEncoder:
        asked.append(wishes)
        return ToyEncoder(wishes[2] or "another")

    monkeypatch.setattr(qa.collection, "default_encoder", choose)
    again = Collection.open(two.folder, precision="int8")
    opened.append(again)
    assert names(again) == ["apples.md", "sub/pears.md"]
    assert again.retrieve("apples")
    assert asked == [(None, "int8", "toy")]


def test_an_encoder_that_was_loaded_before_another_made_the_collection_is_refused(
    collection: Collection, folder: Path, write: Write, opened: list[Collection]
) -> None:
    other = Collection.open(collection.folder, encoder=ToyEncoder("other"))
    opened.append(other)
    assert other.retrieve("apples") == []
    write("apples.md", APPLES)
    collection.index([folder])
    write("new.md", "New.")
    for use in (lambda: other.index([folder]), lambda: other.retrieve("apples")):
        with pytest.raises(CollectionError, match="made with the encoder toy, and this one is other"):
            use()


def test_a_reader_sees_what_another_process_indexed(
    two: Collection, folder: Path, write: Write, opened: list[Collection]
) -> None:
    reader = Collection.open(two.folder, encoder=ToyEncoder())
    opened.append(reader)
    assert found(reader, "plums farm") == found(two, "plums farm")
    write("plums.md", "Plums are sold.")
    (folder / "apples.md").unlink()
    two.index([folder])
    assert found(reader, "plums farm") == found(two, "plums farm") == ["plums.md", "sub/pears.md"]
    assert reader.state == two.state


HOLD = """
import sys, time
from pathlib import Path
from qa.store.writer_lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_writer_keeps_others_out_and_names_itself_until_it_dies(two: Collection, folder: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(two.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for write in (lambda: two.index([folder]), lambda: two.remove(["apples.md"])):
            with pytest.raises(LockedError, match=rf"being written to by process {holder.pid} on .* \(-c .*, since 20"):
                write()
        assert found(two, "apples")[0] == "apples.md"
        holder.send_signal(signal.SIGKILL)
    assert two.index([folder]).unchanged == 2


def test_two_threads_do_not_write_at_once(two: Collection, folder: Path) -> None:
    inside, leave = threading.Event(), threading.Event()

    def wait(stage: str, done: int, total: int) -> None:
        inside.set()
        leave.wait(10)

    thread = threading.Thread(target=two.index, args=([folder], wait))
    thread.start()
    inside.wait(10)
    with pytest.raises(LockedError, match=f"is being written to by process {os.getpid()}"):
        two.index([folder])
    leave.set()
    thread.join()


# Searching


def test_hits_come_best_first(two: Collection) -> None:
    hits = two.retrieve("apples", k=2)
    assert [(hit.document.name, hit.rank) for hit in hits] == [("apples.md", 1), ("sub/pears.md", 2)]
    assert hits[0].score > hits[1].score
    assert hits[0].passage.text == "Apples\n\nThe farm sold 500 apples. All was calm."


def test_filters_act_before_the_search(two: Collection, folder: Path, write: Write) -> None:
    for number in range(30):
        write(f"more/{number}.md", f"Apples apples {number}.")
    two.index([folder])
    remarks = Filters(categories=frozenset({"remarks"}))
    assert [hit.document.name for hit in two.retrieve("apples", 1, remarks)] == ["sub/pears.md"]


def test_what_the_words_of_a_question_demand_is_a_filter_unless_it_is_taken_off(
    two: Collection, folder: Path, write: Write
) -> None:
    write("news.md", "---\ndate: 2024-05-02\ncategory: farm-notes\n---\nApples were eaten.")
    two.index([folder])
    question = "Were apples eaten in farm notes from May 2024?"
    search = two.search(question)
    assert search.question.categories == {"farm-notes"}
    assert [hit.document.name for hit in search.hits] == ["news.md"]
    assert [hit.document.name for hit in two.ask(question).search.hits] == ["news.md"]
    assert len(two.search(question, without=["from", "to"]).hits) == 3
    assert len(two.ask(question, without=["from:2024-05-01", "to:2024-05-31"]).search.hits) == 3


def test_words_are_understood_by_the_documents_that_a_collection_holds_now(
    two: Collection, folder: Path, write: Write
) -> None:
    question = "What is in the farm notes of last month?"
    assert [clue.key for clue in two.search(question).question.clues if clue.name == "kind"] == []
    write("news.md", "---\ndate: 2023-05-02\ncategory: farm-notes\n---\nApples were eaten.")
    two.index([folder])
    assert [clue.key for clue in two.search(question).question.clues] == [
        "kind:farm note",
        "category:farm-notes",
        "from:2023-04-01",
        "to:2023-04-30",
    ]


def test_the_same_question_gets_the_same_answer(two: Collection) -> None:
    first, second = two.ask("How many apples?"), two.ask("How many apples?")
    assert first.search.hits == second.search.hits
    assert (first.text, first.citations, first.confidence) == (second.text, second.citations, second.confidence)


@pytest.mark.parametrize(
    ("question", "k", "message"),
    [
        ("", 5, "the question is empty"),
        (" \n\u00a0", 5, "the question is empty"),
        ("x" * 2001, 5, "the question has 2001 characters; 2000 at most are read"),
        ("apples", 0, "k is 0; at least one passage must be asked for"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(two: Collection, question: str, k: int, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        two.retrieve(question, k)
    with pytest.raises(UsageError, match=message):
        two.ask(question, k=k)


@pytest.mark.parametrize(
    "question", ["?", "\x00", "a" * 2000, "\ud800", "👩‍🚀", '"', "title:x AND (", "' OR 1=1 --", "{}"]
)
def test_any_question_can_be_asked(two: Collection, question: str) -> None:
    two.retrieve(question)
    two.ask(question).to_dict()


def test_an_answer_is_made_of_quotations_that_stand_in_the_documents(two: Collection) -> None:
    answer = two.ask("How many apples were sold by the farm?", k=1)
    assert not answer.abstained
    assert "The farm sold 500 apples." in answer.text
    for citation in answer.citations:
        document = two.catalog.document(citation.document)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
        assert document.sha256 == citation.sha256
    assert len(answer.search.hits) == 1
    assert answer.search.timings_ms["total"] >= answer.search.timings_ms["answer"]


def test_a_document_that_is_removed_while_it_is_quoted_is_not_cited(
    two: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(two.catalog, "document", lambda name: None)
    answer = two.ask("How many apples were sold by the farm?")
    assert answer.abstained
    assert "The farm sold 500 apples." in [quote.text for quote in answer.rejected]


def test_a_follow_up_is_asked_with_the_turn_before(two: Collection) -> None:
    answer = two.ask("When did it?", Conversation().then(two.ask("How many apples were sold?").turn))
    assert answer.to_dict()["question"] == "When did it?"
    assert answer.to_dict()["interpreted"] == "When did it? (apples were sold)"


def test_collections_do_not_mix(
    two: Collection, tmp_path: Path, opened: list[Collection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.collection, "default_encoder", lambda *_: ToyEncoder())
    (tmp_path / "plums").mkdir()
    (tmp_path / "plums" / "plums.md").write_text("The farm sold plums.")
    other = Collection.open(tmp_path / "other", encoder=ToyEncoder())
    opened.append(other)
    other.index([tmp_path / "plums"])
    assert sorted(found(two, "farm plums")) == ["apples.md", "sub/pears.md"]
    assert found(other, "farm apples") == ["plums.md"]
    for _ in range(2):
        for collection in (other, other.folder, str(other.folder)):
            assert [hit.document.name for hit in retrieve("farm", 3, collection=collection)] == ["plums.md"]
        assert {hit.document.name for hit in retrieve("farm", collection=two.folder)} == {"apples.md", "sub/pears.md"}
    for one in (two.folder, other.folder):
        qa.collection._opened(one.absolute()).close()
    qa.collection._opened.cache_clear()


def test_questions_are_answered_while_documents_are_indexed(two: Collection, folder: Path, write: Write) -> None:
    for number in range(60):
        write(f"more/{number}.md", f"The farm sold {number} plums. " + "More of it. " * number)
    failures: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                assert {hit.document.title for hit in two.retrieve("apples orchards", 2)} == {"Orchards"}
                two.ask("How many apples were sold?").to_dict()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        two.index([folder])
        two.remove(["more/1.md", "more/2.md"])
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert two.problems() == []


def test_a_folder_without_a_collection_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="there is no collection in .*typo; make one with"):
        retrieve("apples", collection=tmp_path / "typo")
    assert not (tmp_path / "typo").exists()


def test_a_quotation_leaves_the_label_out_and_the_citation_names_the_speaker(
    collection: Collection, folder: Path, write: Write
) -> None:
    asked = "Q I heard that the farm sold 500 apples at the market. Is it so?"
    write("briefing.md", f"{asked}\n\nMS. PSAKI: The farm sold 500 apples at the market.\n\nQ Thanks.")
    collection.index([folder])
    [citation] = collection.ask("How many apples were sold by the farm at the market?").citations
    assert (citation.speaker, citation.quote) == ("MS. PSAKI", "The farm sold 500 apples at the market.")


def test_a_collection_that_cannot_be_written_is_read_and_says_so_where_it_is_changed(
    two: Collection, folder: Path, write: Write
) -> None:
    (two.folder / "writer.lock").unlink()
    (two.folder / "writer.lock").mkdir()  # so that it cannot be opened as a file
    write("plums.md", "The farm sold plums.")
    for change in (lambda: two.index([folder]), lambda: two.remove(["apples.md"])):
        with pytest.raises(CollectionError, match=r"collection cannot be written \(is a directory\); nothing that was"):
            change()
    assert found(two, "apples")[0] == "apples.md"
    assert not two.ask("How many apples were sold by the farm?").abstained
    assert two.problems() == []


def test_a_collection_in_a_folder_without_access_is_opened_and_read(
    two: Collection, opened: list[Collection], monkeypatch: pytest.MonkeyPatch
) -> None:
    two.close()
    before = {path: path.stat().st_mtime_ns for path in two.folder.rglob("*")}
    monkeypatch.setattr(os, "access", lambda *_: False)  # as for a folder of another user, or a read-only disk
    reader = Collection.open(two.folder, encoder=ToyEncoder())
    opened.append(reader)
    assert found(reader, "apples")[0] == "apples.md"
    assert reader.status()["documents"] == 2
    assert reader.problems() == []
    assert {path: path.stat().st_mtime_ns for path in two.folder.rglob("*")} == before


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CollectionError, match=r"file/inside cannot be written \(not a directory\); nothing that"):
        Collection.open(tmp_path / "file" / "inside")


def test_a_collection_that_is_moved_while_it_is_open_says_so_and_is_not_made_again(
    two: Collection, folder: Path, write: Write, tmp_path: Path
) -> None:
    uploads = Uploads(two)
    assert found(two, "apples")[0] == "apples.md"
    two.folder.rename(tmp_path / "moved")
    write("plums.md", "The farm sold plums.")
    for attempt in (
        lambda: two.retrieve("apples"),
        lambda: two.ask("How many apples were sold by the farm?"),
        lambda: two.index([folder]),
        lambda: two.index(["http://127.0.0.1:9/"]),
        lambda: two.remove(["apples.md"]),
        lambda: two.describe("Orchards"),
        lambda: two.history.conversations("visitor"),
        two.status,
        two.problems,
    ):
        with pytest.raises(
            CollectionError, match="collection is gone: it was moved or deleted; open the collection where"
        ):
            attempt()
    with pytest.raises(NoRoomError, match="x.md cannot be kept: no such file or directory"):
        uploads.put("x.md", b"Plums.")
    stop = threading.Event()
    encoding = threading.Thread(target=two.encode_in_background, args=(stop,))
    encoding.start()
    encoding.join(1)
    stop.set()
    encoding.join()
    assert "is gone" in str(two.encoding_problem)
    assert not two.folder.exists()
    (tmp_path / "moved").rename(two.folder)
    assert two.index([folder]).added == ["plums.md"]
    assert two.problems() == []
