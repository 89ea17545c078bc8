"""The commands that answer questions: `ask`, `retrieve`, `chat`."""

from collections.abc import Callable
from typing import Annotated

import typer

from qa.answering.citations import Answer
from qa.cli import printing
from qa.cli.arguments import read_filters, read_lines, read_questions
from qa.cli.opening import open_author, open_collection
from qa.cli.options import (
    ABSTAINED,
    USAGE,
    CategoryOption,
    CollectionOption,
    FromOption,
    JsonOption,
    LlmOption,
    QuestionArgument,
    ToOption,
    WithoutOption,
)
from qa.cli.printing import err, out, print_json
from qa.errors import UsageError
from qa.understanding.follow_ups import Conversation


def ask(
    question: QuestionArgument,
    collection: CollectionOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    category: CategoryOption = None,
    without: WithoutOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many hits to put in the JSON.")] = 10,
    llm: LlmOption = False,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with quotations, or say that the documents do not answer it."""
    opened = open_collection(collection)
    asked = open_author(opened) if llm else opened
    filters = read_filters(opened, date_from, date_to, category)
    abstained = False

    def answer(text: str) -> None:
        nonlocal abstained
        answer = asked.ask(text, filters=filters, k=k, without=without or ())
        abstained = answer.abstained
        _print_answer(answer, as_json=as_json)

    _answer_each(question, answer, as_json=as_json)
    if abstained and question != "-":
        raise typer.Exit(ABSTAINED)


def retrieve(
    question: QuestionArgument,
    collection: CollectionOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    category: CategoryOption = None,
    without: WithoutOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Print the passages nearest to a question, best first."""
    opened = open_collection(collection)
    filters = read_filters(opened, date_from, date_to, category)

    def answer(text: str) -> None:
        search = opened.search(text, k, filters, without or ())
        if as_json:
            print_json(search.to_dict())
        else:
            printing.understood(out, search.question)
            printing.hits(out, search.hits)

    _answer_each(question, answer, as_json=as_json)


def chat(
    collection: CollectionOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    category: CategoryOption = None,
    llm: LlmOption = False,
    as_json: JsonOption = False,
) -> None:
    """Hold a conversation; an empty line starts a new one."""
    opened = open_collection(collection)
    asked = open_author(opened) if llm else opened
    filters = read_filters(opened, date_from, date_to, category)
    conversation = Conversation()
    for line in read_lines(out):
        if not line:
            conversation = Conversation()
            continue
        try:
            answer = asked.ask(line, conversation, filters)
        except UsageError as error:
            _print_refusal(line, error, as_json=as_json)
            continue
        conversation = conversation.then(answer.turn)
        _print_answer(answer, as_json=as_json)


def _answer_each(argument: str, answer: Callable[[str], None], *, as_json: bool) -> None:
    """Answer a question, or those of standard input: of these, one that cannot be asked does not end the others."""
    refused = False
    for text in read_questions(argument):
        try:
            answer(text)
        except UsageError as error:
            if argument != "-":
                raise
            refused = True
            _print_refusal(text, error, as_json=as_json)
    if refused:
        raise typer.Exit(USAGE)


def _print_answer(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print_json(answer.to_dict())
    else:
        printing.answer(out, answer)


def _print_refusal(question: str, error: UsageError, *, as_json: bool) -> None:
    """One line for one question in any case, so that whoever reads them by number is not misled."""
    if as_json:
        print_json({"question": question, "error": str(error)})
    else:
        err.print(f"quotable: {error}", markup=False, style="red")
