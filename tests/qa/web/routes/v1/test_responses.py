"""The schema describes what is answered: every field of real answers, and no other."""

import json
from pathlib import Path

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient
from support.api import api_client
from support.llm_server import Reply, answer, claims, serving
from support.places import Write
from support.toy_reader import ToyReader

from qa import Author, Collection, LlmSettings
from qa.answering.abstention import Cause
from qa.answering.answer import Citation, OtherReading
from qa.answering.caution import State
from qa.answering.listings import DocumentListing, ListedEntry, Offer
from qa.answering.written import Written, WrittenStatement
from qa.uploads.states import Receipt, Upload, UploadProgress
from qa.web.routes.v1.negotiation import EVENTS
from qa.web.routes.v1.responses import (
    AnswerJson,
    CitationJson,
    DocumentJson,
    DocumentsJson,
    ListedEntryJson,
    ListingJson,
    MatchesJson,
    OfferJson,
    OtherReadingJson,
    ProblemJson,
    ReceiptJson,
    SearchJson,
    StatementJson,
    StatusJson,
    UploadJson,
    UploadsJson,
    WrittenJson,
    WrittenStatementJson,
)


@pytest.fixture
def library(collection: Collection, write: Write, folder: Path) -> TestClient:
    """A client of a collection whose answers have every part that an answer may have."""
    for year in (2021, 2022, 2023):
        write(
            f"bees-{year}.md",
            f"---\ntitle: Bees in {year}\ndate: {year}-03-01\ncategory: reports\npermalink: https://x.example/{year}\n"
            f"---\n# Honey\n\nThe bees of the north made {year - 2000} jars of honey in [March](https://x.example/m).\n",
        )
    write(
        "briefing.md",
        "---\ntitle: Briefing\ndate: 2021-03-09\n---\nQ How many hives?\n\nMS. REED: We have 500 hives. They hum.\n",
    )
    write("talk.srt", "1\n00:00:01,000 --> 00:00:04,000\nA swarm of bees left the hive at noon.\n")
    write("list.md", "The keepers need:\n\n" + "\n".join(f"- tool number {n} for hives" for n in range(12)) + "\n")
    collection.index([folder])
    return api_client(collection)


def told(model: type[BaseModel], found: object) -> None:
    """Fail where the JSON is not as the model says."""
    model.model_validate_json(json.dumps(found), strict=True)


QUESTIONS = (
    "How many jars of honey did the bees make in March 2021?",
    "How many hives are there?",
    "What did MS. REED say about hives?",
    "How many documents are about honey?",
    "List the documents of 2021",
    "When did the swarm leave?",
    "What do the keepers need?",
    "Who is Zaphod Beeblebrox?",
    "What happened in 1999?",
    "Thanks!",
    "¿Cuántas abejas hay en el norte de la ciudad?",
    "xyz",
)


def test_every_answer_is_described(library: TestClient) -> None:
    seen = []
    for question in QUESTIONS:
        found = library.post("/ask", json={"question": question}).json()
        told(AnswerJson, found)
        told(SearchJson, library.post("/retrieve", json={"question": question}).json())
        told(MatchesJson, library.post("/matches", json={"question": question}).json())
        seen.append(found)
    # What the questions are there for, so that nothing of the schema goes unseen.
    texts = [one["answer"] for one in seen]
    citations = [citation for one in seen for citation in one["citations"]]
    assert {text["state"] for text in texts} == {state.value for state in State}
    assert any(text["listing"] for text in texts)
    assert {"remark", "other_language"} <= {reason for text in texts for reason in text["reasons"]}
    assert Cause.NOT_NEAR.value in {reason for text in texts for reason in text["reasons"]}
    assert any(citation["links"] for citation in citations)
    assert any(hit["place"] for one in seen for hit in one["hits"])
    assert any(one["filters"] for one in seen)


def test_a_follow_up_that_may_be_none_is_described(library: TestClient) -> None:
    conversation = [{"question": "What did the bees of the north do?"}]
    asked = {"question": "What did the honey cost?", "conversation": conversation}
    found = library.post("/ask", json=asked).json()
    told(AnswerJson, found)
    assert found["answer"]["other_reading"] is not None


@pytest.mark.parametrize(
    ("made_of", "model"),
    [
        (Citation, CitationJson),
        (DocumentListing, ListingJson),
        (ListedEntry, ListedEntryJson),
        (Offer, OfferJson),
        (OtherReading, OtherReadingJson),
        (Written, WrittenJson),
        (WrittenStatement, WrittenStatementJson),
        (Upload, UploadJson),
        (Receipt, ReceiptJson),
        (UploadProgress, UploadsJson),
    ],
)
def test_a_part_of_an_answer_has_the_fields_of_what_it_is_made_of(made_of: type, model: type[BaseModel]) -> None:
    unsaid = {"sentence"}  # of a listing: it is the text of the answer
    assert set(made_of.__dataclass_fields__) - unsaid == set(model.model_fields)


def test_a_short_answer_is_described(tmp_path: Path, write: Write, folder: Path, collection: Collection) -> None:
    write("bread.md", "Bread costs 5 dollars in the north.\n")
    reading = Collection.open(tmp_path / "read", encoder=collection.encoder, reader=ToyReader({"5": 9.0}))
    reading.index([folder])
    found = api_client(reading).post("/ask", json={"question": "How much does bread cost?"}).json()
    reading.close()
    told(AnswerJson, found)
    assert found["answer"]["short"]["text"].startswith("5")
    assert found["citations"][0]["answer"]["text"] == found["answer"]["short"]["text"]


def test_what_a_language_model_writes_is_described(collection: Collection, write: Write, folder: Path) -> None:
    write("bread.md", "Bread costs 5 dollars in the north.\n")
    collection.index([folder])
    made = claims(("Bread costs 5 dollars in the north.", ["S1"]), ("Bread costs 9 dollars.", ["S1"]))
    with serving(Reply(answer(made))) as llm:
        author = Author(collection, LlmSettings(llm.url, "model"), load_verifier=lambda: None)
        client = api_client(collection, author=lambda: author)
        asked = {"question": "What does bread cost?", "llm": True}
        found = client.post("/ask", json=asked).json()
        streamed = client.post("/ask", json=asked, headers={"accept": EVENTS}).text
    told(AnswerJson, found)
    assert found["answer"]["written"]["statements"] != []
    [statement] = [block for block in streamed.split("\n\n") if block.startswith("event: statement")]
    StatementJson.model_validate_json(statement.split("data: ")[1], strict=True)


def test_documents_and_the_state_are_described(library: TestClient) -> None:
    told(StatusJson, library.get("/status").json())
    listed = library.get("/documents").json()
    told(DocumentsJson, listed)
    for one in listed["documents"]:
        told(DocumentJson, library.get(f"/documents/{one['name']}").json())
    told(ProblemJson, library.get("/documents/none.md").json())


def test_the_schema_names_every_problem_and_every_event(library: TestClient) -> None:
    schema = library.get("/openapi.json").json()
    assert (schema["openapi"], schema["servers"]) == ("3.1.0", [{"url": "/api/v1"}])
    assert {"ProblemJson", "FaultJson", "StatementJson"} <= set(schema["components"]["schemas"])
    assert "HTTPValidationError" not in json.dumps(schema)
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
            assert len(operation["tags"]) == 1
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]


def test_only_what_reads_is_a_get(library: TestClient) -> None:
    paths = library.get("/openapi.json").json()["paths"]
    assert {path: sorted(operations) for path, operations in paths.items()} == {
        "/ask": ["post"],
        "/documents": ["get"],
        "/documents/{name}": ["delete", "get", "put"],
        "/matches": ["post"],
        "/retrieve": ["post"],
        "/status": ["get"],
        "/uploads": ["get"],
        "/uploads/{name}": ["get"],
    }
