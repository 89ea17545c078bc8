"""What `quotable doctor` finds, and what it says to do."""

from pathlib import Path

import pytest
from support.llm_server import Reply, answer, chunk, refusal, serving
from support.places import Write
from support.toy import ToyEncoder

from qa import Collection
from qa.cli import main as cli
from qa.cli.doctor import Finding, examine
from qa.errors import CollectionError, UsageError
from qa.settings import LlmSettings


@pytest.fixture
def filled(collection: Collection, folder: Path, write: Write) -> Collection:
    """A collection of one document."""
    write("bread.md", "The baker makes ninety loaves.\n")
    collection.index([folder])
    return collection


def of(part: str, findings: list[Finding]) -> Finding:
    [found] = [finding for finding in findings if finding.part == part]
    return found


def examined(collection: Collection, settings: LlmSettings | None = None) -> list[Finding]:
    return list(examine(lambda: collection, lambda: settings))


def test_everything_is_ok_without_a_language_model(filled: Collection) -> None:
    collection, encoder, model = examined(filled)
    assert collection == Finding(
        "collection", f"1 documents, 1 passages in {filled.folder}; search by meaning is 100 % ready"
    )
    assert (encoder.part, encoder.said[:6], encoder.is_problem) == ("encoder", "works;", False)
    assert model == Finding("language model", "none is set; answers are made of quotations only")


def test_an_empty_collection_is_a_problem(collection: Collection) -> None:
    found = of("collection", examined(collection))
    assert found.is_problem
    assert found.said == f"{collection.folder} holds no documents; add some: quotable index PATH"


def test_a_collection_that_cannot_be_opened_does_not_keep_the_rest_from_being_examined() -> None:
    def refuse() -> Collection:
        raise CollectionError("there is none")

    assert list(examine(refuse, lambda: None)) == [
        Finding("collection", "there is none", is_problem=True),
        Finding("language model", "none is set; answers are made of quotations only"),
    ]


def test_a_collection_of_another_encoder_is_a_problem(filled: Collection) -> None:
    other = Collection.open(filled.folder, encoder=ToyEncoder("other"))
    found = of("encoder", examined(other))
    other.close()
    assert found.is_problem
    assert "was made with the encoder toy" in found.said


def test_settings_that_make_no_sense_are_a_problem(filled: Collection) -> None:
    def refuse() -> LlmSettings:
        raise UsageError("name a model too")

    found = of("language model", list(examine(lambda: filled, refuse)))
    assert found == Finding("language model", "name a model too", is_problem=True)


def test_a_language_model_is_asked_something_small(filled: Collection) -> None:
    pytest.importorskip("openai", reason="the extra llm is not installed")
    with serving(Reply(answer("yes"))) as server:
        found = of("language model", examined(filled, LlmSettings(server.url, "m")))
    assert not found.is_problem
    assert found.said.startswith(f"m at {server.url} answers; it took ")


def test_of_a_language_model_the_first_word_is_waited_for(filled: Collection) -> None:
    pytest.importorskip("openai", reason="the extra llm is not installed")
    with serving(Reply([chunk("yes")], then="silent")) as server:
        assert not of("language model", examined(filled, LlmSettings(server.url, "m"))).is_problem
        assert server.hung_up.wait(1)


def test_a_language_model_that_says_nothing_is_a_problem(filled: Collection) -> None:
    pytest.importorskip("openai", reason="the extra llm is not installed")
    with serving(Reply(answer(""))) as server:
        found = of("language model", examined(filled, LlmSettings(server.url, "m")))
    assert found == Finding("language model", f"m at {server.url} sent an empty answer", is_problem=True)


def test_a_language_model_that_does_not_exist_is_told_with_those_that_do(filled: Collection) -> None:
    pytest.importorskip("openai", reason="the extra llm is not installed")
    listed = Reply(['{"data": [{"id": "big"}, {"id": "small"}]}'], headers={"content-type": "application/json"})
    with serving(refusal(404), listed) as server:
        found = of("language model", examined(filled, LlmSettings(server.url, "m")))
    assert found.is_problem
    assert found.said.endswith("; its models: big, small")


def test_a_language_model_whose_server_refuses_is_a_problem(filled: Collection) -> None:
    pytest.importorskip("openai", reason="the extra llm is not installed")
    with serving(refusal(401)) as server:
        found = of("language model", examined(filled, LlmSettings(server.url, "m", "sk-secret")))
    assert found == Finding(
        "language model",
        f"{server.url} rejects the key; set a valid one in QUOTABLE_LLM_API_KEY",
        is_problem=True,
    )


@pytest.mark.parametrize(("url", "status"), [("", 0), ("nonsense", 1)])
def test_the_exit_status_tells_whether_all_is_well(
    filled: Collection, url: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: ToyEncoder())
    monkeypatch.setenv("QUOTABLE_LLM_BASE_URL", url)
    monkeypatch.setenv("QUOTABLE_LLM_MODEL", url and "m")
    with pytest.raises(SystemExit) as ended:
        cli.main(["doctor", "--collection", str(filled.folder)])
    assert int(ended.value.code or 0) == status
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0].split(maxsplit=1)[1] for line in lines] == ["collection", "encoder", "language model"]
    assert ("problem" in lines[2].split()) is bool(status)
