"""The calls of the settings page: what they change, and for whom."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.rendered import Page

from qa import Collection
from qa.answering.caution import BALANCED, CAUTIONS
from qa.preferences import load_preferences
from qa.web.chat.choices import Choices

VISITOR = "a" * 32
MODEL = {"base_url": "http://127.0.0.1:9/v1", "model": "small", "api_key": "secret"}


@pytest.fixture
def choices(collection: Collection, tmp_path: Path) -> Choices:
    return Choices(collection, tmp_path / "kept", editable=True)


def test_the_page_shows_what_is_chosen_and_never_the_key(choices: Choices, collection: Collection) -> None:
    assert choices.set_model(VISITOR, MODEL) == {"said": "Saved; it holds from the next question on."}
    html = str(choices.settings(VISITOR, {})["html"])
    page = Page(html)
    assert page.said("h3") == ["This collection", "Answers", "Language model", "Appearance"]
    values = {field.get("name"): field.get("value") for field in page.all("input") if field.get("type") != "radio"}
    assert values["title"] == collection.folder.name
    assert (values["base_url"], values["model"], values["api_key"]) == (MODEL["base_url"], "small", None)
    assert "secret" not in html
    assert [field["value"] for field in page.all("input") if "checked" in field and field["type"] == "radio"] == [
        "balanced"
    ]


def test_each_caution_is_shown_with_what_was_measured(choices: Choices) -> None:
    text = Page(str(choices.settings(VISITOR, {})["html"])).text
    for each in CAUTIONS.values():
        answered, wrongly = (
            [round(share * 100) for share in (shares.answered, shares.possible)]
            for shares in (each.with_answer, each.without_answer)
        )
        assert (
            f"Of 100 questions that the documents answer, {answered[0]} get an answer and {answered[1]} a possible "
            f"match; of 100 that they do not, {wrongly[0]} and {wrongly[1]}."
        ) in text


def test_the_more_cautious_the_less_is_shown() -> None:
    assert list(CAUTIONS) == ["cautious", "balanced", "forthcoming"]
    shown = [(each.with_answer, each.without_answer) for each in CAUTIONS.values()]
    for answerable in (0, 1):
        answered = [shares[answerable].answered for shares in shown]
        either = [shares[answerable].answered + shares[answerable].possible for shares in shown]
        assert answered == sorted(answered)
        assert either == sorted(either)


@pytest.mark.parametrize(
    ("confidence", "states"),
    [
        (0.5, ["answer", "answer", "answer"]),
        (0.49, ["possible", "possible", "answer"]),
        (0.32, ["possible", "possible", "answer"]),
        (0.31, ["nothing", "possible", "possible"]),
        (0.22, ["nothing", "possible", "possible"]),
        (0.21, ["nothing", "nothing", "possible"]),
        (0.19, ["nothing", "nothing", "nothing"]),
    ],
)
def test_each_caution_shows_what_its_words_say(confidence: float, states: list[str]) -> None:
    assert [each.state_of(confidence).value for each in CAUTIONS.values()] == states


def test_what_is_chosen_holds_at_once_and_after_a_restart(
    choices: Choices, collection: Collection, tmp_path: Path
) -> None:
    choices.set_answers(VISITOR, {"caution": "cautious", "reads": False})
    choices.set_model(VISITOR, MODEL)
    assert choices.author is not None
    assert choices.author.name == "small"
    assert load_preferences(tmp_path / "kept").caution == "cautious"
    again = Choices(collection, tmp_path / "kept", editable=True)
    assert again.author is not None
    assert again.author.name == "small"
    again.set_model(VISITOR, {"base_url": "", "model": ""})
    assert again.author is None


def test_a_threshold_decides_what_is_answered(collection: Collection, folder: Path, choices: Choices) -> None:
    (folder / "a.md").write_text("aaa aaa aaa aaa aaa aaa.\n", encoding="utf-8")
    collection.index([folder])
    confidence = collection.ask("aaa?").confidence
    collection.choose(replace(BALANCED, threshold=confidence), reads=True)
    assert not collection.ask("aaa?").abstained
    collection.choose(replace(BALANCED, threshold=confidence + 0.01), reads=True)
    assert collection.ask("aaa?").abstained


def test_a_title_and_a_description_are_given(choices: Choices, collection: Collection) -> None:
    assert choices.describe(VISITOR, {"title": "  Of   bread ", "description": "Two files."}) == {"said": "Saved."}
    assert (collection.about.title, collection.about.description) == ("Of bread", "Two files.")
    assert choices.describe(VISITOR, {"title": "x" * 81, "description": ""}) == {
        "problem": "the title has 81 characters; 80 at most"
    }
    choices.describe(VISITOR, {"title": "", "description": ""})
    assert (collection.about.title, collection.about.description) == (collection.folder.name, "")


def test_a_model_that_cannot_be_reached_is_told_and_not_chosen(choices: Choices) -> None:
    assert "127.0.0.1:9/v1 cannot be reached" in str(choices.try_model(VISITOR, MODEL)["problem"])
    assert choices.author is None
    assert choices.try_model(VISITOR, {"base_url": "", "model": ""}) == {"problem": "name an address and a model first"}
    assert "an address looks like" in str(choices.set_model(VISITOR, {**MODEL, "base_url": "nonsense"})["problem"])


def test_who_may_not_choose_changes_nothing(collection: Collection, tmp_path: Path) -> None:
    choices = Choices(collection, tmp_path / "kept")
    assert Page(str(choices.settings(VISITOR, {})["html"])).said("h3") == ["Appearance"]
    calls = (
        choices.describe(VISITOR, {"title": "x", "description": ""}),
        choices.set_answers(VISITOR, {"caution": "cautious", "reads": False}),
        choices.set_model(VISITOR, MODEL),
        choices.try_model(VISITOR, MODEL),
    )
    assert all(reply == {"problem": "settings are made on the machine that runs Quotable"} for reply in calls)
    assert not (tmp_path / "kept").exists()
    assert collection.about.title == collection.folder.name


@pytest.mark.parametrize("data", [None, {}, {"caution": "reckless", "reads": True}, {"caution": 1, "reads": []}])
def test_whatever_is_sent_gets_a_sentence(choices: Choices, data: object) -> None:
    assert "problem" in choices.set_answers(VISITOR, data)
