"""Whatever is sent to the page's own functions, the log has no traceback."""

import json
from typing import Any

import pytest
from attacked_server import Running, Tab, config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
ENDPOINTS = ("ask", "search", "compare", "documents")
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"data": None}, "data"),
    ({"data": []}, "data"),
    ({"data": [{"a": 1}, [], [], []]}, "data[0]"),
    ({"data": ["question", "Mexico", [], []]}, "data[1]"),
    ({"data": ["question", [], [2023.5], []]}, "data[2][0]"),
    ({"data": ["question", [], [], []], "fn_index": 10_000}, "fn_index"),
    ({"data": ["question", [], [], []], "fn_index": "ask"}, "fn_index"),
    ({"data": ["question", [], [], []], "event_data": {"addresses": 5}}, "addresses"),
    ({"data": ["question", [], [], []], "event_data": {"question": ["x"]}}, "question"),
    ({"data": ["question", [], [], []], "session_hash": 5}, "session_hash"),
    ({"data": ["question", [], [], []], "batched": True}, "batched"),
]


def functions(server: Running) -> dict[str, int]:
    return {each["api_name"]: each["id"] for each in config(server)["dependencies"] if each["backend_fn"]}


def sent(server: Running, content: dict[str, Any], path: str = "run/predict") -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/json"}
    status, _, answer = server.get(f"/gradio_api/{path}", headers, "POST", json.dumps(content).encode())
    return status, json.loads(answer)


@pytest.mark.parametrize("path", ["run/predict", "queue/join"])
@pytest.mark.parametrize(("content", "field"), WRONG)
def test_wrong_values_are_refused_with_the_field(
    server: Running, path: str, content: dict[str, Any], field: str
) -> None:
    before = server.log.read_text()
    number = functions(server)["ask_1"]
    status, answer = sent(server, {"fn_index": number, "session_hash": "wrong", **content}, path)
    assert (status, answer["field"]) == (422, field)
    assert server.log.read_text() == before


def test_a_value_that_is_not_to_choose_from_is_one_line(server: Running, tab: Tab) -> None:
    before = server.log.read_text()
    status, _, _ = tab.call("describe_scope", [["Atlantis"], [], []])
    assert status == 500
    (line,) = server.log.read_text()[len(before) :].splitlines()
    assert "Atlantis" in line


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_call_leaves_a_traceback(server: Running, data: st.DataObject) -> None:
    names = functions(server)
    name = data.draw(st.sampled_from(sorted(set(names) - set(ENDPOINTS))))
    inputs = next(each["inputs"] for each in config(server)["dependencies"] if each["id"] == names[name])
    values = data.draw(st.lists(JSON, min_size=len(inputs), max_size=len(inputs)) | JSON)
    content = {"data": values, "fn_index": names[name], "session_hash": "fuzzed"}
    extra = data.draw(st.dictionaries(st.sampled_from(["event_data", "trigger_id", "event_id", "batched"]), JSON))
    before = len(server.log.read_text())
    status, _ = sent(server, content | extra)
    assert status in (200, 422, 500)
    assert "Traceback" not in server.log.read_text()[before:]
