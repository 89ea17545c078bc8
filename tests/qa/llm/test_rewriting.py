"""Questions in a model's words are taken where they are faithful, and left alone elsewhere."""

import json

import pytest
from support.llm_server import Reply, answer, refusal, serving

from qa.llm.model import LanguageModel
from qa.llm.rewriting import is_faithful, rewritten
from qa.settings import LlmSettings
from qa.understanding.follow_ups import Conversation, FollowUp, Turn

BEFORE = "How many loaves did Anna Miller bake in March 2021?"
TURNS = Conversation((Turn(BEFORE, BEFORE, ("bread.md",)),))
FALLBACK = FollowUp("And cakes? (loaves Anna Miller baked in March 2021)", ("bread.md",))


@pytest.mark.parametrize(
    ("new", "faithful"),
    [
        ("How many cakes did Anna Miller bake in March 2021?", True),
        ("How many cakes did she bake?", True),
        ("how many cakes were baked by anna miller", True),
        ("Loaves or cakes?", True),
        ("Bread or cakes?", False),  # it may be a name
        ("", False),
        ("How many cakes did Anna Baker bake in March 2021?", False),
        ("How many cakes did Anna Miller bake in March 2022?", False),
        ("How many cakes did Anna Miller bake in April 2021?", False),
        ("How many of the 12 cakes did Anna Miller bake?", False),
        ("How many cakes did Anna Miller bake? " + "Say more. " * 30, False),
    ],
)
def test_a_question_in_other_words_adds_no_name_number_or_date(new: str, faithful: bool) -> None:
    assert is_faithful(new, "And cakes?", ["And cakes?", BEFORE]) is faithful


@pytest.mark.parametrize(
    ("question", "new"),
    [
        ("And for Paul Cook?", "How many loaves did Anna Miller bake?"),
        ("And in May 2022?", "How many loaves did Anna Miller bake in May?"),
        ("And in May 2022?", "How many loaves did Anna Miller bake in 2022?"),
        ("And more than 50?", "How many loaves did Anna Miller bake?"),
    ],
)
def test_a_question_in_other_words_drops_none_of_its_own(question: str, new: str) -> None:
    assert not is_faithful(new, question, [question, BEFORE])


def test_a_follow_up_stands_on_its_own_in_the_models_words_with_the_documents_of_the_rules() -> None:
    new = "How many cakes did Anna Miller bake in March 2021?"
    with serving(Reply(answer(json.dumps({"question": new})))) as server:
        pytest.importorskip("openai", reason="the extra llm is not installed")
        found = rewritten(LanguageModel(LlmSettings(server.url, "m")), "And cakes?", TURNS, FALLBACK)
    assert found == FollowUp(new, ("bread.md",))
    content = server.requests[0].body["messages"][1]["content"]
    assert content == f'<questions>\n{{"question": "{BEFORE}"}}\n</questions>\n\nLast question: "And cakes?"'


@pytest.mark.parametrize(
    "reply",
    [
        Reply(answer('{"question": "How many cakes did Paul Cook bake?"}')),
        Reply(answer('{"question": ""}')),
        Reply(answer('{"question": 5}')),
        Reply(answer("I cannot say.")),
        Reply(answer("")),
        refusal(401),
        Reply([], then="cut"),
    ],
)
def test_where_the_model_fails_the_rules_decide(reply: Reply) -> None:
    pytest.importorskip("openai", reason="the extra llm is not installed")
    with serving(reply) as server:
        found = rewritten(LanguageModel(LlmSettings(server.url, "m")), "And cakes?", TURNS, FALLBACK)
    assert found == FALLBACK


def test_a_first_question_is_not_sent() -> None:
    pytest.importorskip("openai", reason="the extra llm is not installed")
    with serving(refusal(500)) as server:
        model = LanguageModel(LlmSettings(server.url, "m"))
        assert rewritten(model, BEFORE, Conversation(), FollowUp(BEFORE)) == FollowUp(BEFORE)
    assert server.requests == []
