"""Settings from the environment."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from qa.errors import UsageError
from qa.settings import (
    LlmSettings,
    Settings,
    data_folder,
    load_llm_settings,
    load_settings,
    login_lasts,
    reader_is_on,
)


@pytest.mark.parametrize("empty", [{}, {"QUOTABLE_COLLECTION": "", "QUOTABLE_MODEL": "", "QUOTABLE_PRECISION": ""}])
def test_the_defaults_lie_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, empty: dict[str, str]
) -> None:
    for name in ("QUOTABLE_COLLECTION", "QUOTABLE_MODEL", "QUOTABLE_PRECISION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"XDG_DATA_HOME": str(tmp_path), **empty}.items():
        monkeypatch.setenv(name, value)
    assert load_settings() == Settings(collection=data_folder() / "collection", model=None, precision=None)
    assert list(tmp_path.iterdir()) == []


def test_the_environment_is_read_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTABLE_COLLECTION", "/some/where")
    monkeypatch.setenv("QUOTABLE_MODEL", "model")
    monkeypatch.setenv("QUOTABLE_PRECISION", "int8")
    assert load_settings() == Settings(Path("/some/where"), "model", "int8")


@pytest.mark.parametrize(
    ("setting", "is_on"), [(None, True), ("", True), ("on", True), (" ON ", True), ("off", False), ("Off\n", False)]
)
def test_the_reader_is_on_until_it_is_switched_off(
    monkeypatch: pytest.MonkeyPatch, setting: str | None, is_on: bool
) -> None:
    monkeypatch.delenv("QUOTABLE_READER", raising=False)
    if setting is not None:
        monkeypatch.setenv("QUOTABLE_READER", setting)
    assert reader_is_on() is is_on


def test_another_word_for_the_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTABLE_READER", "no")
    with pytest.raises(UsageError, match=r"^QUOTABLE_READER is 'no'; it must be on or off$"):
        reader_is_on()


LOCAL = "http://127.0.0.1:11434/v1"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets what names a language model, by the ends of the names, and nothing else."""

    def set_only(**values: str) -> None:
        for name in ("BASE_URL", "MODEL", "API_KEY", "EVIDENCE_TOKENS"):
            monkeypatch.delenv(f"QUOTABLE_LLM_{name}", raising=False)
        for name, value in values.items():
            monkeypatch.setenv(f"QUOTABLE_LLM_{name}", value)

    return set_only


@pytest.mark.parametrize("values", [{}, {"BASE_URL": "", "MODEL": " "}, {"API_KEY": "sk-secret"}])
def test_without_a_server_and_a_model_there_is_no_language_model(
    environment: Callable[..., None], values: dict[str, str]
) -> None:
    environment(**values)
    assert load_llm_settings() is None


def test_a_language_model_is_named_by_the_environment(environment: Callable[..., None]) -> None:
    environment(BASE_URL=f"{LOCAL}/", MODEL="small", API_KEY="sk-secret\n", EVIDENCE_TOKENS="900")
    assert load_llm_settings() == LlmSettings(LOCAL, "small", "sk-secret", 900)
    environment(BASE_URL=LOCAL, MODEL="small")
    assert load_llm_settings() == LlmSettings(LOCAL, "small", None, 2500)


def test_a_key_is_never_shown_with_the_settings() -> None:
    assert repr(LlmSettings(LOCAL, "small", "sk-secret")) == (
        f"LlmSettings(base_url='{LOCAL}', model='small', evidence_tokens=2500)"
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"MODEL": "small"}, "QUOTABLE_LLM_MODEL names a model; name its server too, in QUOTABLE_LLM_BASE_URL"),
        ({"BASE_URL": LOCAL}, "QUOTABLE_LLM_BASE_URL names a server; name one of its models too"),
        ({"BASE_URL": "localhost:11434", "MODEL": "m"}, "QUOTABLE_LLM_BASE_URL is 'localhost:11434'; an address looks"),
        ({"BASE_URL": "ftp://host/v1", "MODEL": "m"}, "QUOTABLE_LLM_BASE_URL is 'ftp://host/v1'; an address looks"),
        ({"BASE_URL": "http://[::1/v1", "MODEL": "m"}, "QUOTABLE_LLM_BASE_URL cannot be read; an address looks"),
        ({"BASE_URL": "http://host:99999/v1", "MODEL": "m"}, "QUOTABLE_LLM_BASE_URL cannot be read; an address looks"),
        (
            {"BASE_URL": "http://ho\x01st/v1", "MODEL": "m"},
            "QUOTABLE_LLM_BASE_URL is 'http://ho\\x01st/v1'; an address",
        ),
        ({"BASE_URL": "http://me:sk-secret@host/v1", "MODEL": "m"}, "QUOTABLE_LLM_BASE_URL holds more than an address"),
        ({"BASE_URL": "http://host/v1?key=sk-secret", "MODEL": "m"}, "holds more than an address; a key goes into"),
        ({"BASE_URL": LOCAL, "MODEL": "m", "API_KEY": "sk-secret é"}, "QUOTABLE_LLM_API_KEY holds a character that no"),
        ({"BASE_URL": LOCAL, "MODEL": "m", "EVIDENCE_TOKENS": "many"}, "QUOTABLE_LLM_EVIDENCE_TOKENS is 'many'; write"),
        ({"BASE_URL": LOCAL, "MODEL": "m", "EVIDENCE_TOKENS": "0"}, "QUOTABLE_LLM_EVIDENCE_TOKENS is '0'; write"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_without_its_secret(
    environment: Callable[..., None], values: dict[str, str], sentence: str
) -> None:
    environment(**values)
    with pytest.raises(UsageError, match=re.escape(sentence)) as refused:
        load_llm_settings()
    assert "sk-secret" not in str(refused.value)


def test_a_log_in_lasts_thirty_days_or_as_many_as_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUOTABLE_LOGIN_DAYS", raising=False)
    assert login_lasts() == timedelta(days=30)
    monkeypatch.setenv("QUOTABLE_LOGIN_DAYS", " 1 ")
    assert login_lasts() == timedelta(days=1)
    for wrong in ("0", "401", "two", "-1", "1.5", "²"):
        monkeypatch.setenv("QUOTABLE_LOGIN_DAYS", wrong)
        with pytest.raises(
            UsageError, match=f"^QUOTABLE_LOGIN_DAYS is {wrong!r}; write a number of days from 1 to 400$"
        ):
            login_lasts()
