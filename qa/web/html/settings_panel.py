"""HTML of the settings; pure. `static/settings.js` sends them."""

from dataclasses import dataclass
from html import escape

from qa.answering.caution import CAUTIONS, Caution
from qa.preferences import Preferences
from qa.store.about import LONGEST_DESCRIPTION, LONGEST_TITLE, About


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
        return (
            f'{_THEME}<p class="quiet">The other settings are made on the machine that runs Quotable, or from anywhere '
            "if <code>quotable serve</code> was started with <code>--editable</code>.</p>"
        )
    return _about_html(found.about) + _answers_html(found) + _model_html(found) + _THEME


def _about_html(about: About) -> str:
    return _form_html(
        "about",
        "This collection",
        f'<label>Title <input name="title" value="{escape(about.title)}" maxlength="{LONGEST_TITLE}" dir="auto" '
        'autocomplete="off"></label><label>Description <textarea name="description" rows="2" '
        f'maxlength="{LONGEST_DESCRIPTION}" dir="auto">{escape(about.description)}</textarea></label>',
    )


def _answers_html(found: Settable) -> str:
    chosen = found.preferences.caution
    choices = "".join(_caution_html(each, is_chosen=each.name == chosen) for each in CAUTIONS.values())
    off = " disabled" if found.reader_is_off else " checked" if found.preferences.reads else ""
    where = " It was switched off where Quotable was started." if found.reader_is_off else ""
    return _form_html(
        "answers",
        "Answers",
        f'<fieldset><legend>When in doubt</legend>{choices}<p class="quiet">Measured on 136 '
        'questions about another collection.</p></fieldset><label class="choice"><input type="checkbox" '
        f'name="reads"{off}><span><b>Read the passages</b> A small model reads each passage with the question. Answers '
        f"are better, and take a little longer.{where}</span></label>",
    )


def _caution_html(caution: Caution, *, is_chosen: bool) -> str:
    answered, wrongly = caution.with_answer, caution.without_answer
    return (
        f'<label class="choice"><input type="radio" name="caution" value="{caution.name}"'
        f"{' checked' if is_chosen else ''}><span><b>{caution.name.capitalize()}</b> "
        f"Of 100 questions that the documents answer, {_percent(answered.answered)} get an answer and "
        f"{_percent(answered.possible)} a possible match; of 100 that they do not, {_percent(wrongly.answered)} and "
        f"{_percent(wrongly.possible)}.</span></label>"
    )


def _percent(share: float) -> int:
    return round(share * 100)


def _model_html(found: Settable) -> str:
    if found.model is not None:
        return (
            '<section class="settings"><h3>Language model</h3><p class="quiet">'
            f"{escape(found.model)} writes answers. It was set where Quotable was started.</p></section>"
        )
    llm = found.preferences.llm
    address, model = (llm.base_url, llm.model) if llm else ("", "")
    kept = "A key is kept on the server" if llm and llm.api_key else "None"
    return _form_html(
        "model",
        "Language model",
        '<p class="quiet">Writes answers from the quotations. The quotations stand without it.</p>'
        f'<label>Address <input name="base_url" value="{escape(address)}" inputmode="url" autocomplete="off" '
        'placeholder="http://127.0.0.1:11434/v1"></label>'
        f'<label>Model <input name="model" value="{escape(model)}" autocomplete="off"></label>'
        f'<label>Key <input name="api_key" type="password" autocomplete="off" placeholder="{kept}"></label>',
        '<button type="button" class="plain" data-try>Test</button>',
    )


def _form_html(name: str, heading: str, fields: str, more: str = "") -> str:
    return (
        f'<form class="settings" data-settings="{name}" aria-label="{heading}"><h3>{heading}</h3>{fields}'
        f'<p class="buttons"><button type="submit" class="strong">Save</button>{more}'
        '<span class="saved" role="status"></span></p></form>'
    )


_THEME = (
    '<form class="settings" data-settings="theme" aria-label="Appearance"><h3>Appearance</h3><p class="themes">'
    + "".join(
        f'<label class="choice"><input type="radio" name="theme" value="{value}">{name}</label>'
        for value, name in (("", "As the system"), ("light", "Light"), ("dark", "Dark"))
    )
    + "</p></form>"
)
