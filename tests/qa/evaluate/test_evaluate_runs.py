"""Whole runs over a small index: both arms, kept answers, sets with texts of their own, and what is written."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.base import Vectors
from index.models.e5 import E5Embedder
from qa import FactsheetQA
from qa.cli import main
from qa.evaluate.cache import ROOT, AnswerCache, code_digest, engine_key
from qa.evaluate.evaluation import measure
from qa.evaluate.question import Question
from qa.evaluate.question_sets.load import load_question_sets
from qa.settings import Settings

ZUBROWKA = """# Country factsheet: Zubrowka (2023)

## 1. Cluster policy

The Alpine Programme was started in 2016. It is funded by the Ministry of Mountains with EUR 3 million a year.
"""
OSTANIA = """# Country factsheet: Ostania (2023)

## 1. Cluster policy

The Harbour Programme was started in 2011. It is funded by the Ministry of Ships with EUR 5 million a year.
"""
START = {
    "id": "z-1", "question": "When was the Alpine Programme started?", "language": "en", "kind": "date",
    "answer": "2016", "answers": ["2016"],
    "evidence": [{"quote": "The Alpine Programme was started in 2016.", "document": "zubrowka_2023.pdf"}],
}  # fmt: skip
ELSEWHERE = START | {"id": "z-2", "evidence": [{"quote": "It was started in 2016.", "document": "ruritania.pdf"}]}
KING = {
    "id": "z-3", "question": "Who is the king of Zubrowka?", "language": "en", "kind": "unanswerable", "answer": None,
    "answers": [], "evidence": [], "note": "not_stated: no king is named",
}  # fmt: skip

Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    folder = tmp_path_factory.mktemp("two")
    (folder / "zubrowka_2023.md").write_text(ZUBROWKA)
    (folder / "ostania_2023.md").write_text(OSTANIA)
    return FactsheetQA.build([folder], index=tmp_path_factory.mktemp("index") / "index")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return written(tmp_path / "set.jsonl", START, ELSEWHERE, KING)


def written(path: Path, *entries: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> tuple[int, str]:
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return int(exit_.value.code or 0), captured.out + captured.err

    return call


def test_both_arms_are_run_where_there_are_several_documents(
    engine: FactsheetQA, questions: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outcome = measure(engine, load_question_sets([questions]))
    assert [record.id for record in outcome.records] == ["z-1", "z-2", "z-3"]
    # The text of a factsheet stands for its PDF; the others name no document, or one that is not in the index.
    assert [record.id for record in outcome.known] == ["z-1"]
    assert {citation.document for citation in outcome.known[0].citations} == {"zubrowka_2023.md"}
    assert "ruritania.pdf is not in the index, but 1 questions have evidence in it" in caplog.text


def test_one_document_asked_is_one_arm(engine: FactsheetQA, questions: Path) -> None:
    assert not measure(engine, load_question_sets([questions]), documents=["zubrowka_2023.md"]).known


def test_a_document_that_is_not_held_cannot_be_asked(run: Run, engine: FactsheetQA, questions: Path) -> None:
    code, out = run("evaluate", questions, "--index", engine.folder, "--document", "zubrowka.md")
    assert code == 2
    assert "no document named 'zubrowka.md' in this index; it has: ostania_2023.md, zubrowka_2023.md" in " ".join(
        out.split()
    )


def kept(engine: FactsheetQA, folder: Path, settings: Settings) -> AnswerCache:
    cache = AnswerCache.of_index(engine.folder, settings, folder)
    assert cache is not None
    return cache


def test_a_second_run_gives_the_same_without_asking(engine: FactsheetQA, questions: Path, tmp_path: Path) -> None:
    asked = load_question_sets([questions])
    first = measure(engine, asked, cache=kept(engine, tmp_path / "kept", Settings()))
    cache = kept(engine, tmp_path / "kept", Settings())
    second = measure(engine, asked, cache=cache)
    assert cache.reused == 4
    assert [record.values for record in second.records] == [record.values for record in first.records]
    assert second.records[0].citations == first.records[0].citations


def test_each_question_is_embedded_once_in_both_arms_together(
    engine: FactsheetQA, questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded: Counter[str] = Counter()
    embed = E5Embedder.embed_questions

    def counted(self: E5Embedder, texts: Sequence[str]) -> Vectors:
        embedded.update(texts)
        return embed(self, texts)

    monkeypatch.setattr(E5Embedder, "embed_questions", counted)
    asked = load_question_sets([questions])
    assert measure(FactsheetQA.open(engine.folder), asked).known
    assert {question.question: embedded[question.question] for question in asked} == {
        "When was the Alpine Programme started?": 1,
        "Who is the king of Zubrowka?": 1,
    }


def test_a_half_written_line_is_asked_again(engine: FactsheetQA, questions: Path, tmp_path: Path) -> None:
    asked = load_question_sets([questions])
    folder = tmp_path / "kept"
    measure(engine, asked, cache=kept(engine, folder, Settings()))
    (file,) = folder.iterdir()
    text = file.read_text()
    file.write_text(text[: len(text) - 200])
    cache = kept(engine, folder, Settings())
    assert len(measure(engine, asked, cache=cache).records) == 3
    assert cache.reused == 3


@pytest.mark.parametrize(
    "changed",
    [{"question": "When was the Harbour Programme started?"}, {"history": [{"question": "And?", "answer": "So."}]}],
)
def test_another_question_or_history_is_asked_anew(
    engine: FactsheetQA, tmp_path: Path, changed: dict[str, object]
) -> None:
    cache = kept(engine, tmp_path, Settings())
    measure(engine, [Question.model_validate(START)], cache=cache)
    measure(engine, [Question.model_validate(START | changed)], cache=cache)
    assert cache.reused == 0


def test_what_decides_an_answer_is_in_the_key(
    engine: FactsheetQA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = engine_key(engine.folder, Settings())
    assert key == engine_key(engine.folder, Settings())
    assert key != engine_key(engine.folder, Settings(threads=Settings().threads + 1))
    (tmp_path / "more.md").write_text(ZUBROWKA.replace("2016", "2017"))
    other = FactsheetQA.build([tmp_path / "more.md"], index=tmp_path / "index")
    assert key != engine_key(other.folder, Settings())
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    assert key != engine_key(engine.folder, Settings())


def test_an_embedder_that_can_change_unseen_has_no_key(engine: FactsheetQA) -> None:
    assert engine_key(engine.folder, Settings(embedder="some/model")) is None


@pytest.mark.parametrize(
    "file", ["qa/retrieval/weights.json", "qa/retrieval/retriever.py", "corpus/model.py", "index/search/dense.py"]
)
def test_any_file_of_the_engine_is_in_the_key(tmp_path: Path, file: str) -> None:
    for package in ("corpus", "index", "qa"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.pdf"))
    before = code_digest(tmp_path)
    (tmp_path / "qa/evaluate/metrics/text_match.py").write_text("# judging decides no answer\n")
    assert code_digest(tmp_path) == before
    with (tmp_path / file).open("a") as changed:
        changed.write(" ")
    assert code_digest(tmp_path) != before


def test_fresh_asks_anew(run: Run, engine: FactsheetQA, questions: Path) -> None:
    again = "cached answers"
    run("evaluate", questions, "--index", engine.folder)
    assert again in " ".join(run("evaluate", questions, "--index", engine.folder)[1].split())
    assert again not in run("evaluate", questions, "--index", engine.folder, "--fresh")[1]


def test_json_and_markdown_hold_every_figure_with_n_and_interval(
    run: Run, engine: FactsheetQA, questions: Path, tmp_path: Path
) -> None:
    files = "--json", tmp_path / "run.json", "--markdown", tmp_path / "run.md"
    code, out = run("evaluate", questions, "--index", engine.folder, "--index-time", *files)
    assert code == 0
    assert "s a document" in out
    written_run = json.loads((tmp_path / "run.json").read_text())
    assert {"by_kind", "by_language", "by_document", "by_answerability", "by_refusal"} <= set(written_run)
    assert written_run["index_seconds_per_document"]["n"] == 2
    assert written_run["known_document"]["overall"]["R@1"] == {"value": 1.0, "n": 1, "low": 1.0, "high": 1.0}
    assert all(set(found) == {"value", "n", "low", "high"} for found in written_run["overall"].values())
    assert "| R@1 | " in (tmp_path / "run.md").read_text()
    assert "## By refusal" in (tmp_path / "run.md").read_text()


def test_files_are_written_even_if_nobody_reads_what_is_printed(
    engine: FactsheetQA, questions: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "qa", "evaluate", str(questions), "--index", str(engine.folder)]
    with subprocess.Popen(
        [*command, "--json", str(tmp_path / "run.json")], cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
    assert json.loads((tmp_path / "run.json").read_text())["records"]


def test_a_set_with_texts_of_its_own_is_indexed_and_asked(run: Run, tmp_path: Path) -> None:
    beir = tmp_path / "set"
    (beir / "qrels").mkdir(parents=True)
    written(beir / "corpus.jsonl", {"_id": "z", "text": ZUBROWKA}, {"_id": "o", "text": OSTANIA})
    written(beir / "queries.jsonl", {"_id": "q", "text": "Which ministry funds the Harbour Programme?"})
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\to\t1\n")
    files = "--json", tmp_path / "run.json", "--report", tmp_path / "run.html", "--markdown", tmp_path / "run.md"
    assert run("evaluate", beir, "--own-texts", *files)[0] == 0
    assert run("evaluate", beir, "--own-texts", "--baseline", tmp_path / "run.json")[0] == 0
    written_run = json.loads((tmp_path / "run.json").read_text())
    assert [document["name"] for document in written_run["about"]["index"]] == ["o.txt", "z.txt"]
    assert written_run["overall"]["document nDCG@10"]["value"] == 1.0
    assert "right" not in written_run["overall"]
    assert "known_document" not in written_run
    assert "nDCG@10 of documents" in (tmp_path / "run.html").read_text()


def test_the_articles_of_a_squad_file_are_known_documents(run: Run, tmp_path: Path) -> None:
    entry = {"id": "q", "question": "When was the mill built?", "answers": [{"text": "1850", "answer_start": 22}]}
    mill = {"title": "Mill", "paragraphs": [{"context": "The mill was built in 1850 by a miller.", "qas": [entry]}]}
    tower = {"title": "Tower", "paragraphs": [{"context": "The tower was built in 1912 of red stone.", "qas": []}]}
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [mill, tower]}))
    assert run("evaluate", path, "--own-texts", "--json", tmp_path / "run.json")[0] == 0
    written_run = json.loads((tmp_path / "run.json").read_text())
    assert written_run["overall"]["R@1"]["value"] == 1.0
    assert written_run["known_document"]["records"][0]["documents"] == ["set_0001_Mill.txt"]


def test_steering_characters_of_documents_do_not_reach_the_terminal(
    run: Run, engine: FactsheetQA, tmp_path: Path
) -> None:
    asked = written(tmp_path / "set.jsonl", START | {"question": "When was the Alpine\x1b[31m Programme started?"})
    run("evaluate", asked, "--index", engine.folder, "--json", tmp_path / "run.json")
    wrong = START | {"question": "When was the Alpine\x1b[31m Programme started?", "answers": ["1999"]}
    code, out = run("evaluate", written(asked, wrong), "--index", engine.folder, "--baseline", tmp_path / "run.json")
    assert code == 4
    assert "Worse: z-1" in out
    assert "\x1b[31m" not in out
