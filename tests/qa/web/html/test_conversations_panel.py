"""The panel of conversations."""

from dataclasses import replace
from datetime import UTC, datetime

from support.rendered import HOSTILE, HOSTILE_ESCAPED, Page

from qa.conversations.history import ConversationInfo
from qa.web.html.conversations_panel import conversations_html, search_html

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
ONE, TWO = ConversationInfo("a" * 32, "Of bread", 1, NOON, False), ConversationInfo("b" * 32, "Of tea", 12, NOON, False)


def test_a_conversation_can_be_opened_exported_renamed_and_deleted() -> None:
    a = "a" * 32
    assert conversations_html([ONE], None) == (
        f'<ul class="conversations"><li data-conversation="{a}"><a class="open" href="?c={a}">'
        '<span dir="auto">Of bread</span></a>'
        '<p class="quiet">1 question · <time datetime="2024-05-06T12:00:00+00:00">2024-05-06</time></p>'
        '<details class="options"><summary aria-label="Options: Of bread">⋯</summary><p class="actions">'
        '<button type="button" class="plain" data-pin="true" aria-label="Pin: Of bread">Pin</button>'
        '<button type="button" class="plain" data-retag aria-label="Tags: Of bread">Tags</button>'
        '<button type="button" class="plain" data-rename aria-label="Rename: Of bread">Rename</button>'
        f'<a class="plain" href="conversations/{a}.html" target="_blank" rel="noopener" aria-label="Print: Of bread">'
        "Print</a>"
        f'<a class="plain" href="conversations/{a}.md" target="_blank" rel="noopener" '
        'aria-label="Markdown: Of bread">Markdown</a>'
        f'<a class="plain" href="conversations/{a}.json" target="_blank" rel="noopener" aria-label="JSON: Of bread">'
        "JSON</a>"
        '<button type="button" class="plain" data-delete aria-label="Delete: Of bread">Delete</button></p></details>'
        f'<form class="renaming" hidden><label class="unseen" for="title-{a}">Title</label>'
        f'<input id="title-{a}" name="title" value="Of bread" maxlength="80" autocomplete="off" dir="auto">'
        '<button type="submit" class="strong">Save</button>'
        '<button type="button" class="plain" data-cancel>Cancel</button></form>'
        f'<form class="tagging" hidden><label for="tags-{a}">Tags, with commas between them</label>'
        f'<input id="tags-{a}" name="tags" value="" autocomplete="off" maxlength="320" dir="auto">'
        '<button type="submit" class="strong">Save</button>'
        '<button type="button" class="plain" data-cancel>Cancel</button></form>'
        '<p class="deleting" hidden><span>Delete it for good?</span> '
        '<button type="button" class="alarm" data-delete-now>Delete</button>'
        '<button type="button" class="plain" data-cancel>Keep it</button></p></li></ul>'
    )


def test_the_conversation_on_the_page_is_marked_and_no_other() -> None:
    links = [link for link in Page(conversations_html([ONE, TWO], "b" * 32)).all("a") if link["class"] == "open"]
    assert [link.get("aria-current") for link in links] == [None, "page"]
    assert "aria-current" not in conversations_html([ONE, TWO], None)


def test_conversations_stand_in_the_order_given_with_the_number_of_their_questions() -> None:
    page = Page(conversations_html([TWO, ONE], None))
    assert page.having("data-conversation") == ["b" * 32, "a" * 32]
    assert [text for text in page.said("p") if "question" in text] == ["12 questions · ", "1 question · "]
    assert page.misnested == []
    assert len(set(page.identities)) == len(page.identities) == 4


def test_where_there_is_none_it_says_what_will_be_kept() -> None:
    assert conversations_html([], "a" * 32) == (
        '<p class="quiet">Your questions and their answers are kept here, for this browser only, until you delete '
        "them.</p>"
    )


def test_titles_are_text() -> None:
    html = conversations_html([ConversationInfo("a" * 32, HOSTILE, 1, NOON, False)], None)
    page = Page(html)
    assert page.having("value") == [HOSTILE, ""]
    assert page.said("span")[0] == HOSTILE
    assert html.count(HOSTILE_ESCAPED) == html.count("evil.example") == 10
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in Page(conversations_html([ONE], None)).elements]


def test_pinned_conversations_have_a_list_of_their_own_and_can_be_unpinned() -> None:
    page = Page(conversations_html([replace(TWO, is_pinned=True), ONE], None))
    assert page.said("h3") == ["Pinned", "Recent"]
    assert page.having("data-pin") == ["false", "true"]
    assert Page(conversations_html([replace(ONE, is_pinned=True)], None)).said("h3") == ["Pinned"]
    assert Page(conversations_html([ONE, TWO], None)).said("h3") == []


def test_a_search_that_finds_none_says_so() -> None:
    assert conversations_html([], None, "tea") == '<p class="quiet">No conversation holds these words.</p>'


def test_the_field_of_the_search_is_labelled() -> None:
    page = Page(search_html())
    assert page.having("for") == page.identities == ["conversations-words"]


def test_tags_stand_with_their_conversation_and_all_of_them_above_the_list() -> None:
    tagged = replace(ONE, tags=("Bread", "to do"))
    page = Page(conversations_html([tagged, TWO], None, tags=["Bread", "tea", "to do"], tag="Bread"))
    assert [(one["data-tag"], one["aria-pressed"]) for one in page.all("button") if "data-tag" in one] == [
        ("Bread", "true"),
        ("tea", "false"),
        ("to do", "false"),
    ]
    assert page.having("value") == ["Of bread", "Bread, to do", "Of tea", ""]
    assert [text for text in page.said("span") if text in ("Bread", "tea", "to do")] == ["Bread", "to do"]
    assert page.misnested == []


def test_where_no_tag_is_given_there_are_none_to_choose_from() -> None:
    assert "data-tag=" not in conversations_html([ONE], None)


def test_tags_are_text() -> None:
    html = conversations_html([replace(ONE, tags=(HOSTILE,))], None, tags=[HOSTILE])
    assert html.count(HOSTILE_ESCAPED) == html.count("evil.example") == 4
    assert Page(html).having("data-tag") == [HOSTILE]
