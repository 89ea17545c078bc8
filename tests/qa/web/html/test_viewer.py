"""The empty viewer."""

from support.rendered import Page

from qa.web.html.viewer import viewer_html


def test_the_viewer_is_named_by_its_heading_and_its_buttons_say_what_they_do() -> None:
    page = Page(viewer_html())
    assert page.all("dialog") == [{"id": "viewer", "class": "viewer", "aria-labelledby": "viewer-title"}]
    assert page.identities == ["viewer", "viewer-title"]
    assert page.said("h2") == ["Document"]
    assert [(button.get("data-step"), button["aria-label"]) for button in page.all("button")] == [
        (None, "Close the document"),
        ("-1", "Previous source"),
        ("1", "Next source"),
    ]
    assert page.all("input")[0]["aria-label"] == "Search in this document"
    assert page.misnested == []
