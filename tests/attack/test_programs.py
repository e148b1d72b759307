"""Programs that send what no endpoint takes are told the field and the cure, whatever protocol they speak."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attacked_server import Running, running
from pydantic import TypeAdapter

from qa.web.api.bodies import AnswerBody, ComparisonBody, DocumentBody, HitBody

QUESTION = "What does Sylvania fund?"
JSON = {"Content-Type": "application/json"}
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {}, "question"),
    ("ask", {"question": None}, "question"),
    ("ask", {"question": 5}, "question"),
    ("ask", {"question": ["a"]}, "question"),
    ("ask", {"question": " \n"}, "question"),
    ("ask", {"question": "x" * 1001}, "question"),
    ("ask", {"question": QUESTION, "countries": "Mexico"}, "countries"),
    ("ask", {"question": QUESTION, "countries": {"a": 1}}, "countries"),
    ("ask", {"question": QUESTION, "countries": [None]}, "countries[0]"),
    ("ask", {"question": QUESTION, "countries": ["a"] * 1001}, "countries"),
    ("ask", {"question": QUESTION, "years": ["2023"]}, "years[0]"),
    ("ask", {"question": QUESTION, "years": [2023, True]}, "years[1]"),
    ("ask", {"question": QUESTION, "years": [10**30]}, "years[0]"),
    ("search", {"question": QUESTION, "k": "5"}, "k"),
    ("search", {"question": QUESTION, "k": 0}, "k"),
    ("search", {"question": QUESTION, "k": 10**9}, "k"),
    ("search", {"question": QUESTION, "k": 2.5}, "k"),
    ("search", {"question": QUESTION, "k": float("nan")}, "k"),
    ("compare", {"topic": ""}, "topic"),
    ("compare", {"topic": "a", "documents": [7]}, "documents[0]"),
]
PARAMETERS = {
    "ask": ("question", "countries", "years", "documents"),
    "search": ("question", "k", "countries", "years", "documents"),
    "compare": ("topic", "countries", "years", "documents"),
}


@pytest.fixture(scope="module")
def patient(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that lets programs ask as often as these tests do."""
    with running(small_index, tmp_path_factory.mktemp("patient") / "log", "--questions-a-minute", "1000") as server:
        yield server


def post(server: Running, path: str, content: object) -> tuple[int, Any]:
    status, _, answer = server.get(path, JSON, "POST", json.dumps(content).encode())
    return status, json.loads(answer)


def check_refusal(status: int, answer: dict[str, str], field: str) -> None:
    assert status == 422
    assert answer["field"] == field
    assert answer["cure"]
    assert answer["error"].startswith(field)


@pytest.mark.parametrize(("name", "arguments", "field"), WRONG)
def test_wrong_arguments_have_a_field_and_a_cure(
    patient: Running, name: str, arguments: dict[str, Any], field: str
) -> None:
    check_refusal(*post(patient, f"/api/{name}", arguments), field)
    check_refusal(*post(patient, f"/gradio_api/call/v2/{name}", arguments), field)
    given = [arguments.get(parameter, 5 if parameter == "k" else None) for parameter in PARAMETERS[name]]
    for path in (f"/gradio_api/run/{name}", f"/gradio_api/call/{name}"):
        check_refusal(*post(patient, path, {"data": given}), field)


@pytest.mark.parametrize("data", [None, "x", [None] * 5])
def test_a_call_without_a_list_of_its_arguments_is_refused(patient: Running, data: object) -> None:
    check_refusal(*post(patient, "/gradio_api/run/ask", {"data": data}), "data")


def test_arguments_that_are_left_out_have_defaults(patient: Running) -> None:
    status, answer = post(patient, "/gradio_api/run/ask", {"data": [QUESTION]})
    assert status == 200
    assert answer["data"][0]["answered"]
    assert post(patient, "/api/ask", {"question": QUESTION})[1]["answer"] == answer["data"][0]["answer"]


def test_unknown_names_are_refused(patient: Running) -> None:
    check_refusal(*post(patient, "/api/ask", {"question": QUESTION, "contries": ["Sylvania"]}), "contries")
    status, answer = post(patient, "/api/ask", {"question": QUESTION, "documents": ["../sylvania.md"]})
    check_refusal(status, answer, "documents")
    assert "sylvania.md" in answer["cure"]
    status, answer = post(patient, "/gradio_api/run/ask", {"data": [QUESTION, None, None, ["../sylvania.md"]]})
    assert "sylvania.md" in answer["error"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b'{"question": "\\ud800"}', b'{"a":' * 9999])
def test_bodies_that_are_no_object_are_refused(patient: Running, body: bytes) -> None:
    status, _, answer = patient.get("/api/ask", JSON, "POST", body)
    check_refusal(status, json.loads(answer), "body")


def test_a_form_of_a_foreign_page_cannot_ask(patient: Running) -> None:
    status, _, answer = patient.get("/api/ask", {"Content-Type": "text/plain"}, "POST", b'{"question": "x"}')
    check_refusal(status, json.loads(answer), "body")
    assert "Content-Type: application/json" in json.loads(answer)["cure"]


def test_answers_are_what_the_description_says(patient: Running) -> None:
    for path, content, body in (
        ("/api/ask", {"question": QUESTION}, AnswerBody),
        ("/api/ask", {"question": "How do I bake bread?"}, AnswerBody),
        ("/api/search", {"question": QUESTION, "k": 3}, list[HitBody]),
        ("/api/compare", {"topic": "overall budget"}, ComparisonBody),
    ):
        status, answer = post(patient, path, content)
        assert status == 200
        TypeAdapter(body).validate_json(json.dumps(answer), strict=True)
    documents = TypeAdapter(list[DocumentBody]).validate_json(patient.get("/api/documents")[2], strict=True)
    assert "sylvania.md" in {document.name for document in documents}


def test_the_description_lists_every_path(patient: Running) -> None:
    status, _, content = patient.get("/openapi.json")
    description = json.loads(content)
    assert status == 200
    assert set(description["paths"]) == {
        "/api/ask",
        "/api/search",
        "/api/compare",
        "/api/documents",
        "/api/pages/{document}/{page}.png",
    }
    assert {"AskArguments", "AnswerBody", "ErrorBody"} <= set(description["components"]["schemas"])


def test_pages_are_named_by_file_or_id(patient: Running) -> None:
    documents = json.loads(patient.get("/api/documents")[2])
    pdf = next(document for document in documents if document["page_count"])
    for name in (pdf["name"], pdf["id"]):
        status, headers, content = patient.get(f"/api/pages/{name}/2.png")
        assert (status, headers["content-type"]) == (200, "image/png")
        assert content.startswith(b"\x89PNG")
    for path in (f"{pdf['name']}/999.png", "sylvania.md/1.png", "no.pdf/1.png", "..%2fsylvania.md/1.png"):
        status, _, content = patient.get(f"/api/pages/{path}")
        assert status == 404
        assert json.loads(content)["error"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/ask"), ("POST", "/api/documents"), ("GET", "/api/x")])
def test_unknown_paths_say_where_the_known_ones_are(patient: Running, method: str, path: str) -> None:
    status, _, content = patient.get(path, JSON, method, b"{}" if method == "POST" else None)
    assert status == 404
    assert "/openapi.json" in json.loads(content)["error"]


def test_the_host_and_origin_rules_apply(patient: Running) -> None:
    assert patient.get("/api/documents", {"Host": "evil.example"})[0] == 421
    status, headers, content = patient.get("/api/documents", {"Origin": "https://evil.example"})
    assert status == 403
    assert json.loads(content)["error"]
    assert not [name for name in headers if name.lower().startswith("access-control")]


def test_no_wrong_argument_leaves_a_traceback(patient: Running) -> None:
    assert "Traceback" not in patient.log.read_text()
