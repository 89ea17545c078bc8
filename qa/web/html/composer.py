"""HTML above the field of the question: files, filters, and what is wrong with what was typed; pure."""

from qa.web.language import say

_CLIP = (
    '<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path fill="none" stroke="currentColor" '
    'stroke-width="1.7" stroke-linecap="round" d="m19 11-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 '
    '1.5 0 0 1-2.2-2.1L14 7.5"/></svg>'
)


def composer_html(longest: int) -> str:
    """The row above the question.

    Args:
        longest: Characters of the longest question, which the script refuses to exceed.
    """
    add = say("Add files")
    return (
        f'<div class="within" data-longest="{longest}">'
        f'<button type="button" class="plain clip" data-clip aria-label="{add}" title="{add}">{_CLIP}</button>'
        f'<button type="button" class="plain" data-panel="filters" aria-haspopup="dialog">{say("Filters")}</button>'
        f'<ul class="set" aria-label="{say("Searched within")}"></ul>'
        f'<p class="editing" hidden>{say("Your question replaces the last one.")} '
        f'<button type="button" class="plain" data-stop-editing>{say("Keep the last one")}</button></p></div>'
        '<p class="refused-question" role="alert" hidden></p>'
    )
