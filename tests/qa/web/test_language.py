"""The catalogues, and how the page speaks by them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from babel.messages import Message as Entry
from support.catalogues import Id, catalogues, marked, unmarked_calls
from support.rendered import Page

from qa.answering.answer import NOT_KNOWN
from qa.errors import UsageError
from qa.messages import Message, any_of
from qa.web.language import (
    choose_language,
    find_language,
    in_english,
    language_element,
    languages,
    say,
    say_count,
    say_day,
    say_decimal,
    say_first_of_month,
    say_long_day,
    say_month,
    say_number,
    speaking,
    spoken,
    tell,
)

PLACEHOLDER = re.compile(r"\{\w+\}")
TAG = re.compile(r"</?[a-z]+>")


def forms(text: Id | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


# The catalogues


def test_english_german_and_spanish_are_spoken() -> None:
    assert dict(languages()) == {"en": "English", "de": "Deutsch", "es": "Español"}


@pytest.mark.parametrize("code", catalogues())
def test_a_catalogue_holds_what_the_code_says_and_where(code: str) -> None:
    # `python tests/support/catalogues.py` brings them up to date
    held = {entry.id: tuple(file for file, _ in entry.locations) for entry in catalogues()[code] if entry.id}
    assert held == dict(marked())


def test_what_is_said_stands_in_the_code() -> None:
    places = [place.rpartition(":")[0] for place in unmarked_calls()]
    # There a text that was marked elsewhere is handed on.
    assert places == ["qa/messages.py", "qa/web/language.py", "qa/web/validation.py"]


def faults(entry: Entry, plurals: int) -> Iterator[str]:
    """What is wrong with a translation."""
    said = forms(entry.string)
    if len(said) != (plurals if entry.pluralizable else 1) or not all(said) or entry.fuzzy:
        yield "it is not whole"
    for text, english in zip(said, forms(entry.id), strict=False):
        # One thing may be named without its number.
        number = Counter({"{number}": 1}) if entry.pluralizable else Counter()
        if Counter(PLACEHOLDER.findall(text)) - number != Counter(PLACEHOLDER.findall(english)) - number:
            yield f"{text}: other placeholders"
        if Counter(TAG.findall(text)) != Counter(TAG.findall(english)) or set('<>&"') & set(TAG.sub("", text)):
            yield f"{text}: other markup, and it is put into HTML as it is"
        if text != text.strip():
            yield f"{text}: white space around it"


@pytest.mark.parametrize("code", catalogues())
def test_translations_are_whole_and_have_the_placeholders_and_the_markup_of_their_texts(code: str) -> None:
    catalogue = catalogues()[code]
    assert [
        (entry.id, fault) for entry in catalogue if entry.id for fault in faults(entry, catalogue.num_plurals)
    ] == []


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("{a} of {b}", "{a} von {b}", []),
        ("{a} of {b}", "{a} von {c}", ["{a} von {c}: other placeholders"]),
        ("a", "", ["it is not whole"]),
        ("<b>a</b>", "a", ["a: other markup, and it is put into HTML as it is"]),
        ("a", 'a "quoted"', ['a "quoted": other markup, and it is put into HTML as it is']),
        ("a", "a ", ["a : white space around it"]),
        (("{number} file of {a}", "{number} files of {a}"), ("eine Datei von {a}", "{number} Dateien von {a}"), []),
        (("{number} file", "{number} files"), ("{number} Datei", ""), ["it is not whole"]),
    ],
)
def test_a_fault_of_a_translation_is_found(text: Id, translation: Id, fault: list[str]) -> None:
    assert list(faults(Entry(text, translation), 2)) == fault


def test_the_form_for_many_names_the_number() -> None:
    entries = [entry for catalogue in catalogues().values() for entry in catalogue if entry.pluralizable]
    silent = [entry.id for entry in entries if ("{number}" in entry.id[1]) != ("{number}" in entry.string[-1])]
    assert silent == []


# Which language is spoken


@pytest.mark.parametrize(
    ("chosen", "accepted", "code"),
    [
        ("", "", "en"),
        ("", "de", "de"),
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "en-GB,de;q=0.9", "en"),
        ("", "fr-FR,fr;q=0.9,es;q=0.5,en;q=0.1", "es"),
        ("", "de;q=0.3, es;q=0.7", "es"),
        ("", "ES-419", "es"),
        ("", "de;q=0", "en"),
        ("", "de;q=much, es;q=0.1", "es"),
        ("", "ja, *;q=0.5", "en"),
        ("es", "de", "es"),
        ("en", "de", "en"),
        ("../../etc", "de", "de"),
    ],
)
def test_what_was_chosen_comes_before_what_the_browser_asks_for(chosen: str, accepted: str, code: str) -> None:
    assert choose_language(chosen, accepted).code == code


def test_a_language_is_spoken_until_its_end() -> None:
    with speaking(find_language("de")):
        with speaking(find_language("es")):
            assert (spoken().code, say("Settings")) == ("es", "Ajustes")
        assert (spoken().code, say("Settings")) == ("de", "Einstellungen")
    assert (spoken().code, say("Settings")) == ("en", "Settings")


# What is said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", ["0 documents", "1 document", "12,345 documents"]),
        ("de", ["0 Dokumente", "1 Dokument", "12.345 Dokumente"]),
        ("es", ["0 documentos", "1 documento", "12.345 documentos"]),
    ],
)
def test_a_number_takes_its_form(code: str, said: list[str]) -> None:
    with speaking(find_language(code)):
        assert [say_count("{number} document", "{number} documents", number) for number in (0, 1, 12345)] == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", ("1,234", "2.5", "2021-03-05", "05 March 2021", "March 2021", "Mar 5")),
        ("de", ("1.234", "2,5", "05.03.2021", "5. März 2021", "März 2021", "5. März")),
        ("es", ("1.234", "2,5", "05/03/2021", "5 de marzo de 2021", "marzo de 2021", "5 mar")),
    ],
)
def test_numbers_and_days_are_those_of_the_language(code: str, said: tuple[str, ...]) -> None:
    day = date(2021, 3, 5)
    with speaking(find_language(code)):
        assert (
            say_number(1234),
            say_decimal(2.5),
            say_day("2021-03-05"),
            say_long_day(day),
            say_month(day),
            say_first_of_month(day),
        ) == said


def test_a_sentence_of_another_part_is_told_in_the_language() -> None:
    limits = (Message("from {first} to {last}", first=date(2021, 3, 1), last=date(2021, 3, 31)),)
    with speaking(find_language("de")):
        assert tell(NOT_KNOWN) == tell(str(NOT_KNOWN)) == "Soweit ich sehe, steht das nicht in den Dokumenten."
        assert tell(Message("Only documents {limits} were searched.", limits=limits)) == (
            "Nur Dokumente vom 01.03.2021 bis 31.03.2021 wurden durchsucht."
        )
        assert tell(any_of(("Ann", "Ben", "Cid"))) == "Ann, Ben oder Cid"
        assert tell(UsageError(Message("{name} is missing", name="{q}"))) == "{q} fehlt"
        assert tell(Message("{number} question", "{number} questions", 1200)) == "1.200 Fragen"


@pytest.mark.parametrize("theirs", ["", "What they wrote {here}", UsageError("it {fell}"), UsageError()])
def test_what_no_catalogue_knows_stays_as_it_is(theirs: object) -> None:
    with speaking(find_language("de")):
        assert tell(theirs) == str(theirs)


def test_documents_are_marked_as_english_where_the_page_is_not() -> None:
    assert in_english() == ""
    with speaking(find_language("es")):
        assert in_english() == ' lang="en"'


def test_scripts_get_their_texts_and_no_others() -> None:
    with speaking(find_language("de")):
        element = language_element()
    given = json.loads(Page(element).all("meta")[0]["content"] or "")
    assert (given["language"], given["plural"]) == ("de", {"one": 0, "other": 1})
    assert given["texts"]["Link copied"] == "Link kopiert"
    assert given["texts"]["{number} document"] == ["{number} Dokument", "{number} Dokumente"]
    assert "The collection holds no documents." not in given["texts"]
    assert "texts&quot;: {}" in language_element()
