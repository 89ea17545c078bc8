"""The HTTP API and the page as the server gives it."""

import asyncio
import json
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from starlette.routing import Route
from starlette.testclient import TestClient
from support.llm_server import Reply, ScriptedServer, answer, claims, serving, until
from support.places import Write
from support.rendered import Page
from support.toy import ToyEncoder

from qa import Author, Collection, LlmSettings, UsageError, web
from qa.filters import Filters
from qa.settings import NO_MODEL
from qa.web.middleware.offline import CONTENT_SECURITY_POLICY, without_foreign_addresses
from qa.web.middleware.visitors import NOBODY, visitor_of
from qa.web.server import create_app, serve


@pytest.fixture
def client(collection: Collection, write: Write, folder: Path) -> Iterator[TestClient]:
    write("aaa.md", "---\ntitle: aaa\ndate: 2021-03-01\ncategory: first\n---\naaa aaa aaa aaa aaa aaa.\n")
    write("eee.md", "---\ntitle: eee\ndate: 2022-03-01\ncategory: second\n---\neee eee eee eee eee eee.\n")
    collection.index([folder])

    async def build() -> TestClient:
        # Gradio opens event loops that it does not close where none is running.
        return TestClient(create_app(collection, ["aaa?"]), base_url="http://127.0.0.1")

    with asyncio.run(build()) as client:
        yield client


def test_ask_answers_what_ask_json_prints(client: TestClient, collection: Collection) -> None:
    answered = client.get("/api/ask", params={"q": "eee?", "category": ["first", "second"], "k": 1}).json()
    expected = collection.ask("eee?", filters=Filters(categories=frozenset({"first", "second"})), k=1).to_dict()
    del answered["timings_ms"], expected["timings_ms"]
    assert answered == expected


def test_retrieve_searches_within_the_filters(client: TestClient) -> None:
    def names(**filters: str) -> list[str]:
        hits = client.get("/api/retrieve", params={"q": "aaa eee", **filters}).json()["hits"]
        return sorted(hit["document"] for hit in hits)

    assert names() == ["aaa.md", "eee.md"]
    assert names(**{"from": "2022-01-01"}) == ["eee.md"]
    assert names(to="2021-12-31") == ["aaa.md"]
    assert names(category="second") == ["eee.md"]


def test_what_was_understood_can_be_taken_off(client: TestClient) -> None:
    asked = {"q": "aaa eee, documents from 2021", "without": ["from:2021-01-01", "to"]}
    for path, expected in [("ask", ["aaa.md", "eee.md"]), ("retrieve", ["aaa.md", "eee.md"])]:
        found = client.get(f"/api/{path}", params=asked).json()
        assert sorted(hit["document"] for hit in found["hits"]) == expected
        assert found["filters"] == []
        kept = client.get(f"/api/{path}", params={"q": asked["q"]}).json()
        assert [hit["document"] for hit in kept["hits"]] == ["aaa.md"]


def test_status_says_how_much_is_searched(client: TestClient, collection: Collection) -> None:
    assert client.get("/api/status").json() == {
        "title": collection.folder.name,
        "description": "",
        "documents": 2,
        "passages": 2,
        "dense_ready": 1.0,
        "generation": collection.catalog.generation,
        "encoder": "toy",
        "first_date": "2021-03-01",
        "last_date": "2022-03-01",
        "categories": {"first": 1, "second": 1},
    }


@pytest.mark.parametrize(
    ("address", "status", "error"),
    [
        ("/api/ask", 422, "q is missing"),
        ("/api/ask?q=", 400, "the question is empty"),
        ("/api/ask?q=a&from=May", 422, "from is 'May'; write a day as YYYY-MM-DD"),
        ("/api/ask?q=a&k=0", 422, "k is '0'; it should be greater than or equal to 1"),
        ("/api/retrieve?q=a&form=2022-01-02", 422, "form is not known here; leave it out"),
        (
            "/api/retrieve?q=a&from=2022-01-02&to=2022-01-01",
            400,
            "the range of dates is empty: from 2022-01-02 to 2022-01-01",
        ),
        ("/api/nothing", 404, "there is no /api/nothing; see /api/openapi.json"),
    ],
)
def test_bad_input_is_answered_with_one_sentence(client: TestClient, address: str, status: int, error: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json()) == (status, {"error": error})


def test_the_page_names_no_other_machine(client: TestClient) -> None:
    response = client.get("/", headers={"accept": "text/html", "accept-encoding": "br"})
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert [
        (tag, value)
        for tag, attributes in Page(response.text).elements
        for value in attributes.values()
        if value and "//" in value
    ] == []
    assert 'analytics_enabled":false' in response.text.replace(" ", "")


@pytest.mark.parametrize(
    "element",
    [
        '<link rel="preconnect" href="https://fonts.gstatic.com" crossorigin="anonymous" />',
        '<meta property="og:image"\n content="//raw.example/x.jpg" />',
        '<script async src="https://cdn.example/iframeResizer.js"></script>',
    ],
)
def test_elements_that_name_another_machine_are_taken_out(element: str) -> None:
    own = '<link rel="manifest" href="/manifest.json" /><script src="./a.js"></script>'
    assert without_foreign_addresses(own + element + own) == own + own


def test_no_documentation_page_loads_scripts_from_elsewhere(client: TestClient) -> None:
    assert [client.get(page).status_code for page in ("/docs", "/redoc")] == [404, 404]
    assert client.get("/api/openapi.json").json()["info"]["title"] == "Quotable"


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(tmp_path: Path, encoder: ToyEncoder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} of 127.0.0.1 cannot be used .*; name another with --port"):
            serve(Collection.open(tmp_path / "c", encoder=encoder), [], port=port, announce=lambda _: None)


# The page as a whole


def call(client: TestClient, name: str, data: object) -> dict[str, object]:
    """What a function of the page's script gets."""
    config = client.get("/config").json()
    component = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "conversation")
    body = {"data": data, "component_id": component, "fn_name": name, "session_hash": "tab"}
    return dict(client.post("/gradio_api/component_server/", json=body).json())


def sent(client: TestClient, **headers: str) -> dict[str, list[dict[str, dict[str, str]]]]:
    """Gradio's settings as the page holds them, filled."""
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", client.get("/", headers=headers).text)
    assert found is not None
    return dict(json.loads(found[1]))


def pieces(client: TestClient) -> str:
    """The HTML that the page is made of, in its order, without templates, which are no part of a document."""
    html = "".join(one["props"]["value"] for one in sent(client)["components"] if one["type"] == "html")
    return re.sub("<template.*?</template>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("cookie", "accepted", "code", "ask"),
    [
        ("", "", "en", "Ask"),
        ("", "de-DE,en;q=0.5", "de", "Fragen"),
        ("es", "de", "es", "Preguntar"),
        ("en", "de", "en", "Ask"),
    ],
)
def test_the_page_is_in_the_language_that_was_chosen_or_else_that_of_the_browser(
    client: TestClient, cookie: str, accepted: str, code: str, ask: str
) -> None:
    headers = {"accept-language": accepted, "cookie": f"quotable-language={cookie}"}
    reply = client.get("/", headers=headers)
    assert re.findall(r"<html\s+lang=\"(\w+)\"", reply.text) == [code]
    assert "accept-language, cookie" in reply.headers["vary"]
    assert "quotable:" not in reply.text
    (question,) = (one["props"] for one in sent(client, **headers)["components"] if one["type"] == "textbox")
    assert question["submit_btn"] == ask
    page = client.get("/exact-quotations", headers=headers)
    assert f'<html lang="{code}">' in page.text
    assert "accept-language, cookie" in page.headers["vary"]


def test_what_a_script_calls_answers_in_the_language_and_programs_get_english(client: TestClient) -> None:
    german = {"accept-language": "de"}
    client.get("/")
    client.headers.update(german)
    reply = call(client, "ask", {"question": "Who rules the zebras?"})
    assert "Soweit ich sehe, steht das nicht in den Dokumenten." in str(reply["html"])
    assert call(client, "ask", {"question": " "}) == {"problem": "Die Frage ist leer"}
    found = client.get("/api/ask", params={"q": "Who rules the zebras?"}).json()
    assert found["answer"]["text"] == "The documents do not say, as far as I can tell."
    assert client.get("/api/ask", params={"q": " "}).json() == {"error": "Die Frage ist leer"}
    for asked in ({"question": " "}, {"question": "a", "k": 0}):
        problem = client.post("/api/v1/ask", json=asked).json()
        assert problem["detail"] == problem["errors"][0]["detail"]
    assert client.post("/api/v1/ask", json={"question": " "}).json()["detail"] == "Die Frage ist leer"
    del client.headers["accept-language"]
    assert client.get("/api/ask", params={"q": " "}).json() == {"error": "the question is empty"}


def test_ids_are_unique_on_the_page_with_all_that_is_shown_on_it(client: TestClient) -> None:
    client.get("/")
    first = call(client, "ask", {"question": "aaa?"})
    conversation = first["conversation"]
    turns = [first, call(client, "ask", {"question": "zzz xyz", "conversation": conversation})]
    panels = [call(client, "spread", {}), call(client, "conversations", {"conversation": conversation})]
    page = Page(pieces(client) + "".join(str(reply["html"]) for reply in turns + panels))
    components = client.get("/config").json()["components"]
    own = [one["props"]["elem_id"] for one in components if one["props"].get("elem_id")]
    assert own == ["top", "conversation", "first-screen", "composer", "question", "panels"]
    identities = [*own, *page.identities]
    assert {"turn-1", "turn-2", "source-1-1", "passage-2-1", f"title-{conversation}"} <= set(identities)
    assert sorted(identities) == sorted(set(identities))
    referred = [*page.having("for"), *page.having("aria-labelledby"), *page.having("aria-describedby")]
    assert set(referred) <= set(identities)
    assert page.misnested == []


def test_the_page_has_one_main_heading_and_every_panel_its_own(client: TestClient, collection: Collection) -> None:
    page = Page(pieces(client))
    assert [tag for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)] == ["h1", *["h2"] * 8, "h3"]
    assert page.said("h2") == [
        collection.folder.name,
        "For example",
        "Newest documents",
        "Document",
        "Filters",
        "Conversations",
        "Settings",
        "Documents",
    ]
    dialogs = {dialog["id"]: dialog["aria-labelledby"] for dialog in page.all("dialog")}
    assert dialogs == {
        panel: f"{panel}-title" for panel in ("viewer", "filters", "conversations", "settings", "documents")
    }
    assert {*page.having("data-panel")} <= set(dialogs)


def test_the_script_may_call_what_it_asks_for_and_nothing_else(client: TestClient) -> None:
    components = client.get("/config").json()["components"]
    offered = [one["props"].get("server_fns") for one in components if one["props"].get("server_fns")]
    assert offered == [
        "ask ask_again stop spread give_feedback read conversations rename pin set_tags delete state suggest "
        "settings describe set_answers set_model try_model".split()
    ]
    calling = r'\bcall\("(\w+)"|\bserver\.(\w+)\(|\bthis\.answer\([^;]*, "(\w+)", call\)'
    called = [
        "".join(names)
        for script in (Path(web.__file__).parent / "static").glob("*.js")
        for names in re.findall(calling, script.read_text("utf-8"))
    ]
    assert sorted(called) == sorted(offered[0])


# Visitors, and what is theirs


def test_a_visitor_gets_a_cookie_with_the_page_only_and_once(client: TestClient) -> None:
    assert "set-cookie" not in client.get("/api/status").headers
    given = client.get("/").headers["set-cookie"]
    assert re.fullmatch(r"quotable=[0-9a-f]{32}; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax", given)
    assert "set-cookie" not in client.get("/").headers
    for cookie in (b"quotable=x' OR 1", b""):
        assert visitor_of({"type": "http", "headers": [(b"cookie", cookie)]}) == NOBODY


def test_a_conversation_is_its_visitors_own(client: TestClient) -> None:
    client.get("/")
    reply = call(client, "ask", {"question": "aaa?"})
    conversation = reply["conversation"]
    assert call(client, "read", {"conversation": conversation})["html"] == reply["html"]
    assert "aaa?" in str(call(client, "conversations", {})["html"])
    client.cookies.clear()
    client.get("/")
    assert "problem" in call(client, "read", {"conversation": conversation})
    assert "aaa?" not in str(call(client, "conversations", {})["html"])
    assert client.get(f"/conversations/{conversation}.md").status_code == 404


def test_who_has_no_cookie_has_a_conversation_and_no_list(client: TestClient) -> None:
    conversation = call(client, "ask", {"question": "How many aaa?"})["conversation"]
    assert "(aaa)" in str(call(client, "ask", {"question": "And what of it?", "conversation": conversation})["html"])
    assert "cookies" in str(call(client, "conversations", {})["problem"])


def test_a_conversation_is_exported_in_three_forms(client: TestClient) -> None:
    client.get("/")
    conversation = call(client, "ask", {"question": "aaa?"})["conversation"]
    markdown = client.get(f"/conversations/{conversation}.md")
    assert markdown.headers["content-disposition"] == "attachment; filename*=UTF-8''aaa.md"
    assert "aaa aaa aaa" in markdown.text
    [exported] = client.get(f"/conversations/{conversation}.json").json()
    assert (exported["question"], exported["citations"][0]["quote"]) == ("aaa?", "aaa aaa aaa aaa aaa aaa.")
    page = client.get(f"/conversations/{conversation}.html")
    assert page.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "aaa aaa aaa aaa aaa aaa." in Page(page.text).text
    assert client.get(f"/conversations/{conversation}.pdf").status_code == 422


def test_what_the_page_loads_is_asked_for_anew_whether_it_has_changed(client: TestClient) -> None:
    script = client.get("/quotable/chat.js")
    assert script.headers["cache-control"] == "no-cache"
    assert client.get("/quotable/chat.js", headers={"if-none-match": script.headers["etag"]}).status_code == 304


# Written answers


@pytest.fixture
def written(collection: Collection, write: Write, folder: Path) -> Iterator[tuple[TestClient, ScriptedServer]]:
    """A server whose answers a scripted language model writes."""
    write("bread.md", "---\ntitle: Bread\n---\nBread costs 5 dollars in the north. The south bakes its own.\n")
    collection.index([folder])
    made = claims(("Bread costs 5 dollars in the north.", ["S1"]), ("Bread costs 9 dollars.", ["S1"]))
    with serving(Reply(answer(made))) as llm:
        author = Author(collection, LlmSettings(llm.url, "a <b>model</b>"), load_verifier=lambda: None)

        async def build() -> TestClient:
            return TestClient(create_app(collection, [], author=author), base_url="http://127.0.0.1")

        with asyncio.run(build()) as client:
            yield client, llm


def test_statements_arrive_one_by_one_and_then_the_turn(written: tuple[TestClient, ScriptedServer]) -> None:
    client, _ = written
    client.get("/")
    asked = call(client, "ask", {"question": "What does bread cost?"})
    conversation = asked["conversation"]
    stream = client.post("/write", json={"conversation": conversation, "number": 1})
    statement, turn = (json.loads(line) for line in stream.text.splitlines())
    assert Page(statement["statement"]).text == "Bread costs 5 dollars in the north. based on 1 quotation"
    page = Page(turn["html"])
    assert "Bread costs 5 dollars in the north. 1" in page.text
    assert "One statement of the language model was withheld" in page.text
    assert "Written by a <b>model</b> in " in page.text
    assert "9 dollars" not in turn["html"]
    assert call(client, "read", {"conversation": conversation})["html"] == turn["html"]
    assert '<template id="writing">' in "".join(str(one["props"].get("value")) for one in sent(client)["components"])


def test_an_answer_that_was_asked_again_for_meanwhile_is_not_replaced(
    written: tuple[TestClient, ScriptedServer],
) -> None:
    client, llm = written
    go_on = threading.Event()
    llm.replies = [Reply([go_on, *answer(claims(("Bread costs 5 dollars in the north.", ["S1"])))])]
    client.get("/")
    conversation = call(client, "ask", {"question": "What does bread cost?"})["conversation"]
    with ThreadPoolExecutor() as threads:
        body = {"conversation": conversation, "number": 1}
        stream = threads.submit(client.post, "/write", json=body)
        assert until(lambda: len(llm.requests) == 1, 10)
        again = call(client, "ask_again", {"conversation": conversation, "within": {"to": "2030-01-01"}})
        go_on.set()
        last = json.loads(stream.result().text.splitlines()[-1])
    assert last == {}
    assert call(client, "read", {"conversation": conversation})["html"] == again["html"]


def test_what_cannot_be_written_is_said_or_left_alone(written: tuple[TestClient, ScriptedServer]) -> None:
    client, llm = written
    client.get("/")
    conversation = call(client, "ask", {"question": "What does bread cost?"})["conversation"]
    assert client.post("/write", json={"conversation": conversation, "number": 2}).json() == {}
    assert "problem" in client.post("/write", json={"conversation": "0" * 32, "number": 1}).json()
    assert "problem" in client.post("/write", content=b"{").json()
    assert llm.requests == []


def test_the_api_has_answers_written_where_a_model_is_set(
    written: tuple[TestClient, ScriptedServer], client: TestClient
) -> None:
    asked = {"q": "What does bread cost?", "llm": True}
    found = written[0].post("/api/ask", json=asked).json()["answer"]
    assert found["text"] == "Bread costs 5 dollars in the north. [1]"
    assert client.post("/api/ask", json=asked).json() == {"error": NO_MODEL}


def test_a_question_can_be_posted_with_the_parameters_of_its_address(client: TestClient) -> None:
    asked = {"q": "aaa eee", "from": "2022-01-01", "category": ["second"], "without": ["to"], "k": 3}
    posted, got = client.post("/api/ask", json=asked).json(), client.get("/api/ask", params=asked).json()
    assert [hit["document"] for hit in posted["hits"]] == ["eee.md"]
    del posted["timings_ms"], got["timings_ms"]
    assert posted == got


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"{", "what was sent is not JSON; send an object"),
        (b"", "the JSON object is missing"),
        (b"[]", "what was sent is '[]'; send a JSON object"),
        (b"{}", "q is missing"),
        (b'{"q": "a", "category": ["b", 5]}', "category is '5'; it should be a valid string"),
    ],
)
def test_a_bad_body_is_answered_with_one_sentence(client: TestClient, body: bytes, error: str) -> None:
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()) == (422, {"error": error})


def test_another_site_cannot_spend_the_language_model(written: tuple[TestClient, ScriptedServer]) -> None:
    client, llm = written
    client.get("/")
    conversation = call(client, "ask", {"question": "What does bread cost?"})["conversation"]
    elsewhere = {"sec-fetch-site": "cross-site", "origin": "http://evil.example"}
    # What a page can make a browser send without asking: an image's address, a form, a beacon.
    assert client.get("/api/ask?q=What+does+bread+cost&llm=true", headers=elsewhere).status_code == 422
    asked, write = {"q": "What does bread cost?", "llm": True}, {"conversation": conversation, "number": 1}
    for path, body in (("/api/ask", asked), ("/write", write)):
        assert client.post(path, json=body, headers=elsewhere).status_code == 403
        assert client.post(path, content=json.dumps(body), headers={"origin": "http://evil.example"}).status_code == 403
    assert llm.requests == []


def test_what_is_asked_with_get_costs_and_changes_nothing(written: tuple[TestClient, ScriptedServer]) -> None:
    client, llm = written
    app = cast("FastAPI", client.app)
    costly = {("POST", "/api/ask"), ("POST", "/write"), ("PUT", "/api/documents/{name:path}")}
    costly |= {("DELETE", "/api/documents/{name:path}"), ("POST", "/v1/chat/completions"), ("POST", "/mcp")}
    refused = {(method, "/mcp") for method in ("PUT", "PATCH", "DELETE", "OPTIONS")}
    ours = {
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route) and route.path not in ("/api/{path:path}", "/v1/{path:path}")  # they only refuse
        for method in route.methods or ()
        if method not in ("GET", "HEAD")
    }
    assert ours == costly | refused
    status = client.get("/api/status").json()
    for route in app.routes:
        if isinstance(route, Route) and "GET" in (route.methods or ()):
            path = route.path.replace("{ending}", "md").replace("{conversation}", "0" * 32).replace("{path:path}", "x")
            assert client.get(path, params={"q": "What does bread cost?"}).status_code < 500
    assert llm.requests == []
    assert client.get("/api/status").json() == status


def test_no_other_site_can_show_the_page_inside_its_own(client: TestClient) -> None:
    policy = client.get("/", headers={"accept": "text/html"}).headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy.split("; ")


def test_a_wrong_method_is_answered_with_the_right_ones(client: TestClient) -> None:
    for method, address, allowed in (("DELETE", "/api/status", "GET"), ("HEAD", "/api/ask?q=a", "GET, POST")):
        response = client.request(method, address)
        assert (response.status_code, response.headers["allow"]) == (405, allowed)
    assert client.delete("/api/status").json() == {"error": "/api/status takes GET, not DELETE"}
    assert client.post("/api/nothing").json() == {"error": "there is no /api/nothing; see /api/openapi.json"}


def test_the_sheets_of_the_page_come_as_one_and_are_kept(client: TestClient) -> None:
    page = client.get("/", headers={"accept": "text/html"}).text
    [address] = set(re.findall(r"chat\.css\?v=[0-9a-f]{16}", page))
    plain = client.get(f"/{address}", headers={"accept-encoding": "identity"})
    compressed = client.get(f"/{address}", headers={"accept-encoding": "gzip"})
    assert "immutable" in plain.headers["cache-control"]
    assert "content-encoding" not in plain.headers
    assert compressed.headers["content-encoding"] == "gzip"
    assert plain.text == compressed.text
    assert plain.text.index("--paper: light-dark(") < plain.text.index("#first-screen {")


def test_a_page_without_scripts_says_what_is_needed(client: TestClient) -> None:
    page = client.get("/", headers={"accept": "text/html", "accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    [said] = re.findall("<noscript>(.*?)</noscript>", page.text)
    assert "Quotable needs JavaScript." in said
    assert "<noscript>" not in client.get("/document?name=aaa.md", headers={"accept": "text/html"}).text


def test_a_document_is_chosen_by_its_name(client: TestClient) -> None:
    found = client.get("/api/retrieve", params={"q": "aaa eee", "document": "eee.md", "k": 9}).json()
    assert {hit["document"] for hit in found["hits"]} == {"eee.md"}
    assert {"name": "document", "value": "eee.md", "words": None, "hard": True} in found["filters"]
