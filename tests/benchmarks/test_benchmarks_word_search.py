"""Search by words is compared by the same passages and scores."""

from pathlib import Path

from benchmarks.word_search.__main__ import agreement, write_terms
from benchmarks.word_search.engine import answer, passages_in
from benchmarks.word_search.ours import Ours


def test_agreement_is_the_share_of_the_best_and_the_largest_difference() -> None:
    expected = [[[number, 10.0 - number] for number in range(10)]]
    assert agreement(expected, expected) == {"best": 1.0, "score_difference": 0.0}
    found = [[[number, 11.0] for number in (0, *range(20, 29))]]
    assert agreement(found, expected) == {"best": 0.1, "score_difference": 0.1}


def test_an_engine_is_built_opened_and_searched(tmp_path: Path) -> None:
    passages, questions, folder = tmp_path / "passages", tmp_path / "questions", tmp_path / "index"
    folder.mkdir()
    write_terms(passages, ["the fund for glass", "a policy of clusters", "glass clusters"])
    write_terms(questions, ["glass fund"])
    assert [row[2] for row in passages_in(questions)] == [["glass", "fund"]]
    built = answer(Ours(), {"do": "build", "folder": str(folder), "material": str(passages)})
    assert built["disk_mb"] > 0
    searched = answer(Ours(), {"do": "search", "folder": str(folder), "material": str(questions)})
    assert [number for number, _ in searched["found"][0]] == [0, 2]
    assert len(searched["ms"]) == 1
