"""The form by which a visitor says what an answer is worth."""

from dataclasses import replace

import pytest
from support.exchanges import BREAD, NOON, exchange
from support.rendered import HOSTILE, HOSTILE_ESCAPED, Page

from qa.conversations.feedback import LONGEST_NOTE, REASONS, Feedback
from qa.web.html.feedback_form import feedback_html

ANSWER = exchange().answer
ABSTENTION = exchange(abstains=True).answer


def reasons(page: Page) -> list[str | None]:
    return [field["value"] for field in page.all("input") if field.get("type") == "radio"]


def test_there_is_no_textarea_since_the_question_is_the_first_of_the_page() -> None:
    page = Page(feedback_html(3, ANSWER, None))
    assert "textarea" not in page.tags
    [note] = [field for field in page.all("input") if field["name"] == "note"]
    assert note == {"id": "note-3", "name": "note", "maxlength": str(LONGEST_NOTE), "autocomplete": "off"}


def test_the_reasons_of_an_abstention_are_others_than_those_of_an_answer() -> None:
    answered, abstained = Page(feedback_html(1, ANSWER, None)), Page(feedback_html(1, ABSTENTION, None))
    assert reasons(answered) == ["wrong", "incomplete", "source", "unanswerable", "other"]
    assert reasons(abstained) == ["answerable", "other"]
    shown = [text for text in answered.said("span") if text]
    assert shown == [REASONS[str(key)] for key in reasons(answered)]


@pytest.mark.parametrize(
    ("given", "pressed", "thanks"),
    [
        (None, ["false", "false"], ""),
        (Feedback("helpful", None, "", None, NOON), ["true", "false"], "Noted, thank you."),
        (Feedback("not_helpful", "wrong", "", None, NOON), ["false", "true"], "Noted, thank you."),
    ],
)
def test_the_thumb_that_was_given_is_pressed(given: Feedback | None, pressed: list[str], thanks: str) -> None:
    html = feedback_html(1, ANSWER, given)
    thumbs = [button for button in Page(html).all("button") if "data-verdict" in button]
    assert [(thumb["data-verdict"], thumb["aria-label"]) for thumb in thumbs] == [
        ("helpful", "Helpful"),
        ("not_helpful", "Not helpful"),
    ]
    assert [thumb["aria-pressed"] for thumb in thumbs] == pressed
    assert f'<span class="thanks" role="status">{thanks}</span></div><form class="feedback-form" hidden ' in html


def test_the_reason_that_was_given_is_chosen_and_no_other() -> None:
    page = Page(feedback_html(1, ANSWER, Feedback("not_helpful", "source", "", None, NOON)))
    assert [field["value"] for field in page.all("input") if "checked" in field] == ["source"]
    assert "checked" not in feedback_html(1, ANSWER, None)


def test_the_passages_can_be_chosen_by_their_rank() -> None:
    answer = exchange({**BREAD, "tea.md": "word " * 40}).answer
    assert (
        '<label for="passage-2">Which passage answers it?</label><select id="passage-2" name="passage">'
        '<option value="">I do not know</option>'
        f'<option value="1" dir="auto">Bread: {BREAD["bread.md"][:90]} …</option>'
        f'<option value="2" dir="auto">Bread: {"word " * 18} …</option></select>'
    ) in feedback_html(2, answer, None)
    none = replace(answer, search=replace(answer.search, hits=()))
    assert "select" not in Page(feedback_html(2, none, None)).tags


def test_ids_and_names_of_two_forms_differ_and_every_field_has_a_label() -> None:
    one, two = Page(feedback_html(1, ANSWER, None)), Page(feedback_html(2, ANSWER, None))
    both = Page(feedback_html(1, ANSWER, None) + feedback_html(2, ANSWER, None))
    assert len(set(both.identities)) == len(both.identities) == 4
    assert set(one.having("for")) == set(one.identities) == {"note-1", "passage-1"}
    groups = [{field["name"] for field in page.all("input") if field.get("type") == "radio"} for page in (one, two)]
    assert groups == [{"reason-1"}, {"reason-2"}]
    assert both.misnested == []


def test_titles_and_words_of_passages_are_text() -> None:
    answer = exchange({"a.md": HOSTILE}, (("a.md", HOSTILE),), title=HOSTILE[:60]).answer
    html = feedback_html(1, answer, None)
    assert Page(html).said("option")[1:] == [f"{HOSTILE[:60]}: {HOSTILE[:90]} …"]
    assert HOSTILE_ESCAPED not in html  # it is cut
    plain = exchange({"a.md": "plain"}, (("a.md", "plain"),)).answer
    assert Page(html).elements == Page(feedback_html(1, plain, None)).elements
