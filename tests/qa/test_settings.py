"""Settings from the environment."""

from pathlib import Path

import pytest

from qa.settings import Settings, data_folder, load_settings


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
