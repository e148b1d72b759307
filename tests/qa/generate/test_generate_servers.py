"""Servers of language models that misbehave: the quotes stand alone, the answer says so, and no key gets out."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from model_server import HEADERS, ScriptedModel, scripted_model
from pydantic import ValidationError

from qa import FactsheetQA
from qa.model import Answer
from qa.settings import Settings

BUDGET = "What is the annual budget of the Lantern Programme?"
PROVED = "The annual budget of the Lantern Programme is EUR 8.4 million"
KEY = "sk-test-4711-secret"


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as model:
        model.reply = lambda said: f"{PROVED} [1]. And there is"
        yield model


def asked(model: ScriptedModel, engine: FactsheetQA, *behaviour: str, seconds: float = 60) -> Answer:
    """The answer through a server that behaves so, request by request, and is given some seconds."""
    model.behaviour = behaviour
    settings = Settings(
        llm_url=model.address, llm_model="scripted", llm_key=KEY, llm_seconds=seconds, llm_total_seconds=seconds
    )
    return FactsheetQA.open(engine.folder, settings).ask(BUDGET)


def assert_quotes_stand_alone(answer: Answer, engine: FactsheetQA) -> None:
    plain = engine.ask(BUDGET)
    assert (answer.text, answer.mode, answer.citations) == (plain.text, "extractive", plain.citations)
    assert answer.generation is not None
    assert answer.generation.failure == "unreachable"
    assert answer.generation.note == "The language model could not be reached; the quotes stand alone."


@pytest.mark.parametrize("behaviour", ["500", "503", "429", "closed", "broken_json", "wrong_shape", "html"])
def test_what_may_pass_is_tried_once_more(model: ScriptedModel, bundled_engine: FactsheetQA, behaviour: str) -> None:
    assert_quotes_stand_alone(asked(model, bundled_engine, behaviour), bundled_engine)
    assert len(model.requests) == 2
    assert asked(model, bundled_engine, "500", "500", behaviour, "well").mode == "generated"


@pytest.mark.parametrize("behaviour", ["400", "401", "404"])
def test_what_will_not_pass_is_not_tried_again(
    model: ScriptedModel, bundled_engine: FactsheetQA, behaviour: str
) -> None:
    assert_quotes_stand_alone(asked(model, bundled_engine, behaviour), bundled_engine)
    assert len(model.requests) == 1


@pytest.mark.parametrize("behaviour", ["silent", "silent_after_headers", "drips"])
def test_a_server_that_keeps_silent_is_not_waited_for(
    model: ScriptedModel, bundled_engine: FactsheetQA, behaviour: str
) -> None:
    assert_quotes_stand_alone(asked(model, bundled_engine, behaviour, seconds=1), bundled_engine)


def test_headers_that_arrive_drop_by_drop_are_cut_off(model: ScriptedModel, bundled_engine: FactsheetQA) -> None:
    assert_quotes_stand_alone(asked(model, bundled_engine, "drips_headers", seconds=1), bundled_engine)
    assert model.headers_sent < HEADERS


@pytest.mark.parametrize("behaviour", ["endless", "endless_line"])
def test_a_reply_without_end_is_cut(model: ScriptedModel, bundled_engine: FactsheetQA, behaviour: str) -> None:
    assert_quotes_stand_alone(asked(model, bundled_engine, behaviour), bundled_engine)


def test_no_server_at_all(bundled_engine: FactsheetQA) -> None:
    with scripted_model() as gone:
        pass
    assert_quotes_stand_alone(asked(gone, bundled_engine, "well"), bundled_engine)


def test_a_reply_that_breaks_off_leaves_what_was_proved(model: ScriptedModel, bundled_engine: FactsheetQA) -> None:
    answer = asked(model, bundled_engine, "breaks_off")
    assert answer.text == f"{PROVED} [1]."
    assert answer.generation is not None
    assert answer.generation.failure == "cut"
    assert "broke off" in answer.generation.note


def test_a_model_that_says_nothing_has_proved_nothing(model: ScriptedModel, bundled_engine: FactsheetQA) -> None:
    answer = asked(model, bundled_engine, "nothing")
    assert answer.generation is not None
    assert (answer.mode, answer.generation.failure) == ("extractive", "unproved")


@pytest.mark.parametrize("behaviour", ["well", "401", "500", "closed"])
def test_the_key_is_in_no_log_no_answer_and_no_file(
    model: ScriptedModel, bundled_engine: FactsheetQA, behaviour: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = asked(model, bundled_engine, behaviour)
    assert model.keys[0] == f"Bearer {KEY}"
    logged = caplog.text + "".join(repr(record.__dict__) for record in caplog.records)
    assert KEY not in logged
    assert KEY not in repr(answer) + str(answer.to_dict())
    assert not any(KEY.encode() in file.read_bytes() for file in bundled_engine.folder.rglob("*") if file.is_file())


def test_the_key_is_in_no_error_and_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTSHEET_QA_LLM_KEY", KEY)
    monkeypatch.setenv("FACTSHEET_QA_LLM_URL", f"http://me:{KEY}@127.0.0.1/v1")
    with pytest.raises(ValidationError) as raised:
        Settings()
    assert KEY not in str(raised.value)
    assert "FACTSHEET_QA_LLM_KEY" in str(raised.value)
    monkeypatch.setenv("FACTSHEET_QA_LLM_URL", "http://127.0.0.1/v1")
    monkeypatch.setenv("FACTSHEET_QA_LLM_MODEL", "scripted")
    settings = Settings()
    assert KEY not in repr(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    ("settings", "cure"),
    [
        ({"llm_url": "ftp://somewhere", "llm_model": "m"}, "http://127.0.0.1:11434/v1"),
        ({"llm_url": "http://127.0.0.1/v1"}, "FACTSHEET_QA_LLM_MODEL"),
    ],
)
def test_settings_that_cannot_work_name_the_cure(settings: dict[str, str], cure: str) -> None:
    with pytest.raises(ValidationError, match=cure):
        Settings(**settings)  # type: ignore[arg-type]


def test_without_the_package_the_extra_is_named(bundled_engine: FactsheetQA) -> None:
    code = (
        "import sys; sys.modules['openai'] = None\n"
        "from qa import FactsheetQA\nfrom qa.settings import Settings\nfrom qa.errors import UsageError\n"
        "try: FactsheetQA.open(sys.argv[1], Settings(llm_url='http://127.0.0.1:9/v1', llm_model='m'))\n"
        "except UsageError as error: print(error)\n"
    )
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", code, str(bundled_engine.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    assert 'pip install "factsheet-qa[llm]"' in done.stdout


def test_without_a_model_the_package_is_not_loaded(bundled_engine: FactsheetQA) -> None:
    code = (
        "import sys\nfrom qa import FactsheetQA\n"
        "answer = FactsheetQA.open(sys.argv[1]).ask(sys.argv[2])\n"
        "print('openai' in sys.modules, answer.generation)"
    )
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", code, str(bundled_engine.folder), BUDGET]
    assert subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout.strip() == "False None"
