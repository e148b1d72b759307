"""The whole product over an index in a database: it answers as it does over a folder."""

import json
from pathlib import Path

import pytest
from database_server import Server

from corpus.read import READING_VERSION, read_file
from index.folder.document_files import read_encoded_document
from index.folder.manifest import read_manifest
from index.models.registry import load_embedder, load_token_encoder
from index.stores import store_at
from qa import FactsheetQA
from qa.cli import main
from qa.commands.doctor_checks import examine
from qa.model import Answer
from qa.settings import Settings

QUESTIONS = (
    "Why were the Mixed Funds ended?",
    "Who is the president of Mexico?",
    "What is the source of funding of the national cluster policy in Orlavia?",
    "How large is the budget in each country?",
    "¿Por qué terminaron los Fondos Mixtos?",
    "What about Atlantis?",
)
SECRET = "pa55word"


@pytest.fixture(scope="module")
def address(bundled_engine: FactsheetQA, database_server: Server) -> str:
    """The bundled factsheets in a database, with the vectors that the engine over a folder has made."""
    folder, settings = bundled_engine.folder, Settings()
    assert folder is not None
    manifest = read_manifest(folder)
    address = database_server.database().replace("postgres:@", f"postgres:{SECRET}@")
    models = load_embedder(settings.embedder, settings.threads), load_token_encoder(settings.threads)
    with store_at(address).writer([models[0]], models[1], READING_VERSION) as writer:
        for record in manifest.documents:
            segment = read_encoded_document(folder, record, manifest.recipe)
            writer.add(read_file(Path(record.origin)), Path(record.origin), encoded=segment)
        writer.commit()
    return address


@pytest.fixture(scope="module")
def engine(address: str) -> FactsheetQA:
    return FactsheetQA.open(address)


def told(answer: Answer) -> dict[str, object]:
    """An answer without what differs from one asking to the next, its numbers rounded."""
    values = answer.to_dict() | {"timings_ms": None}
    rounded = json.dumps(values, default=str)
    return json.loads(rounded, parse_float=lambda number: round(float(number), 3))


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_those_of_the_folder(bundled_engine: FactsheetQA, engine: FactsheetQA, question: str) -> None:
    assert told(engine.ask(question)) == told(bundled_engine.ask(question))
    found, expected = engine.search(question, k=5), bundled_engine.search(question, k=5)
    assert [(hit.document, hit.text, hit.boxes) for hit in found] == [
        (hit.document, hit.text, hit.boxes) for hit in expected
    ]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-3)


def test_filters_by_country_year_and_document(engine: FactsheetQA) -> None:
    for filters in ({"countries": ["Orlavia"]}, {"documents": ["orlavia_2023.pdf"]}):
        hits = engine.search("cluster policy budget", k=20, years=[2023], **filters)  # type: ignore[arg-type]
        assert {hit.document for hit in hits} == {"orlavia_2023.pdf"}
    assert engine.search("cluster policy budget", years=[1999]) == []


def test_documents_are_compared_as_over_the_folder(bundled_engine: FactsheetQA, engine: FactsheetQA) -> None:
    compared = [each.compare("overall budget") for each in (bundled_engine, engine)]
    assert [told(row.answer) for row in compared[0].rows] == [told(row.answer) for row in compared[1].rows]


def test_pages_and_originals_are_those_of_the_file(bundled: Path, engine: FactsheetQA) -> None:
    assert engine.source("mexico_2023.pdf").read_bytes() == (bundled / "mexico_2023.pdf").read_bytes()
    assert engine.page_image("mexico_2023.pdf", 1).startswith(b"\x89PNG")
    assert engine.page_size("mexico_2023.pdf", 1)[0] > 100


def test_the_doctor_finds_it_well(address: str) -> None:
    checks = {check.name: check for check in examine(address)}
    assert checks["index"].state == "ok"
    assert "3 documents" in checks["index"].finding
    assert checks["left-overs"].state == "ok"
    assert SECRET not in str(checks)


def test_every_command_takes_the_address(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTSHEET_QA_INDEX", address)
    note = tmp_path / "freedonia.md"
    note.write_text("# Country factsheet: Freedonia (2023)\n\n## 1. Policy\n\nFreedonia funds nine marble clusters.\n")
    asked = tmp_path / "asked.jsonl"
    evidence = [{"quote": "Freedonia funds nine marble clusters.", "page": None, "document": "freedonia.md"}]
    row = {"id": "1", "question": "How many marble clusters does Freedonia fund?", "language": "en", "kind": "number",
           "answer": "nine", "answers": ["nine"], "evidence": evidence}  # fmt: skip
    asked.write_text(json.dumps(row) + "\n")

    def run(*arguments: str | Path) -> str:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert not ended.value.code, out + err
        assert SECRET not in out + err
        return str(out)

    assert json.loads(run("index", note, "--json"))["indexed"] == ["freedonia.md"]
    assert json.loads(run("index", note, "--index", address, "--json"))["unchanged"] == ["freedonia.md"]
    assert "freedonia.md" in run("documents")
    assert json.loads(run("search", "marble clusters", "--json"))[0]["document"] == "freedonia.md"
    answer = json.loads(run("ask", "How many marble clusters does Freedonia fund?", "--json"))
    assert answer["answered"]
    assert "Freedonia" in run("compare", "clusters funded", "--country", "Freedonia")
    assert "right" in run("evaluate", asked)
    run("doctor")
    run("remove", "freedonia.md")
    assert "freedonia.md" not in run("documents")
    assert repr(Settings()).count(SECRET) == 0
