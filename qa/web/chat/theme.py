"""How the chat looks: a Gradio theme without web fonts, and the style sheets."""

from collections.abc import Sequence

import gradio as gr

from qa.web.html.icon import ICON_LINK

_CHOSEN_THEME = (
    '<script>{ const chosen = localStorage.getItem("quotable-theme");'
    " if (chosen) document.documentElement.dataset.theme = chosen; }</script>"
)
"""Runs before anything is drawn, so that the page does not appear in the other theme for a moment."""


def make_head(styles: str, scripts: Sequence[str]) -> str:
    """What is added to the head of the page: icon, style sheet, scripts.

    The style sheet goes here because Gradio rewrites what it is given as `css`: it prefixes every selector,
    which breaks the rules on its own frame and all that stands in a media query.

    Args:
        styles: Address of the style sheet.
        scripts: Addresses of the modules, so that the browser asks for all of them at once.
    """
    preloads = "".join(f'<link rel="modulepreload" href="{script}">' for script in scripts)
    return f'{_CHOSEN_THEME}{ICON_LINK}<link rel="stylesheet" href="{styles}">{preloads}'


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
