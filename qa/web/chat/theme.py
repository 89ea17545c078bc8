"""How the chat looks below its style sheets: a Gradio theme without web fonts."""

import gradio as gr


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
