"""HTML of the settings; pure. `static/settings.js` sends them."""

from dataclasses import dataclass
from html import escape

from qa.answering.caution import CAUTIONS, Caution
from qa.messages import Message
from qa.preferences import Preferences
from qa.store.about import LONGEST_DESCRIPTION, LONGEST_TITLE, About
from qa.web.language import languages, say, tell


@dataclass(frozen=True, slots=True)
class Settable:
    """What the settings show.

    Attributes:
        about: The collection.
        preferences: What was chosen.
        model: Name of the language model that the environment sets, which comes first; None for none.
        reader_is_off: Whether the environment switches the reader off, which comes first.
    """

    about: About
    preferences: Preferences
    model: str | None
    reader_is_off: bool


def settings_html(found: Settable | None) -> str:
    """The forms.

    Args:
        found: None where this visitor may set only what concerns his browser.
    """
    if found is None:
        where = say(
            "The other settings are made on the machine that runs Quotable, or from anywhere if "
            "<code>quotable serve</code> was started with <code>--editable</code>."
        )
        return f'{_appearance_html()}<p class="quiet">{where}</p>'
    return _about_html(found.about) + _answers_html(found) + _model_html(found) + _appearance_html()


def _about_html(about: About) -> str:
    return _form_html(
        "about",
        say("This collection"),
        f'<label>{say("Title")} <input name="title" value="{escape(about.title)}" maxlength="{LONGEST_TITLE}" '
        f'dir="auto" autocomplete="off"></label><label>{say("Description")} <textarea name="description" rows="2" '
        f'maxlength="{LONGEST_DESCRIPTION}" dir="auto">{escape(about.description)}</textarea></label>',
    )


def _answers_html(found: Settable) -> str:
    chosen = found.preferences.caution
    choices = "".join(_caution_html(each, is_chosen=each.name == chosen) for each in CAUTIONS.values())
    off = " disabled" if found.reader_is_off else " checked" if found.preferences.reads else ""
    where = f" {say('It was switched off where Quotable was started.')}" if found.reader_is_off else ""
    measured = say("Measured on 127 questions about another collection.")
    reads = say("A small model reads each passage with the question. Answers are better, and take a little longer.")
    return _form_html(
        "answers",
        say("Answers"),
        f'<fieldset><legend>{say("When in doubt")}</legend>{choices}<p class="quiet">{measured}</p></fieldset>'
        f'<label class="choice"><input type="checkbox" name="reads"{off}><span><b>{say("Read the passages")}</b> '
        f"{reads}{where}</span></label>",
    )


_CAUTIONS = {
    "cautious": Message("Cautious"),
    "balanced": Message("Balanced"),
    "forthcoming": Message("Forthcoming"),
}


def _caution_html(caution: Caution, *, is_chosen: bool) -> str:
    answered, wrongly = round(caution.answered * 100), round(caution.wrongly * 100)
    measured = say(
        "Answers {answered} of 100 questions that the documents answer, and {wrongly} of 100 that they do not.",
        answered=answered,
        wrongly=wrongly,
    )
    return (
        f'<label class="choice"><input type="radio" name="caution" value="{caution.name}"'
        f"{' checked' if is_chosen else ''}><span><b>{tell(_CAUTIONS[caution.name])}</b> {measured}</span></label>"
    )


def _model_html(found: Settable) -> str:
    if found.model is not None:
        set_there = say("{model} writes answers. It was set where Quotable was started.", model=escape(found.model))
        return (
            f'<section class="settings"><h3>{say("Language model")}</h3>'
            f'<p class="quiet" dir="auto">{set_there}</p></section>'
        )
    llm = found.preferences.llm
    address, model = (llm.base_url, llm.model) if llm else ("", "")
    kept = say("A key is kept on the server") if llm and llm.api_key else say("None")
    return _form_html(
        "model",
        say("Language model"),
        f'<p class="quiet">{say("Writes answers from the quotations. The quotations stand without it.")}</p>'
        f'<label>{say("Address")} <input name="base_url" value="{escape(address)}" inputmode="url" autocomplete="off" '
        'placeholder="http://127.0.0.1:11434/v1"></label>'
        f'<label>{say("Model")} <input name="model" value="{escape(model)}" autocomplete="off"></label>'
        f'<label>{say("Key")} <input name="api_key" type="password" autocomplete="off" placeholder="{kept}"></label>',
        f'<button type="button" class="plain" data-try>{say("Test")}</button>',
    )


def _form_html(name: str, heading: str, fields: str, more: str = "") -> str:
    return (
        f'<form class="settings" data-settings="{name}" aria-label="{heading}"><h3>{heading}</h3>{fields}'
        f'<p class="buttons"><button type="submit" class="strong">{say("Save")}</button>{more}'
        '<span class="saved" role="status"></span></p></form>'
    )


def _appearance_html() -> str:
    """The theme and the language, which a visitor chooses for his browser; the script marks what was chosen."""
    themes = "".join(
        f'<label class="choice"><input type="radio" name="theme" value="{value}">{name}</label>'
        for value, name in (("", say("As the system")), ("light", say("Light")), ("dark", say("Dark")))
    )
    options = "".join(f'<option value="{code}" lang="{code}">{name}</option>' for code, name in languages().items())
    return (
        f'<form class="settings" data-settings="theme" aria-label="{say("Appearance")}"><h3>{say("Appearance")}</h3>'
        f'<p class="themes">{themes}</p><label>{say("Language")} <select name="language">'
        f'<option value="">{say("As the browser")}</option>{options}</select></label></form>'
    )
