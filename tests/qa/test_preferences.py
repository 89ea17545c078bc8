"""What is chosen in the settings: kept for its owner only, and a key for its address only."""

import stat
from pathlib import Path

import pytest

from qa import LlmSettings, UsageError
from qa.preferences import Preferences, keep_preferences, load_preferences

URL = "http://127.0.0.1:11434/v1"
CHOSEN = Preferences(LlmSettings(URL, "small", "secret"), reads=False, caution="cautious")


def test_what_was_chosen_comes_back_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    keep_preferences(folder, CHOSEN)
    keep_preferences(folder, CHOSEN)
    assert load_preferences(folder) == CHOSEN
    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    keep_preferences(folder, Preferences())
    assert load_preferences(folder) == Preferences(None, True, "balanced")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"reads": true, "caution": "reckless"}', '{"llm": {"a": 1}}', "\xff"]
)
def test_what_cannot_be_read_is_as_if_nothing_was_chosen(text: str, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(text, encoding="latin-1")
    assert load_preferences(tmp_path) == Preferences()


def test_a_kept_key_goes_to_its_own_address_and_to_no_other() -> None:
    again = CHOSEN.with_model(f"{URL}/", "large", None)
    assert again.llm == LlmSettings(URL, "large", "secret")
    assert CHOSEN.with_model("http://evil.example/v1", "small", None).llm == LlmSettings(
        "http://evil.example/v1", "small"
    )
    assert CHOSEN.with_model(URL, "small", "").llm == LlmSettings(URL, "small")
    assert CHOSEN.with_model(URL, "small", " other ").llm == LlmSettings(URL, "small", "other")
    assert CHOSEN.with_model(" ", "", None) == Preferences(None, reads=False, caution="cautious")
    with pytest.raises(UsageError, match="both an address and a name"):
        CHOSEN.with_model(URL, "", None)


def test_an_unknown_caution_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no 'reckless'; choose cautious, balanced, forthcoming"):
        Preferences(caution="reckless")
