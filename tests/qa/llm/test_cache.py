"""What a model wrote is kept, for the same question to the same model from the same evidence."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from support.llm_server import Reply, answer, claims, serving

from qa.errors import LlmConnectionError
from qa.gate.evidence import Claim, Evidence
from qa.llm import cache as answer_cache
from qa.llm.cache import AnswerCache
from qa.llm.claim_reader import MOST_CLAIMS
from qa.llm.model import Ended, LanguageModel
from qa.llm.written import ModelAnswer
from qa.settings import LlmSettings

SETTINGS = LlmSettings("http://127.0.0.1:1/v1", "m", "sk-secret")
EVIDENCE = [Evidence("S1", "Ninety.", "bread.md", "Bread", None, None, 0, 7, "Ninety.")]
ENDED = Ended(None, False, 10, 5, False, 1.5)
WRITTEN = ModelAnswer((Claim("Ninety – “so”.", ("S1", "S9")),), False, ENDED)
FREE = Ended(None, False, 0, 0, False, 0.0)


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    return AnswerCache(tmp_path / "cache", 7)


def test_what_was_written_is_kept_and_costs_nothing_again(cache: AnswerCache) -> None:
    assert cache.get(SETTINGS, "How many?", EVIDENCE) is None
    cache.put(SETTINGS, "How many?", EVIDENCE, WRITTEN)
    assert cache.get(SETTINGS, "How many?", EVIDENCE) == replace(WRITTEN, ended=FREE)


def test_a_model_is_asked_once(cache: AnswerCache) -> None:
    pytest.importorskip("openai", reason="the extra llm is not installed")
    with serving(Reply(answer(claims(("Ninety.", ["S1"]), ("Old.", ["S1"]))))) as server:
        model = LanguageModel(LlmSettings(server.url, "m"))
        *first, paid = cache.write(model, "How many?", EVIDENCE)
        *second, free = cache.write(model, "How many?", EVIDENCE)
    assert len(server.requests) == 1
    assert first == second == [Claim("Ninety.", ("S1",)), Claim("Old.", ("S1",))]
    assert isinstance(paid, ModelAnswer)
    assert paid.ended.tokens_written > 0
    assert free == replace(paid, ended=FREE)


def test_not_in_the_sources_is_kept_too(cache: AnswerCache) -> None:
    cache.put(SETTINGS, "How many?", EVIDENCE, ModelAnswer((), True, ENDED))
    assert cache.get(SETTINGS, "How many?", EVIDENCE) == ModelAnswer((), True, FREE)


def test_another_model_question_evidence_prompt_or_generation_is_another_answer(
    cache: AnswerCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put(SETTINGS, "How many?", EVIDENCE, WRITTEN)
    assert cache.get(replace(SETTINGS, model="n"), "How many?", EVIDENCE) is None
    assert cache.get(replace(SETTINGS, base_url="http://127.0.0.1:2/v1"), "How many?", EVIDENCE) is None
    assert cache.get(SETTINGS, "How few?", EVIDENCE) is None
    assert cache.get(SETTINGS, "How many?", [replace(EVIDENCE[0], text="Eighty.")]) is None
    assert AnswerCache(tmp_path / "cache", 8).get(SETTINGS, "How many?", EVIDENCE) is None
    monkeypatch.setattr(answer_cache, "VERSION", -1)
    assert cache.get(SETTINGS, "How many?", EVIDENCE) is None


def test_another_key_is_the_same_answer_and_no_key_is_kept(cache: AnswerCache, tmp_path: Path) -> None:
    cache.put(SETTINGS, "How many?", EVIDENCE, WRITTEN)
    assert cache.get(replace(SETTINGS, api_key=None), "How many?", EVIDENCE) is not None
    assert b"sk-secret" not in b"".join(file.read_bytes() for file in (tmp_path / "cache").iterdir())


@pytest.mark.parametrize(
    ("ended", "many", "kept"),
    [
        (replace(ENDED, error=LlmConnectionError("cut")), 1, False),
        (replace(ENDED, was_stopped=True), 1, False),
        (replace(ENDED, was_stopped=True), MOST_CLAIMS, True),
    ],
    ids=["broken off", "stopped", "full"],
)
def test_only_whole_answers_are_kept(cache: AnswerCache, ended: Ended, many: int, kept: bool) -> None:
    made = tuple(Claim(f"A{n}.", ("S1",)) for n in range(many))
    cache.put(SETTINGS, "How many?", EVIDENCE, ModelAnswer(made, False, ended))
    assert (cache.get(SETTINGS, "How many?", EVIDENCE) is not None) is kept


def test_answers_of_other_generations_are_deleted(cache: AnswerCache, tmp_path: Path) -> None:
    cache.put(SETTINGS, "How many?", EVIDENCE, WRITTEN)
    AnswerCache(tmp_path / "cache", 8).put(SETTINGS, "How many?", EVIDENCE, WRITTEN)
    assert [file.name[:2] for file in (tmp_path / "cache").iterdir()] == ["8-"]


def test_the_answers_that_were_not_asked_for_longest_go(
    cache: AnswerCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_cache, "MOST_KEPT", 2)
    for age, question in [(300, "a"), (200, "b")]:
        before = set((tmp_path / "cache").glob("*"))
        cache.put(SETTINGS, question, EVIDENCE, WRITTEN)
        [new] = set((tmp_path / "cache").glob("*")) - before
        os.utime(new, (new.stat().st_mtime - age,) * 2)
    assert cache.get(SETTINGS, "a", EVIDENCE) is not None  # asked for just now
    cache.put(SETTINGS, "c", EVIDENCE, WRITTEN)
    kept = [question for question in "abc" if cache.get(SETTINGS, question, EVIDENCE) is not None]
    assert kept == ["a", "c"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"claims": 5}', '{"claims": [{"text": "a"}]}', "\x00"])
def test_a_damaged_file_is_as_if_it_were_not_there(cache: AnswerCache, tmp_path: Path, damage: str) -> None:
    cache.put(SETTINGS, "How many?", EVIDENCE, WRITTEN)
    [file] = (tmp_path / "cache").iterdir()
    file.write_text(damage)
    assert cache.get(SETTINGS, "How many?", EVIDENCE) is None


def test_a_cache_that_cannot_be_written_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    cache = AnswerCache(tmp_path / "cache", 7)
    cache.put(SETTINGS, "How many?", EVIDENCE, WRITTEN)
    assert cache.get(SETTINGS, "How many?", EVIDENCE) is None


def test_what_a_killed_process_left_is_cleared_away(cache: AnswerCache, tmp_path: Path) -> None:
    cache.put(SETTINGS, "a", EVIDENCE, WRITTEN)
    for name, age in [("old.part", 3600), ("new.part", 0)]:
        left = tmp_path / "cache" / name
        left.write_text("half")
        os.utime(left, (left.stat().st_mtime - age,) * 2)
    cache.put(SETTINGS, "b", EVIDENCE, WRITTEN)
    assert [file.name for file in (tmp_path / "cache").glob("*.part")] == ["new.part"]
