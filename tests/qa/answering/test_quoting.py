"""From chosen sentences to quotes."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.toy import document

from qa.answering.draft import Quote
from qa.answering.hit_sentences import Sentence, sentences
from qa.answering.quoting import asks_for_address, can_be_quoted, context_of, quotes
from qa.documents.passages import split
from qa.filters import Filters
from qa.retrieval.retriever import Hit
from qa.understanding.answer_types import AnswerType
from qa.understanding.questions import UnderstoodQuestion, understand

PROSE = "The council met in Bern. It chose a new chair. Ann Lee won by 12 votes.\n\nShe begins in May. All agree.\n"
LIST = "The shop sells fruit. It has:\n\n- some red apples here\n- some ripe pears here\n\nIt is open.\n"


def found(markdown: str, name: str = "a.md", rank: int = 1) -> list[Sentence]:
    made = document(markdown, name)
    [passage] = split(made, lambda texts: [1] * len(texts), 10_000)
    return sentences(Hit(passage, made.info, 1.0, rank))


def asked(question: str, answer_type: AnswerType = AnswerType.OTHER) -> UnderstoodQuestion:
    return replace(understand(question, question, Filters()), answer_type=answer_type)


def chosen(every: Sequence[Sentence], *texts: str) -> list[Sentence]:
    return [next(sentence for sentence in every if sentence.text == text) for text in texts]


def test_the_best_is_quoted_first_and_neighbours_are_one() -> None:
    every = found(PROSE) + found("Nobody else came to it.\n", "b.md", 2)
    picked = chosen(every, "Nobody else came to it.", "Ann Lee won by 12 votes.", "The council met in Bern.")
    assert [(q.document, q.start, q.end, q.text) for q in quotes(picked, asked("?"))] == [
        ("b.md", 0, 23, "Nobody else came to it."),
        ("a.md", 47, 71, "Ann Lee won by 12 votes."),
        ("a.md", 0, 24, "The council met in Bern."),
    ]
    neighbours = chosen(every, "It chose a new chair.", "The council met in Bern.")
    assert quotes(neighbours, asked("?")) == (Quote("a.md", 0, 46, "The council met in Bern. It chose a new chair."),)


def test_paragraphs_are_quoted_apart() -> None:
    picked = chosen(found(PROSE), "Ann Lee won by 12 votes.", "She begins in May.")
    assert [quote.text for quote in quotes(picked, asked("?"))] == ["Ann Lee won by 12 votes.", "She begins in May."]


def test_a_lead_in_is_quoted_with_its_items() -> None:
    [quote] = quotes(chosen(found(LIST), "It has:", "some ripe pears here"), asked("What has it?"))
    assert quote == Quote(
        "a.md",
        22,
        72,
        "It has:\n\nsome red apples here\nsome ripe pears here",
        context="The shop sells fruit.",
    )


def test_an_item_is_quoted_with_the_others_where_a_list_is_asked_for() -> None:
    item = chosen(found(LIST), "some ripe pears here")
    assert [q.text for q in quotes(item, asked("Which fruit?"))] == ["some ripe pears here"]
    assert [q.text for q in quotes(item, asked("Which fruit?", AnswerType.LIST))] == [
        "It has:\n\nsome red apples here\nsome ripe pears here"
    ]


def test_items_too_short_to_be_quoted_alone_are_quoted_together_with_the_heading_above() -> None:
    every = found("# Crew\n\n- Ann Lee\n- Tom Reed\n\n# Cook\n\n- Ida Moe\n")
    item = chosen(every, "Tom Reed")
    assert can_be_quoted(item[0], every)
    assert quotes(item, asked("Who sails?")) == (Quote("a.md", 6, 22, "Ann Lee\nTom Reed", context="Crew"),)
    assert not can_be_quoted(chosen(every, "Ida Moe")[0], every)


def test_a_list_with_an_address_is_not_quoted_in_place_of_an_item() -> None:
    every = found("Read on:\n\n- the red book of all\n- https://a.b/c of the same\n")
    item = chosen(every, "the red book of all")
    assert [q.text for q in quotes(item, asked("Which?", AnswerType.LIST))] == ["the red book of all"]


@pytest.mark.parametrize(
    ("sentence", "may"),
    [
        ("It is just as long.", False),  # 19 characters
        ("It is just as long a", True),
        ("Is it quite as long as that?", False),
        ("See https://a.b/c or any other.", False),
        ("Write to ann@a.b or to any other.", False),
        ("See www.a.b or any other of them.", False),
        ("These are what nobody has seen:", False),
    ],
)
def test_what_may_be_quoted(sentence: str, may: bool) -> None:
    every = found(sentence)
    assert can_be_quoted(every[0], every) is may


def test_a_lead_in_may_be_quoted_when_its_list_may() -> None:
    every = found(LIST)
    assert can_be_quoted(chosen(every, "It has:")[0], every)
    every = found("It has:\n\n- https://a.b/c\n")
    assert not can_be_quoted(every[0], every)


@pytest.mark.parametrize(
    "sentence",
    [
        "He won.",
        "She won.",
        "They won.",
        "It’s done.",
        "Its end came.",
        "This won.",
        "That was all.",
        "Those won.",
        "Both won.",
    ]
    + ["Such a vote is rare.", "“He won,” said Ann.", "The order ends it.", "The Order’s end came.", "The two won."],
)
def test_a_quote_that_refers_back_has_the_sentence_before_it(sentence: str) -> None:
    every = found(f"Others came. Ann Lee spoke. {sentence} More.")
    context = context_of(next(each for each in every if each.text == sentence))
    assert context is not None
    assert context.text == "Ann Lee spoke."


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann won.",
        "Item two won.",
        "Heather won.",
        "This week she won.",
        "That said, she won.",
        "The order of the day won.",
    ]
    + ["The Order Lee signed won.", "The orders won."],
)
def test_a_quote_that_stands_on_its_own_has_none(sentence: str) -> None:
    every = found(f"Ann Lee spoke. {sentence} More.")
    assert context_of(next(each for each in every if each.text == sentence)) is None


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# The vote\n\n",
        "At http://a.b, yes. ",
        "MS. ROE: Ann won.\n\nMR. POE: Yes.\n\nMS. ROE: ",
        "MS. ROE: Ann won.\n\nQ Yes.\n\nMS. ROE: ",
    ],
    ids=["nothing", "a heading", "an address", "somebody else", "a reporter"],
)
def test_no_context_where_none_stands_before(before: str) -> None:
    every = found(f"{before}She won.\n")
    assert context_of(next(each for each in every if each.text == "She won.")) is None


def test_the_context_is_of_the_paragraph_before_where_a_paragraph_refers_back() -> None:
    [quote] = quotes(chosen(found(PROSE), "She begins in May."), asked("?"))
    assert quote.context == "Ann Lee won by 12 votes."


def test_of_neighbours_the_first_decides() -> None:
    [quote] = quotes(chosen(found(PROSE), "It chose a new chair.", "Ann Lee won by 12 votes."), asked("?"))
    assert (quote.text, quote.context) == ("It chose a new chair. Ann Lee won by 12 votes.", "The council met in Bern.")


def test_the_short_answer_has_its_place_in_the_document() -> None:
    every = found(PROSE)
    question = asked("By how many votes?", AnswerType.NUMBER)
    [quote] = quotes(chosen(every, "Ann Lee won by 12 votes."), question)
    assert quote.answer == (62, 64)
    [quote] = quotes(chosen(every, "All agree."), question)
    assert quote.answer is None
    follow_up = replace(question, question="And by how much?")
    assert quotes(chosen(every, "Ann Lee won by 12 votes."), follow_up)[0].answer == (62, 64)


def test_the_short_answer_is_looked_for_in_the_best_sentence_first() -> None:
    every = found("Ann Lee won 12 votes. Bob Roe won 7 votes. All of it took 3 days.\n")
    question = asked("How many votes?", AnswerType.NUMBER)
    for best, answer in (("Ann Lee won 12 votes.", (12, 14)), ("Bob Roe won 7 votes.", (34, 35))):
        picked = sorted(every[:2], key=lambda sentence: sentence.text != best)
        [quote] = quotes(picked, question)
        assert (quote.text, quote.answer) == ("Ann Lee won 12 votes. Bob Roe won 7 votes.", answer)
    [quote] = quotes([every[2], every[1]], question)
    assert quote.answer == (34, 35)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("| boat | 3 m |\n|---|---|\n| raft | 2 m |", True),
        ("Length: `3`", True),
        ("06:40 oar broke", True),
        ("苔は石の上に育つ。", True),
        ("育つ。", False),
        ("苔は石の上に育つか？", False),
        ("All agree.", False),
        ("Some words", False),
    ],
)
def test_what_is_short_may_be_quoted_where_it_is_all_that_there_is_to_say(text: str, may: bool) -> None:
    every = found(text)
    assert can_be_quoted(every[-1], every) is may


def test_a_value_comes_with_the_heading_that_says_of_what() -> None:
    every = found("# Boats\n\n## raft\n\nLength: 3 m\n\nIt floats.\n\nWidth: 2 m\n")
    [length] = quotes(chosen(every, "Length: 3 m"), asked("How long is the raft?"))
    assert (length.text, length.context) == ("Length: 3 m", "raft")
    [width] = quotes(chosen(every, "Width: 2 m"), asked("How wide is the raft?"))
    assert width.context is None


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What is the address of the mill?", True),
        ("Which website tells more?", True),
        ("What is Ann's e-mail address?", True),
        ("Where is the link to the rules?", True),
        ("How does the plan address floods?", False),
        ("What links the mill and the inn?", False),
        ("Who may vote by mail?", False),
    ],
)
def test_an_address_may_be_quoted_where_one_is_asked_for(question: str, asks: bool) -> None:
    assert asks_for_address(question) is asks
    every = found("Write to <ann@mill.example> before noon.")
    assert can_be_quoted(every[0], every, with_address=asks) is asks
