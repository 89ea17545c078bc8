"""The language of the page: all that a person reads there comes from one catalogue a language.

A catalogue is a file `locale/LANGUAGE/LC_MESSAGES/quotable.po`; a new language is a new file. Its ids are the English
texts. `tests/support/catalogues.py` finds them in the code, for the functions that are called `say`, `say_count` and
`Message` there, and in the scripts `say` and `sayCount`.

The functions that make HTML depend on nothing but their arguments and the language, which `speaking` sets around them
as `decimal.localcontext` sets a precision. It is no parameter, since nearly all of them would only hand it on.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations, c2py
from html import escape
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from qa.errors import UnavailableError
from qa.messages import Message

DOMAIN = "quotable"
FOLDER = Path(__file__).parent / "locale"
"""Where the catalogues are."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the page.

    Attributes:
        code: As in the attribute `lang`; Babel knows its numbers and its names of months.
        texts: The catalogue.
        scripts: Of the catalogue the texts of scripts, by their ids; where something is counted, all forms.
        plural: Which form the numbers of each kind take that Unicode distinguishes ('one', 'few', 'other').
    """

    code: str
    texts: NullTranslations
    scripts: Mapping[str, str | tuple[str, ...]]
    plural: Mapping[str, int] = field(default_factory=lambda: {"one": 0, "other": 1})


UNAVAILABLE = Message("what keeps the documents does not answer now; nothing is lost: try again in a moment")
"""Of an `UnavailableError`, whose own sentence names the machines of the owner."""
ENGLISH = Language("en", NullTranslations(), {})
_ENOUGH = 200
"""Numbers below which every kind of number occurs that takes a form of its own."""
_spoken: ContextVar[Language] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """All that is said within is said in this language."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> Language:
    """The language that is spoken now."""
    return _spoken.get()


# Which languages there are


@cache
def languages() -> Mapping[str, str]:
    """Codes of the languages, and what each calls itself; English first."""
    codes = ["en", *sorted(path.parent.parent.name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))]
    names = {code: Locale.parse(code).get_display_name(code) or code for code in codes}
    return {code: name[0].upper() + name[1:] for code, name in names.items()}


@cache
def find_language(code: str) -> Language:
    """A language by its code, which is one of `languages()`."""
    if code == ENGLISH.code:
        return ENGLISH
    path = FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    texts = GNUTranslations(compiled)
    scripts = {
        message.id if isinstance(message.id, str) else message.id[0]: _strings(message.string)
        for message in catalogue
        if message.id and any(place.endswith(".js") for place, _ in message.locations)
    }
    form_of = c2py(catalogue.plural_expr)
    plural = {Locale.parse(code).plural_form(number): form_of(number) for number in range(_ENOUGH)}
    return Language(code, texts, scripts, plural)


def _strings(given: str | Sequence[str] | None) -> str | tuple[str, ...]:
    return given if isinstance(given, str) else tuple(given or ())


def choose_language(chosen: str, accepted: str) -> Language:
    """The language that was chosen, else the first that a browser asks for and that there is, else English.

    Args:
        chosen: Its code; anything else for none.
        accepted: The header Accept-Language, https://www.rfc-editor.org/rfc/rfc9110#field.accept-language.
    """
    wanted = [chosen, *_by_preference(accepted)]
    return find_language(next((code for code in wanted if code in languages()), ENGLISH.code))


def _by_preference(accepted: str) -> list[str]:
    """The languages of the header without their countries, the most wanted first."""
    weighed = []
    for one in accepted[:1000].split(","):
        tag, _, weight = one.partition(";")
        try:
            weighed.append((float(weight.strip().removeprefix("q=") or 1), tag.strip().lower().partition("-")[0]))
        except ValueError:
            continue
    return [code for weight, code in sorted(weighed, key=lambda each: -each[0]) if weight > 0]


# Texts


def say(message: str, /, **values: object) -> str:
    """A text of the page.

    Args:
        message: In English, with names in braces.
        values: What fills it, as it is shown: HTML where the text becomes HTML.
    """
    text = spoken().texts.gettext(message)
    return text.format(**values) if values else text


def say_count(one: str, many: str, number: int, /, **values: object) -> str:
    """A text of the page that depends on a number, which fills `{number}`.

    Args:
        one: In English, for one.
        many: For any other number.
        number: How many.
        values: What else fills it.
    """
    return spoken().texts.ngettext(one, many, number).format(number=say_number(number), **values)


def tell(sentence: object) -> str:
    """A sentence of another part of the program, or of its exception: in the language of the page if it can be."""
    text = cause(sentence) if isinstance(sentence, Exception) else sentence
    if not isinstance(text, Message):
        return say(str(text)) if str(text) else ""  # the text of nothing is a catalogue's head
    texts, values = spoken().texts, {name: _told(value) for name, value in text.values.items()}
    if text.forms is None or text.number is None:
        form = texts.gettext(text.form)
    else:
        form = texts.ngettext(text.form, text.forms, text.number)
    return form.format(**values) if values else form


def cause(error: Exception) -> object:
    """What an error says to visitors; where servers are that keep a collection is not for them."""
    if isinstance(error, UnavailableError):
        return UNAVAILABLE
    return error.args[0] if error.args else error


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(_told, value))
    if isinstance(value, int):
        return say_number(value)
    if isinstance(value, date):
        return say_day(value)
    return tell(value) if isinstance(value, Message) else str(value)


def say_number(number: int) -> str:
    """A whole number with the marks between its thousands."""
    return format_decimal(number, locale=spoken().code)


def say_decimal(number: float) -> str:
    """A number with one digit behind the point."""
    return format_decimal(number, format="#,##0.0", locale=spoken().code)


def say_day(day: date | str) -> str:
    """A day in numbers; a text is one as YYYY-MM-DD, and any other stays as it is."""
    try:
        return _dated(date.fromisoformat(day) if isinstance(day, str) else day, say("yyyy-MM-dd"))
    except ValueError:
        return str(day)


def say_long_day(day: date) -> str:
    """A day with the name of its month."""
    return _dated(day, say("dd MMMM yyyy"))


def say_first_of_month(day: date) -> str:
    """The first day of a month, as short as can be."""
    return _dated(day, say("MMM d"))


def say_month(day: date) -> str:
    """The month of a day, and its year."""
    return _dated(day, say("MMMM yyyy"))


def _dated(day: date, pattern: str) -> str:
    """Patterns: https://unicode.org/reports/tr35/tr35-dates.html#Date_Field_Symbol_Table."""
    return format_date(day, pattern, locale=spoken().code)


# What is in another language, and what scripts say


def in_english() -> str:
    """An attribute for what is in English on a page that is not: documents, and what is quoted of them."""
    return "" if spoken().code == ENGLISH.code else ' lang="en"'


def language_element() -> str:
    """What `static/language.js` reads: the language and the texts of scripts."""
    language = spoken()
    known = {"language": language.code, "plural": language.plural, "texts": language.scripts}
    return f'<meta name="quotable-language" content="{escape(json.dumps(known, ensure_ascii=False))}">'
