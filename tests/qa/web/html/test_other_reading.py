"""The other reading of a question, one click away."""

from support.rendered import HOSTILE, HOSTILE_ESCAPED

from qa.answering.answer import OtherReading
from qa.web.html.other_reading import other_reading_html


def test_a_follow_up_can_be_asked_on_its_own() -> None:
    assert other_reading_html(OtherReading("who won?", False), "How big is it?") == (
        '<p class="reading note"><span>Follow-up to <q dir="auto">How big is it?</q></span> · <button type="button" '
        'class="plain" data-take-off="before" data-key="conversation">Ask on its own</button></p>'
    )


def test_a_question_asked_on_its_own_can_be_a_follow_up() -> None:
    assert other_reading_html(OtherReading("who won? (it)", True), HOSTILE) == (
        '<p class="reading note"><span>Asked on its own</span> · <button type="button" class="plain" '
        'data-take-off="follow-up" data-key="conversation">Ask as a follow-up to '
        f'<q dir="auto">{HOSTILE_ESCAPED}</q></button></p>'
    )


def test_nothing_is_offered_where_the_words_leave_no_doubt() -> None:
    assert other_reading_html(None, "How big is it?") == ""
