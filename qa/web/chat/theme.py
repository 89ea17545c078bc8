"""How the chat looks before and below its style sheets: a Gradio theme without web fonts, and an icon."""

import gradio as gr

from qa.web.html.icon import ICON_LINK

_CHOSEN_THEME = (
    '<script>{ const chosen = localStorage.getItem("quotable-theme");'
    " if (chosen) document.documentElement.dataset.theme = chosen; }</script>"
)
"""Runs before anything is drawn, so that the page does not appear in the other theme for a moment."""


HEAD = f"{_CHOSEN_THEME}{ICON_LINK}"
"""For the head of the page.

It is not what Gradio takes as `head` and `css`: scripts would add that late, and prefix every selector.
"""


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
