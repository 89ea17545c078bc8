"""Sentences that give a question, and those that leave doubt and give none."""

from pathlib import Path

import pytest

from qa.documents import FoundFile, read_document
from qa.suggestions.questions import LONGEST, find_questions, question_of
from qa.suggestions.verbs import past_base, present_base


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Sandholm bridge was opened in May 1931.", "When was the Sandholm bridge opened?"),
        (
            "The Sandholm ferry will be replaced on 3 May 2027, the council says.",
            "When will the Sandholm ferry be replaced?",
        ),
        (
            "Mayor Anna Berg signed the harbour treaty on 4 June 2019.",
            "When did Mayor Anna Berg sign the harbour treaty?",
        ),
        ("The Sandholm ferry costs $4 a day.", "How much does the Sandholm ferry cost a day?"),
        (
            "The Sandholm library holds about 40,000 books in nine languages.",
            "How many books does the Sandholm library hold in nine languages?",
        ),
        (
            "The city council approved more than $2 million for the new pier.",
            "How much did the city council approve for the new pier?",
        ),
        ("The Sandholm bridge has 14 arches.", "How many arches does the Sandholm bridge have?"),
        ("The Sandholm bridge is 340 metres long.", "How long is the Sandholm bridge?"),
        ("The Sandholm pier was closed because the river had risen.", "Why was the Sandholm pier closed?"),
        ("The Harbour Act requires a licence for every boat.", "What does the Harbour Act require?"),
        ("The Harbour Night Fund is a scheme for sailors.", "What is the Harbour Night Fund?"),
        ("The goal of the harbour plan is a quay without cars.", "What is the goal of the harbour plan?"),
        ("The Sandholm pier was built by Berg and Sons in two years.", "Who was the Sandholm pier built by?"),
        ("The harbour treaty was signed in Oslo after a long dispute.", "Where was the harbour treaty signed?"),
        ("The harbour survey found that 12 quays leak.", "What did the harbour survey find?"),
        (
            "The Harbour Union objected to the new tariff.",
            "What did the Harbour Union object to?",
        ),
        ("The harbour office must examine whether the quays leak.", "What must the harbour office examine?"),
        (
            "Sandholm Ferries was to spend $4 million on a new ship.",
            "How much was Sandholm Ferries to spend on a new ship?",
        ),
        (
            "Sandholm was the first town to charge for the harbour.",
            "Which town was the first to charge for the harbour?",
        ),
        ("More than 400 boats use the harbour of Sandholm.", "How many boats use the harbour of Sandholm?"),
        (
            "The mayor said the Sandholm bridge was opened in May 1931.",
            "What did the mayor say about the Sandholm bridge?",
        ),
        (
            "On 4 June 2019, Mayor Anna Berg signed the harbour treaty.",
            "When did Mayor Anna Berg sign the harbour treaty?",
        ),
        ("Under the plan, the Sandholm ferry costs $4 a day.", "How much does the Sandholm ferry cost a day?"),
        ("The Sandholm ferry (once a steamer) costs $4 a day.", "How much does the Sandholm ferry cost a day?"),
        ("The Sandholm ferry costs $4 a day, the council said.", "How much does the Sandholm ferry cost a day?"),
        ("Harbour passes are valid on the ferry to Sandholm.", "Are Harbour passes valid on the ferry to Sandholm?"),
        (
            "The harbour order tells the Sandholm council to close the old pier.",
            "What does the harbour order tell the Sandholm council to do?",
        ),
        (
            "The Harbour Union called on the mayor to cut the new tariff.",
            "What did the Harbour Union call on the mayor to do?",
        ),
        ("The Harbour Union must report to the council of Sandholm.", "What must the Harbour Union do?"),
        (
            "Fares on the Sandholm ferry rose by 12 percent in 2021.",
            "By how much did Fares on the Sandholm ferry rise in 2021?",
        ),
        (
            "Sandholm Ferries and Berg Boats had announced a new line to the islands of Lund.",
            "Who had announced a new line to the islands of Lund?",
        ),
        ("The Sandholm ferry was worth about $4 million in 2021.", "How much was the Sandholm ferry worth in 2021?"),
        (
            "Sandholm Ferries had paid out $4 million in refunds to passengers.",
            "How much had Sandholm Ferries paid out in refunds to passengers?",
        ),
        (
            "Ferry workers of Sandholm were earning $13 an hour.",
            "How much were Ferry workers of Sandholm earning an hour?",
        ),
        (
            "Piers: The old pier in Lund, Jutland, is named for Admiral Berg.",
            "Who is the old pier in Lund named for?",
        ),
        ("To renew your pass, open the page of your account.", "How do I renew my pass?"),
    ],
)
def test_a_sentence_is_turned_round(sentence: str, question: str) -> None:
    assert question_of(sentence) == question


@pytest.mark.parametrize(
    "sentence",
    [
        "It was opened in May 1931.",
        "Some 40 beds on the quay of Sandholm.",
        "The bridge was opened in May 1931.",  # which one?
        "This Sandholm bridge was opened in May 1931.",
        "If the Sandholm bridge was opened in May 1931, the ferry was older.",
        "The Sandholm bridge was not opened in May 1931.",
        "The Sandholm ferry costs $4, $5 or $6 a day.",
        "Anna Berg is a teacher from Sandholm.",  # who, or what?
        "The documents released by the council in May 2021 were read.",
        "Was the Sandholm bridge opened in May 1931?",
        "The Harbour Group founded by the council is closed.",  # a participle
        "Harbour unions give workers a stronger voice.",  # the verb is not the last plural
        "Seventy percent of small firms have 20 workers.",
        "The council approved 76 permits to renew the harbour's beautiful, old pier.",
    ],
)
def test_a_sentence_that_leaves_doubt_gives_no_question(sentence: str) -> None:
    assert question_of(sentence) is None


def test_a_common_word_that_opens_the_sentence_is_written_small_and_a_name_is_not() -> None:
    sentence = "Ferry passes for children cost $2 a day."
    assert question_of("Harbour passes of Sandholm will be sold in May 2027.", "harbour") == (
        "When will harbour passes of Sandholm be sold?"
    )
    assert question_of("Harbour passes of Sandholm will be sold in May 2027.") == (
        "When will Harbour passes of Sandholm be sold?"
    )
    assert question_of(sentence) is None  # 'cost' is present or past


def test_a_heading_that_asks_is_taken_as_it_is_with_what_follows_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Help\n\n## How do I renew a pass?\n\nAt the pier.\n\nThe Sandholm bridge has 14 arches.\n", "utf-8"
    )
    document = read_document(FoundFile(path, "a.md"))
    found = [(one.question, document.text[one.start : one.end]) for one in find_questions(document)]
    assert found == [
        ("How do I renew a pass?", "At the pier."),
        ("How many arches does the Sandholm bridge have?", "The Sandholm bridge has 14 arches."),
    ]
    assert all(len(question) <= LONGEST for question, _ in found)


@pytest.mark.parametrize(
    ("past", "base"),
    [
        ("approved", "approve"),
        ("announced", "announce"),
        ("signed", "sign"),
        ("launched", "launch"),
        ("created", "create"),
        ("carried", "carry"),
        ("passed", "pass"),
        ("went", "go"),
        ("planned", None),
        ("the", None),
    ],
)
def test_the_base_of_a_past_is_known_or_not_guessed(past: str, base: str | None) -> None:
    assert past_base(past) == base


@pytest.mark.parametrize(
    ("present", "base"),
    [("covers", "cover"), ("reaches", "reach"), ("carries", "carry"), ("has", "have"), ("bus", None), ("Books", None)],
)
def test_the_base_of_a_third_person(present: str, base: str | None) -> None:
    assert present_base(present) == base
