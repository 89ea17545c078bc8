"""How the chat looks: a Gradio theme without web fonts, the style sheets, the icon."""

from pathlib import Path
from urllib.parse import quote

import gradio as gr

STATIC = Path(__file__).parent / "static"
"""Folder of the style sheets and scripts, served under `quotable/`."""
_STYLES = ("tokens", "chat", "panels", "document", "documents")
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f2a37"/>'
    '<path d="M7 17.5h18v6H7z" fill="#f7d154"/><path d="M9 9h14v3H9zM9 19h14v3H9z" fill="#fff" opacity=".92"/>'
    '<path d="M9 19h14v3H9z" fill="#1f2a37"/></svg>'
)
ICON = f"data:image/svg+xml,{quote(_DRAWING)}"
"""Address of the icon."""


def make_head() -> str:
    """What is added to the head of the page: icon, style sheets, script.

    The style sheets go here because Gradio rewrites what it is given as `css`: it prefixes every selector,
    which breaks the rules on its own frame and all that stands in a media query.
    """
    styles = "".join(f'<link rel="stylesheet" href="quotable/{name}.css">' for name in _STYLES)
    icon = f'<link rel="icon" type="image/svg+xml" href="{ICON}">'
    return f'{icon}{styles}<link rel="modulepreload" href="quotable/chat.js">'


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
