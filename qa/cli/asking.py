"""The commands that answer questions: `ask`, `retrieve`, `chat`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from qa.answering.answer import Answer
from qa.cli import printing
from qa.cli.arguments import read_filters, read_lines, read_questions
from qa.cli.opening import open_author, open_collection
from qa.cli.options import (
    ABSTAINED,
    CategoryOption,
    CollectionOption,
    DocumentOption,
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
    document: DocumentOption = None,
    without: WithoutOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many hits to put in the JSON.")] = 10,
    llm: LlmOption = False,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with quotations, or say that the documents do not answer it."""
    opened = open_collection(collection)
    asked = open_author(opened) if llm else opened
    filters = read_filters(opened, date_from, date_to, category, document)
    abstained = False
    for text in read_questions(question):
        with _refused_alone(text, question, as_json=as_json):
            answer = asked.ask(text, filters=filters, k=k, without=without or ())
            abstained = answer.abstained
            _print_answer(answer, as_json=as_json)
    if abstained and question != "-":
        raise typer.Exit(ABSTAINED)


def retrieve(
    question: QuestionArgument,
    collection: CollectionOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    category: CategoryOption = None,
    document: DocumentOption = None,
    without: WithoutOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Print the passages nearest to a question, best first."""
    opened = open_collection(collection)
    filters = read_filters(opened, date_from, date_to, category, document)

    for text in read_questions(question):
        with _refused_alone(text, question, as_json=as_json):
            search = opened.search(text, k, filters, without or ())
            if as_json:
                print_json(search.to_dict())
            else:
                printing.understood(out, search.question)
                printing.hits(out, search.hits)


def chat(
    collection: CollectionOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    category: CategoryOption = None,
    document: DocumentOption = None,
    llm: LlmOption = False,
    as_json: JsonOption = False,
) -> None:
    """Hold a conversation; an empty line starts a new one."""
    opened = open_collection(collection)
    asked = open_author(opened) if llm else opened
    filters = read_filters(opened, date_from, date_to, category, document)
    conversation = Conversation()
    for line in read_lines(out):
        if not line:
            conversation = Conversation()
            continue
        with _refused_alone(line, "-", as_json=as_json):
            answer = asked.ask(line, conversation, filters)
            conversation = conversation.then(answer.turn)
            _print_answer(answer, as_json=as_json)


@contextmanager
def _refused_alone(text: str, argument: str, *, as_json: bool) -> Iterator[None]:
    """Of many questions, one that cannot be asked, such as a long line, does not end the others."""
    try:
        yield
    except UsageError as error:
        if argument != "-":
            raise
        if as_json:  # one object for each question in any case
            print_json({"question": text, "error": str(error)})
        else:
            err.print(f"quotable: {error}", markup=False, style="red")


def _print_answer(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print_json(answer.to_dict())
    else:
        printing.answer(out, answer)
