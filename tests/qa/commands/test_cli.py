"""The command line over a real index: output, JSON and exit codes."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from model_server import ScriptedModel, scripted_model

from qa.cli import main

FACTSHEET = """# Country factsheet: Zubrowka (2023)

## 1. Introduction

Zubrowka has eleven cluster organisations.

## 2. Cluster policy

The Alpine Programme was started in 2016. It is funded by the Ministry of Mountains with EUR 3 million a year.
It shows [bold red]brackets[/bold red] and a \x1b[31mcolour code.
"""


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> "Runner":
    return Runner(capsys)


class Runner:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Outcome:
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        return Outcome(int(exit_.value.code or 0), out, err)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("factsheets")
    (folder / "zubrowka_2023.md").write_text(FACTSHEET)
    return folder


@pytest.fixture(scope="module")
def index(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "index"
    with pytest.raises(SystemExit) as exit_:
        main(["index", str(files), "--index", str(folder)])
    assert not exit_.value.code
    return folder


def question_set(path: Path, *questions: dict[str, object]) -> Path:
    common = {"language": "en", "history": [], "note": ""}
    path.write_text("".join(json.dumps(common | question) + "\n" for question in questions))
    return path


START = {
    "id": "z-1", "question": "When was the Alpine Programme started?", "kind": "date", "answer": "2016",
    "answers": ["2016"], "evidence": [{"quote": "The Alpine Programme was started in 2016."}],
}  # fmt: skip
KING = {
    "id": "z-2", "question": "Who is the king of Ruritania?", "kind": "unanswerable", "answer": None, "answers": [],
    "evidence": [],
}  # fmt: skip


def test_index_reports_each_file_and_leaves_unchanged_ones_alone(run: Runner, files: Path, index: Path) -> None:
    outcome = run("index", files, "--index", index, "--json")
    report = json.loads(outcome.out)
    assert outcome.code == 0
    assert (report["indexed"], report["unchanged"], report["refused"]) == ([], ["zubrowka_2023.md"], [])


def test_refused_files_are_named_with_the_reason_and_the_others_indexed(
    run: Runner, files: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"")
    outcome = run("index", files, tmp_path / "broken.pdf", "--index", tmp_path / "index")
    assert outcome.code == 1
    assert "broken.pdf" in outcome.err
    assert "1 indexed" in outcome.out
    listed = json.loads(run("documents", "--index", tmp_path / "index", "--json").out)
    assert [document["name"] for document in listed] == ["zubrowka_2023.md"]


def test_ask_prints_the_answer_with_its_citation(run: Runner, index: Path) -> None:
    outcome = run("ask", "When was the Alpine Programme started?", "--index", index)
    assert outcome.code == 0
    assert "2016" in outcome.out
    assert "[1] zubrowka_2023.md" in outcome.out


def test_ask_json_is_the_contract_and_stands_alone(run: Runner, index: Path) -> None:
    outcome = run("ask", "When was the Alpine Programme started?", "--index", index, "--json")
    answer = json.loads(outcome.out)
    assert set(answer) == {"question", "answered", "reason", "answer", "confidence", "mode", "language", "citations",
                           "timings_ms", "plan"}  # fmt: skip
    assert answer["answered"] is True
    assert answer["citations"][0]["document"] == "zubrowka_2023.md"
    assert answer["citations"][0]["page"] is None


def test_a_refusal_is_an_answer_too(run: Runner, index: Path) -> None:
    outcome = run("ask", "Who is the president of Ruritania?", "--index", index)
    assert outcome.code == 0
    assert "Refused as" in outcome.out


def test_search_gives_k_passages_and_obeys_filters(run: Runner, index: Path) -> None:
    hits = json.loads(run("search", "programme", "-k", "1", "--index", index, "--json").out)
    assert [hit["document"] for hit in hits] == ["zubrowka_2023.md"]
    assert json.loads(run("search", "programme", "--country", "Norway", "--index", index, "--json").out) == []


def test_compare_prints_a_table_and_files(run: Runner, index: Path) -> None:
    topic = ("compare", "who funds the Alpine Programme", "--index", index)
    table = " ".join(run(*topic, "--country", "Zubrowka", "--country", "Norway").out.split())
    assert "Mountains" in table
    assert "Not in this index: Norway" in table
    (row,) = json.loads(run(*topic, "--format", "json").out)["rows"]
    assert row["answer"]["citations"][0]["document"] == "zubrowka_2023.md"
    (line,) = csv.DictReader(io.StringIO(run(*topic, "--format", "csv").out))
    assert "Ministry of Mountains" in line["Quote"]
    assert run(*topic, "--format", "markdown").out.startswith("| Country | Year |")


def test_text_of_documents_cannot_steer_the_terminal(run: Runner, index: Path) -> None:
    outcome = run("search", "brackets and colour code", "--index", index)
    assert "[bold red]brackets[/bold red]" in " ".join(outcome.out.split())
    assert "\x1b" not in outcome.out


def test_remove_takes_a_document_out(run: Runner, files: Path, tmp_path: Path) -> None:
    assert run("index", files, "--index", tmp_path).code == 0
    assert run("remove", "zubrowka_2023.md", "--index", tmp_path).code == 0
    assert json.loads(run("documents", "--index", tmp_path, "--json").out) == []


def test_evaluate_measures_writes_and_compares(run: Runner, index: Path, tmp_path: Path) -> None:
    questions = question_set(tmp_path / "set.jsonl", START, KING)
    outcome = run("evaluate", questions, "--index", index, "--json", tmp_path / "run.json")
    assert outcome.code == 0
    assert "R@1" in outcome.out
    written = json.loads((tmp_path / "run.json").read_text())
    assert written["overall"]["R@1"]["value"] == 1.0
    assert written["overall"]["verbatim quotes"]["value"] == 1.0
    assert [record["id"] for record in written["records"]] == ["z-1", "z-2"]
    same = run("evaluate", questions, "--index", index, "--baseline", tmp_path / "run.json")
    assert same.code == 0
    assert "0 worse" in same.out


def test_evaluate_fails_when_it_got_worse_than_the_baseline(run: Runner, index: Path, tmp_path: Path) -> None:
    questions = question_set(tmp_path / "set.jsonl", START)
    run("evaluate", questions, "--index", index, "--json", tmp_path / "run.json")
    wrong_gold = START | {"answer": "1999", "answers": ["1999"]}
    outcome = run(
        "evaluate", question_set(questions, wrong_gold), "--index", index, "--baseline", tmp_path / "run.json"
    )
    assert outcome.code == 4
    assert "Worse: z-1" in outcome.out


def wrong_calls(tmp_path: Path) -> Sequence[tuple[Sequence[str | Path], str]]:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": 1}\n')
    return (
        (["index", tmp_path / "nowhere"], "nowhere"),
        (["ask", "  "], "question or topic is empty"),
        (["remove", "unknown.pdf"], "unknown.pdf"),
        (["evaluate", broken], "broken.jsonl, line 1"),
        (["evaluate", tmp_path / "none.jsonl"], "none.jsonl"),
        (["compare", " "], "topic is empty"),
        (["ask", "x", "--document", "other.pdf"], "other.pdf"),
        (["ask", "x", "--year", "soon"], "--year"),
        (["search", "x", "-k", "0"], "-k"),
        (["nonsense"], "nonsense"),
    )


@pytest.mark.parametrize("number", range(10))
def test_wrong_usage_is_one_message_and_exit_code_2(run: Runner, index: Path, tmp_path: Path, number: int) -> None:
    arguments, named = wrong_calls(tmp_path)[number]
    own_index = [] if arguments[0] == "nonsense" else ["--index", index]
    outcome = run(*arguments, *own_index)
    assert outcome.code == 2
    assert named in outcome.err
    assert "Traceback" not in outcome.err


def test_a_wrong_setting_is_named(run: Runner, monkeypatch: pytest.MonkeyPatch, index: Path) -> None:
    monkeypatch.setenv("FACTSHEET_QA_THREADS", "many")
    outcome = run("documents", "--index", index)
    assert outcome.code == 2
    assert "FACTSHEET_QA_THREADS" in outcome.err


@pytest.mark.parametrize("arguments", [["ask", "x"], ["search", "x"], ["documents"], ["remove", "x"], ["serve"]])
def test_a_missing_index_is_exit_code_3_with_the_cure(run: Runner, tmp_path: Path, arguments: list[str]) -> None:
    outcome = run(*arguments, "--index", tmp_path / "none")
    assert outcome.code == 3
    assert "factsheet-qa index" in outcome.err


def test_a_damaged_index_is_exit_code_3(run: Runner, files: Path, tmp_path: Path) -> None:
    run("index", files, "--index", tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    assert run("documents", "--index", tmp_path).code == 3


def test_the_index_variable_names_the_default(run: Runner, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTSHEET_QA_INDEX", str(index))
    assert "zubrowka_2023.md" in run("documents").out


def test_python_m_qa_starts_without_loading_the_engine() -> None:
    code = (
        "import sys; import qa.cli; print([m for m in ('torch', 'faiss', 'onnxruntime', 'gradio') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    help_ = subprocess.run([sys.executable, "-m", "qa", "--help"], capture_output=True, text=True, check=True)
    assert "evaluate" in help_.stdout


ALPINE = "The Alpine Programme was started in 2016 [1]. It has three mountains [1]."


@pytest.fixture
def language_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    with scripted_model() as model:
        model.reply = lambda said: ALPINE
        monkeypatch.setenv("FACTSHEET_QA_LLM_URL", model.address)
        monkeypatch.setenv("FACTSHEET_QA_LLM_MODEL", "scripted")
        yield model


def test_ask_prints_the_models_words_with_the_quotes_below(
    run: Runner, index: Path, language_model: ScriptedModel
) -> None:
    outcome = run("ask", "When was the Alpine Programme started?", "--index", index)
    assert outcome.out.startswith("The Alpine Programme was started in 2016 [1].\n")
    assert "Sentences removed because no quote proves them: 1." in outcome.out
    assert "[1] zubrowka_2023.md" in outcome.out
    assert "rephrased by scripted" in outcome.out


def test_evaluate_puts_both_modes_beside_each_other(
    run: Runner, index: Path, language_model: ScriptedModel, tmp_path: Path
) -> None:
    questions = question_set(tmp_path / "set.jsonl", START, KING)
    arguments = ("evaluate", questions, "--index", index, "--json", tmp_path / "run.json")
    assert run(*arguments).code == 0
    assert language_model.requests == []
    outcome = run(*arguments, "--mode", "generated")
    assert "Two modes, 2 questions" in outcome.out
    kept = json.loads((tmp_path / "run.json").read_text())
    assert kept["overall"]["right"]["value"] == kept["extractive"]["right"]["value"] == 1.0
    assert kept["overall"]["sentence support"]["value"] == 0.5
    assert kept["overall"]["removed sentences"]["value"] == 1.0


def test_evaluate_without_a_model_names_the_variables(run: Runner, index: Path, tmp_path: Path) -> None:
    outcome = run("evaluate", question_set(tmp_path / "set.jsonl", START), "--index", index, "--mode", "generated")
    assert outcome.code == 2
    assert "FACTSHEET_QA_LLM_URL" in outcome.err


def test_a_password_in_the_models_address_is_refused_and_not_repeated(
    run: Runner, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTSHEET_QA_LLM_URL", "http://me:sk-secret@127.0.0.1/v1")
    outcome = run("ask", "When was the Alpine Programme started?", "--index", index)
    assert outcome.code == 2
    assert "FACTSHEET_QA_LLM_KEY" in outcome.err
    assert "sk-secret" not in outcome.out + outcome.err
