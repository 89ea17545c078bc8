"""The Gradio page: the conversation with the sources beside each answer, the question below, panels over it.

The conversation is one `gr.HTML` and not a `gr.Chatbot`: a chatbot reads what a visitor types as Markdown, in
which an image is a request to another machine, and has no place for sources beside an answer. Its script calls the
methods of `Chat` as Gradio's server functions, which answer at once instead of through Gradio's queue, and every
character from outside is escaped where HTML is made of it.

Gradio keeps one page for all visitors. So it is built with names in place of all that is said on it, `quotable:top`,
and `Filling` puts what they stand for in their places each time that the page is sent, in the visitor's language.
"""

import json
import re
from collections.abc import Callable, Mapping

import gradio as gr

from qa.access.roles import EVERY, Role
from qa.answering.pipeline import LONGEST_QUESTION
from qa.web.chat.actions import Chat, Reply
from qa.web.chat.choices import Choices
from qa.web.html.access import account_html
from qa.web.html.composer import composer_html
from qa.web.html.conversations_panel import search_html
from qa.web.html.documents_panel import documents_panel_html
from qa.web.html.frame import conversation_html, panel_html, top_html
from qa.web.html.settings_panel import settings_html
from qa.web.html.viewer import viewer_html
from qa.web.language import language_element, say, spoken
from qa.web.middleware.access import can_edit, may, principal_of
from qa.web.middleware.visitors import visitor_of

_START = 'import(new URL("{script}", document.baseURI)).then((chat) => chat.start(element, server));'
# A question that comes before the script has loaded waits for it.
_ASK = """(question) => {
  if (window.quotable) return window.quotable.ask(question);
  window.addEventListener("quotable", () => window.quotable.ask(question), { once: true });
  return "";
}"""
_CALLED = (
    "ask",
    "ask_again",
    "stop",
    "spread",
    "give_feedback",
    "read",
    "conversations",
    "rename",
    "pin",
    "set_tags",
    "delete",
    "state",
    "suggest",
)
_SET = {
    "settings": Role.READER,
    "describe": Role.EDITOR,
    "set_answers": Role.ADMIN,
    "set_model": Role.ADMIN,
    "try_model": Role.ADMIN,
}
"""The calls of the settings, and the role that each needs.

What an admin chooses is kept for all collections of this machine, so it takes an admin of all of them.
"""


def build_page(chat: Chat, choices: Choices, collection: str, script: str) -> gr.Blocks:
    """Build the page, with names in the places that `Filling` fills.

    Args:
        chat: Answers the calls.
        choices: Answers those of the settings.
        collection: Name of the collection on this server.
        script: Address of the module that starts the chat.
    """
    with gr.Blocks(title="Quotable", analytics_enabled=False, fill_width=True) as page:
        _html("quotable:top", elem_id="top")
        _html(
            "quotable:conversation",
            elem_id="conversation",
            js_on_load=_START.format(script=script),
            server_functions=[
                *(_server_function(chat, name) for name in _CALLED),
                *(_setting_function(choices, name, role, collection) for name, role in _SET.items()),
            ],
        )
        _html("quotable:first-screen", elem_id="first-screen")
        with gr.Column(elem_id="composer"):
            _html("quotable:composer")
            question = gr.Textbox(
                label="quotable:question",
                show_label=False,
                placeholder="quotable:placeholder",
                lines=1,
                max_lines=6,
                submit_btn="quotable:ask",
                autofocus=True,
                container=False,
                elem_id="question",
                html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", autocomplete="off"),
            )
            question.submit(None, question, question, js=_ASK)
        _html("quotable:panels", elem_id="panels")
    return page


class Filling:
    """Fills the page in the language that is spoken, with what is known of the collection now."""

    def __init__(self, chat: Chat, categories: Callable[[], Mapping[str, int]], *, editable: bool) -> None:
        """Take what the page shows.

        Args:
            chat: Of the page.
            categories: Gives the number of documents of each category.
            editable: Whether documents can be added and removed.
        """
        self._chat = chat
        self._categories = categories
        self._editable = editable

    def __call__(self, page: str) -> str:
        """The page as it is sent, its HTML with Gradio's settings in a script."""
        parts = self._parts()
        filled = _NAME.sub(lambda named: _in_script(parts[named[1]]), page)
        filled = filled.replace('lang="en"', f'lang="{spoken().code}"', 1)
        return filled.replace("</head>", f"{language_element()}</head>", 1)

    def _parts(self) -> Mapping[str, str]:
        documents = documents_panel_html(self._categories(), editable=self._editable and can_edit())
        panels = (
            viewer_html()
            + panel_html("filters", say("Filters"))
            + panel_html("conversations", say("Conversations"), tools=search_html())
            + panel_html("settings", say("Settings"))
            + panel_html("documents", say("Documents"), documents)
        )
        return {
            "top": top_html(self._chat.overview()),
            "conversation": conversation_html(self._chat.writes),
            "first-screen": self._chat.first_screen(),
            "composer": composer_html(LONGEST_QUESTION),
            "question": say("Question"),
            "placeholder": say("Ask a question"),
            "ask": say("Ask"),
            "panels": panels,
        }


_NAME = re.compile(r'"quotable:([a-z-]+)"')


def _in_script(text: str) -> str:
    """A text as JSON within a script of a page, escaped as Gradio does it."""
    escapes = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'"}
    return json.dumps(text, ensure_ascii=False).translate(escapes)


def _html(content: str, **options: object) -> gr.HTML:
    return gr.HTML(content, apply_default_css=False, **{"js_on_load": None, **options})


def _server_function(owner: Chat | Choices, name: str) -> Callable[[object, gr.Request], Reply]:
    """A method as Gradio calls it: the request says who the visitor is."""
    method = getattr(owner, name)

    def called(data: object, request: gr.Request) -> Reply:
        reply: Reply = method(visitor_of(request.scope), data)
        return reply

    called.__name__ = name
    return called


def _setting_function(
    choices: Choices, name: str, role: Role, collection: str
) -> Callable[[object, gr.Request], Reply]:
    """The same for the settings, which not everybody may change."""
    call = _server_function(choices, name)
    changed = EVERY if role is Role.ADMIN else collection

    def called(data: object, request: gr.Request) -> Reply:
        scope = request.scope
        if not may(scope, role, changed):
            return {"problem": say("this needs the role {role}; ask who runs this server", role=role)}
        reply = call(data, request)
        principal = principal_of(scope)
        if name != "settings" or principal is None:
            return reply
        shown = reply["html"] if may(scope, Role.EDITOR, collection) else settings_html(None)
        return {**reply, "html": f"{shown}{account_html(principal.name)}"}

    called.__name__ = name
    return called
