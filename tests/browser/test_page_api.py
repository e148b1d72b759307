"""The endpoints for programs give the JSON of the Python API."""

import http.client
import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from gradio_client import Client
from gradio_client.exceptions import ValidationError
from huggingface_hub import constants

from qa import FactsheetQA

DOCUMENTED = Path(__file__).parent.parent.parent / "docs" / "http.md"
QUESTION = "Why were the Mixed Funds ended?"


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")  # the client obeys it only beside its own switch
        patch.setattr(constants, "HF_HUB_OFFLINE", True)  # the hub's library looks up who is calling
        client = Client(address, verbose=False, analytics_enabled=False)
        yield client
        client.close()


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    assert set(answer["timings_ms"]) == {"embed", "search", "rerank", "answer", "total"}
    return {name: value for name, value in answer.items() if name not in ("timings_ms", "confidence")}


def test_ask(client: Client, engine: FactsheetQA) -> None:
    answer = client.predict(QUESTION, None, None, None, api_name="/ask")
    assert untimed(answer) == untimed(engine.ask(QUESTION).to_dict())
    assert answer["answered"]


def test_ask_within_filters(client: Client) -> None:
    question = "Which authority is responsible for the policy?"
    answer = client.predict(question=question, countries=["Orlavia"], years=[2023], api_name="/ask")
    assert {citation["country"] for citation in answer["citations"]} <= {"Orlavia"}
    answer = client.predict(question=question, documents=["marowen_2023.pdf"], api_name="/ask")
    assert {citation["document"] for citation in answer["citations"]} <= {"marowen_2023.pdf"}


def test_search(client: Client, engine: FactsheetQA) -> None:
    hits = client.predict(QUESTION, 3, ["Mexico"], None, None, api_name="/search")
    wanted = [hit.to_dict() for hit in engine.search(QUESTION, k=3, countries=["Mexico"])]
    assert [hit["text"] for hit in hits] == [hit["text"] for hit in wanted]
    assert set(hits[0]) == set(wanted[0])


def test_documents(client: Client, engine: FactsheetQA) -> None:
    shown = client.predict(api_name="/documents")
    assert [document["name"] for document in shown] == [document.name for document in engine.documents()]


def test_compare(client: Client) -> None:
    comparison = client.predict("overall budget", ["Marowen", "Orlavia"], api_name="/compare")
    assert [row["country"] for row in comparison["rows"]] == ["Marowen", "Orlavia"]
    for row in comparison["rows"]:
        assert row["answer"]["answered"] == bool(row["answer"]["citations"])


@pytest.mark.parametrize(
    ("question", "k", "reason"),
    [("  ", 5, "question: is empty"), ("x" * 1001, 5, "at most 1000"), ("x", 0, "k: must be")],
)
def test_what_cannot_be_asked_is_said_plainly(client: Client, question: str, k: int, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        client.predict(question, k, None, None, None, api_name="/search")


def test_only_the_four_endpoints_are_open(client: Client) -> None:
    assert set(client.view_api(return_format="dict")["named_endpoints"]) == {
        "/ask",
        "/search",
        "/documents",
        "/compare",
    }


def commands() -> list[list[str]]:
    """The arguments of each command that the documentation shows."""
    lines = DOCUMENTED.read_text(encoding="utf-8").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("curl ")]


def sent(address: str, arguments: list[str]) -> tuple[int, str, bytes]:
    """Send what curl would send with these arguments."""
    *options, shown = arguments
    body = options[options.index("--json") + 1] if "--json" in options else None
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    headers = {"Content-Type": "application/json"} if body else {}
    connection.request("POST" if body else "GET", urlsplit(shown).path, body, headers)
    response = connection.getresponse()
    return response.status, response.headers["content-type"], response.read()


def test_the_commands_of_the_documentation_work(address: str, engine: FactsheetQA) -> None:
    ask, search, compare, documents, page = [sent(address, arguments) for arguments in commands()]
    assert {status for status, _, _ in (ask, search, compare, documents, page)} == {200}
    assert untimed(json.loads(ask[2])) == untimed(engine.ask(QUESTION).to_dict())
    assert len(json.loads(search[2])) == 3
    assert {row["document"] for row in json.loads(compare[2])["rows"]} == {"mexico_2023.pdf", "orlavia_2023.pdf"}
    assert "mexico_2023.pdf" in {document["name"] for document in json.loads(documents[2])}
    assert page[1] == "image/png"
