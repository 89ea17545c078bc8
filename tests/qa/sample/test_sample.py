"""The built-in sample: indexed once, whole, and the same from wherever it is installed."""

import shutil
from pathlib import Path

import pytest
from support.places import ROOT
from support.toy import ToyEncoder

from qa.documents import FoundFile, read_document
from qa.sample.sample import open_sample
from qa.uploads.files import uploads_folder
from qa.uploads.inbox import Uploads

BRIEFS = sorted((ROOT / "qa/sample/briefs").glob("*.md"))


def test_there_are_24_briefs_that_say_what_they_are_and_link_to_the_official_page() -> None:
    assert len(BRIEFS) == 24
    for path in BRIEFS:
        info = read_document(FoundFile(path, path.name)).info
        assert info.title.startswith("Brief: ")
        assert info.date is not None
        assert path.name.startswith(info.date.isoformat())
        assert info.url is not None
        assert info.url.split("/")[2].endswith(("whitehouse.gov", "archives.gov"))


def test_another_installation_gives_the_same_sample_and_encodes_nothing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = ToyEncoder()
    encoder.max_tokens = 254
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: encoder)
    shutil.copytree(ROOT / "qa/sample/briefs", tmp_path / "elsewhere/briefs")
    first = open_sample(tmp_path / "collection")
    names, encoded = sorted(file.name for file in first.catalog.files().values()), len(encoder.encoded)
    first.close()
    monkeypatch.setattr("qa.sample.sample.files", lambda package: tmp_path / "elsewhere")
    second = open_sample(tmp_path / "collection")
    assert sorted(file.name for file in second.catalog.files().values()) == names
    assert len(encoder.encoded) == encoded
    assert second.problems() == []
    second.close()


def test_what_was_uploaded_to_the_sample_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = ToyEncoder()
    encoder.max_tokens = 254
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: encoder)
    monkeypatch.chdir(tmp_path)
    first = open_sample(Path("collection"))
    Uploads(first).put("a.md", b"Apples.")
    first.index([uploads_folder(first.folder)])
    first.close()
    second = open_sample(Path("collection"))
    assert second.catalog.path_of("a.md") == str(tmp_path / "collection/uploads/a.md")
    assert second.catalog.counts()[0] == 25
    second.close()


def test_each_model_has_a_sample_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def toy(model: str | None, *_: object) -> ToyEncoder:
        encoder = ToyEncoder(str(model))
        encoder.max_tokens = 254
        return encoder

    monkeypatch.setattr("qa.collection.default_encoder", toy)
    monkeypatch.setattr("qa.sample.sample.data_folder", lambda: tmp_path)
    for model in (None, "some/model", None):
        sample = open_sample(model=model)
        assert sample.catalog.get_property("encoder") == str(model)
        assert sample.retrieve("How much trade crosses the border?")
        sample.close()
    assert len(list(tmp_path.iterdir())) == 2
