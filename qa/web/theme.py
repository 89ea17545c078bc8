"""How the chat looks: a Gradio theme without web fonts, the style sheet, the script."""

from pathlib import Path

import gradio as gr

from qa.web.icon import ICON_LINK

_HERE = Path(__file__).parent


def read_script() -> str:
    """The script of the conversation."""
    return _HERE.joinpath("chat.js").read_text("utf-8")


def make_head() -> str:
    """What is added to the head of the page: icon and style sheet.

    The style sheet goes here because Gradio rewrites what it is given as `css`: it prefixes every selector,
    which breaks the rules on its own frame and all that stands in a media query.
    """
    style = _HERE.joinpath("chat.css").read_text("utf-8")
    return f"{ICON_LINK}<style>{style}</style>"


def make_theme() -> gr.themes.Base:
    """Gradio's plainest theme on fonts that every system has; colours are set by the style sheet."""
    # Named fonts that are strings become files of Gradio's or of Google's only as `LocalFont` and `GoogleFont`.
    return gr.themes.Base(
        primary_hue="slate", neutral_hue="slate", font=["sans-serif"], font_mono=["monospace"], radius_size="md"
    ).set(
        body_background_fill="#ffffff",
        body_background_fill_dark="#16181c",
        body_text_color="#1d2229",
        body_text_color_dark="#e4e6ea",
    )
