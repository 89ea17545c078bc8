"""HTML above the field of the question: files, filters, and what is wrong with what was typed; pure."""

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
    return (
        f'<div class="within" data-longest="{longest}">'
        f'<button type="button" class="plain clip" data-clip aria-label="Add files" title="Add files">{_CLIP}</button>'
        '<button type="button" class="plain" data-panel="filters" aria-haspopup="dialog">Filters</button>'
        '<ul class="set" aria-label="Searched within"></ul>'
        '<p class="editing" hidden>Your question replaces the last one. '
        '<button type="button" class="plain" data-stop-editing>Keep the last one</button></p></div>'
        '<p class="refused-question" role="alert" hidden></p>'
    )
