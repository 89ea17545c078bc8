"""Who says what in a passage."""

from support.toy import ToyEncoder, document

from qa.answering.hit_sentences import said_by, sentences
from qa.documents.passages import Passage, split
from qa.retrieval.retriever import Hit

TALK = """MS. ROE: It rained. We went home.

Q Did it snow?

MR. POE: (Laughs.) It did not. NOTE: it hailed.
"""


def hit(markdown: str) -> Hit:
    made = document(markdown)
    [passage] = split(made, ToyEncoder().count_tokens, 40)
    return Hit(passage, made.info, 1.0, 1)


def spoken(markdown: str) -> list[tuple[str | None, str]]:
    return [(sentence.speaker, sentence.text) for sentence in sentences(hit(markdown))]


def test_every_sentence_has_its_speaker_and_no_label() -> None:
    assert spoken(TALK) == [
        ("MS. ROE", "It rained."),
        ("MS. ROE", "We went home."),
        ("Q", "Did it snow?"),
        ("MR. POE", "(Laughs.)"),
        ("MR. POE", "It did not."),
        ("MR. POE", "NOTE: it hailed."),
    ]


def test_places_are_those_in_the_document() -> None:
    made = document(TALK)
    for sentence in sentences(hit(TALK)):
        assert made.text[sentence.start : sentence.end] == sentence.text
        assert made.speaker_at(sentence.start) == sentence.speaker


def test_prose_has_no_speaker() -> None:
    assert spoken("Q1 was good. FACT: it rained.\n") == [(None, "Q1 was good."), (None, "FACT: it rained.")]


def middle(main_speaker: str) -> Hit:
    """A passage that begins within somebody's turn, of which the reader keeps the main speaker only."""
    text = "It ended.\n\nMR. POE: No, it did not."
    return Hit(Passage(90, 90 + len(text), text, "", None, main_speaker), document(TALK).info, 1.0, 1)


def test_a_passage_within_a_turn_is_of_its_main_speaker() -> None:
    assert [(s.speaker, s.start, s.text) for s in sentences(middle("MS. ROE"))] == [
        ("MS. ROE", 90, "It ended."),
        ("MR. POE", 110, "No, it did not."),
    ]


def test_whose_turn_goes_on_is_not_guessed_where_the_main_speaker_begins_further_down() -> None:
    assert [(s.speaker, s.text) for s in sentences(middle("MR. POE"))] == [
        (None, "It ended."),
        ("MR. POE", "No, it did not."),
    ]
    assert [s.text for s in said_by(sentences(middle("MR. POE")), {"MR. POE"})] == ["No, it did not."]


def test_questions_of_reporters_answer_nothing() -> None:
    assert [s.text for s in said_by(sentences(hit(TALK)), frozenset())] == [
        "It rained.",
        "We went home.",
        "(Laughs.)",
        "It did not.",
        "NOTE: it hailed.",
    ]


def test_where_someones_words_are_asked_for_nobody_elses_are_given() -> None:
    assert [s.text for s in said_by(sentences(hit(TALK)), {"MS. ROE"})] == ["It rained.", "We went home."]
    assert said_by(sentences(hit(TALK)), {"MR. DOE"}) == []


def test_prose_may_say_what_anybody_said() -> None:
    assert [s.text for s in said_by(sentences(hit("Ms. Roe said no.\n")), {"MS. ROE"})] == ["Ms. Roe said no."]
