"""The row above the question."""

from support.rendered import Page

from qa.web.html.composer import composer_html


def test_above_the_question_stand_the_clip_the_filters_and_what_is_wrong() -> None:
    page = Page(composer_html(2000))
    assert page.having("data-longest") == ["2000"]
    assert [button.get("aria-label") for button in page.all("button")] == ["Add files", None, None]
    assert page.text == "FiltersYour question replaces the last one. Keep the last one"
    assert [part["class"] for _, part in page.elements if "hidden" in part] == ["editing", "refused-question"]
    assert page.having("role") == ["alert"]
    assert page.misnested == []
