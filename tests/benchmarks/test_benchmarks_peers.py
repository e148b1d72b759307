"""What adapters of peers give back is judged as the project's own hits are."""

import sys
from pathlib import Path

import pytest

from benchmarks.compare_peers import Seen, asked_as, hits_of
from benchmarks.environments import REQUIREMENTS, Environment
from benchmarks.worker import Worker, WorkerError
from qa.evaluate.question import Evidence, HistoryTurn, Question

QUESTION = Question(
    id="q", question="Since when?", language="en", kind="date", answer="2011", answers=("2011",),
    evidence=(Evidence(quote="signed in May 2011 by all", document="a.pdf", page=4),),
    history=(HistoryTurn(question="Is there a pact?", answer="Yes"),),
)  # fmt: skip


def found(text: str, document: str = "a.pdf", page: int | None = 4) -> dict[str, object]:
    return {"text": text, "document": document, "page": page, "row": None}


def test_the_rank_is_of_the_first_passage_with_enough_words_in_the_right_document() -> None:
    seen = Seen()
    elsewhere = found("signed in May 2011 by all", "b.pdf")
    reply = {"found": [found("signed in 2011"), elsewhere, found("It was signed in May 2011 by two")]}
    seen.add(QUESTION, hits_of(reply), 0.01)
    seen.add(QUESTION, hits_of(reply), 0.02)
    assert seen.ranks == {"q": 3}
    assert seen.page_ranks == {"q": 1}
    figures = seen.to_json(paged=True)
    assert figures["R@1"] == 0
    assert figures["R@5"] == 1
    assert figures["first_ms"] == pytest.approx(10)
    assert figures["p50_ms"] == pytest.approx(20)
    assert seen.to_json(paged=False)["page R@1"] is None


def test_a_follow_up_is_searched_with_the_question_before_it() -> None:
    assert asked_as(QUESTION) == "Is there a pact? Since when?"


def test_our_adapter_indexes_and_searches(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Country factsheet Sylvania\n\nThe pact was signed in May 2011 by all regions.\n", encoding="utf-8")
    with Worker("test ours", sys.executable, "benchmarks.peers.ours") as worker:
        assert worker.ask(index=[str(note)])["passages"] >= 1
        hits = hits_of(worker.ask(search="When was the pact signed?", k=3))
        assert worker.peak_mb > 1
    assert any("May 2011" in hit.text for hit in hits)
    assert {hit.document for hit in hits} == {"note.txt"}


def test_a_worker_that_ends_says_why() -> None:
    with pytest.raises(WorkerError, match="No module named"):
        Worker("test missing", sys.executable, "benchmarks.peers.nothing_of_the_kind")


def test_every_adapter_has_its_pins() -> None:
    for adapter in (REQUIREMENTS.parent / "peers").glob("*.py"):
        if adapter.stem not in ("contract", "minilm"):
            pins = REQUIREMENTS / f"{adapter.stem}.txt"
            lines = pins.read_text(encoding="utf-8").splitlines()
            assert lines
            assert all("==" in line or line == "-e ." for line in lines), adapter
            assert Environment(adapter.stem).python.parts[-1] == "python"
