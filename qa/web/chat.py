"""The chat page: a conversation with the sources beside each answer, the question below.

The conversation is one `gr.HTML` and not a `gr.Chatbot`: a chatbot reads what a visitor types as Markdown, in
which an image is a request to another machine, and has no place for sources beside an answer. Here every
character from outside goes through `rendering`, which escapes it.
"""

from collections.abc import Sequence
from html import escape

import gradio as gr

from embeddings import EmbeddingsError
from qa.asking import LONGEST_QUESTION
from qa.citations import Answer
from qa.collection import Collection
from qa.errors import QuotableError
from qa.web.excerpts import CONTEXT, Excerpt, bare, surroundings
from qa.web.rendering import NEAREST_SHOWN, Overview, conversation_html, overview_html
from qa.web.session import Answered, Failed, Session
from qa.web.theme import read_script

_ASKED_AT_ONCE = 4
_INTRODUCTION = (
    '<div class="introduction"><h1>Ask what the documents say.</h1><p>Every answer is made of quotations that were '
    "checked, character by character, against their documents.</p></div>"
)
_UNEXPECTED = "Something went wrong while this was answered; the server’s log says what."


def build_chat(collection: Collection, examples: Sequence[str]) -> gr.Blocks:
    """Build the page.

    Args:
        collection: What is asked.
        examples: Questions to click, shown before the first question.
    """
    chat = _Chat(collection, has_examples=bool(examples))
    with gr.Blocks(title="Quotable", analytics_enabled=False, fill_width=True) as page:
        session = gr.State(Session())
        with gr.Row(elem_id="top"):
            gr.HTML('<p class="wordmark"><span>Quotable</span></p>', elem_id="brand", apply_default_css=False)
            overview = gr.HTML(chat.overview(), elem_id="overview", apply_default_css=False)
            restart = gr.Button("New conversation", size="sm", elem_id="restart", visible=False)
        conversation = gr.HTML(
            conversation_html((), _INTRODUCTION),
            elem_id="conversation",
            js_on_load=read_script(),
            apply_default_css=False,
        )
        with gr.Column(elem_id="examples", visible=bool(examples)) as suggestions:
            gr.HTML("<h2>For example</h2>", apply_default_css=False)
            buttons = [gr.Button(example, elem_classes="example") for example in examples]
        with gr.Column(elem_id="composer"):
            question = gr.Textbox(
                label="Question",
                show_label=False,
                placeholder="Ask a question",
                lines=1,
                max_lines=6,
                max_length=LONGEST_QUESTION,
                submit_btn="Ask",
                autofocus=True,
                container=False,
                elem_id="question",
                html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", autocomplete="off"),
            )
        changed = [session, conversation, suggestions, restart]
        asked = [question.submit(chat.begin, [question, session], [question, *changed], **_AT_ONCE)]
        asked += [button.click(chat.begin, [button, session], [question, *changed], **_AT_ONCE) for button in buttons]
        asked.append(conversation.click(chat.begin_without, session, [session, conversation], **_AT_ONCE))
        for event in asked:
            event.then(chat.finish, session, [session, conversation, overview], **_QUEUED).failure(
                chat.give_up, session, [session, conversation], **_AT_ONCE
            )
        restart.click(chat.restart, None, [question, *changed], **_AT_ONCE)
        page.load(chat.overview, None, overview, **_AT_ONCE)
    return page


_QUIET = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE = {**_QUIET, "queue": False}
_QUEUED = {**_QUIET, "concurrency_limit": _ASKED_AT_ONCE, "concurrency_id": "ask"}


class _Chat:
    """What the page does with a collection; the visitor's session comes and goes with each call."""

    def __init__(self, collection: Collection, *, has_examples: bool) -> None:
        self._collection = collection
        self._has_examples = has_examples

    def overview(self) -> str:
        """The line that says what is searched, as of now."""
        try:
            catalog = self._collection.catalog
            state = self._collection.state
            return overview_html(
                Overview(self._collection.folder.name, catalog.counts()[0], catalog.date_range(), state)
            )
        except (QuotableError, EmbeddingsError) as error:
            return f'<p class="overview">{escape(str(error))}</p>'

    def begin(self, question: str, session: Session) -> tuple[object, ...]:
        """Show the question at once; its answer follows. An empty question does nothing."""
        if not question.strip() or session.pending is not None:
            return (gr.skip(),) * 5
        session = session.ask(question.strip())
        shown = conversation_html(session.turns)
        return "", session, shown, gr.update(visible=False), gr.update(visible=True)

    def begin_without(self, session: Session, event: gr.EventData) -> tuple[object, ...]:
        """Ask the newest question again without what the visitor took off; `chat.js` gives its number."""
        number = event.clue
        if not isinstance(number, int) or (again := session.ask_without(number)) is session:
            return (gr.skip(),) * 2
        return again, conversation_html(again.turns)

    def finish(self, session: Session) -> tuple[object, ...]:
        """Answer the question that waits, if one does."""
        waiting = session.pending
        if waiting is None:
            return (gr.skip(),) * 3
        turn: Answered | Failed
        try:
            answer = self._collection.ask(waiting.question, session.conversation, without=waiting.without)
            turn = Answered(answer, self._excerpts(answer), waiting.without)
        except (QuotableError, EmbeddingsError) as error:
            turn = Failed(waiting.question, str(error))
        session = session.settle(turn)
        return session, conversation_html(session.turns), self.overview()

    def give_up(self, session: Session) -> tuple[object, ...]:
        """Settle the question that waits after an error that nobody foresaw."""
        if session.pending is None:
            return (gr.skip(),) * 2
        session = session.settle(Failed(session.pending.question, _UNEXPECTED))
        return session, conversation_html(session.turns)

    def restart(self) -> tuple[object, ...]:
        """Start a new conversation."""
        shown = conversation_html((), _INTRODUCTION)
        return "", Session(), shown, gr.update(visible=self._has_examples), gr.update(visible=False)

    def _excerpts(self, answer: Answer) -> tuple[Excerpt, ...]:
        """What stands around each citation; of an abstention, the nearest passages."""
        if answer.abstained:
            return tuple(
                self._excerpt(hit.document.name, hit.passage.start, hit.passage.text, context=0)
                for hit in answer.search.hits[:NEAREST_SHOWN]
            )
        return tuple(self._excerpt(c.document, c.start, c.quote) for c in answer.citations)

    def _excerpt(self, name: str, start: int, text: str, *, context: int = CONTEXT) -> Excerpt:
        document = self._collection.catalog.document(name)
        end = start + len(text)
        if document is None or document.text[start:end] != text:  # changed since it was found
            return bare(start, text)
        return surroundings(document, start, end, context)
