"""Figures against known values, and the comparison with an earlier run."""

import json
import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from qa.errors import QuestionSetError
from qa.evaluate.baseline import compare_runs, load_baseline
from qa.evaluate.metrics.measures import BY_NAME, estimate, estimates
from qa.evaluate.metrics.ranking import by_question, graded
from qa.evaluate.metrics.record import QuestionRecord
from qa.evaluate.metrics.statistics import area_under_risk_coverage, auroc, calibration_error, risks
from qa.evaluate.reports.rows import run_to_json


def record(number: int, right: bool, confidence: float = 0.5, answered: bool = True, **values: float) -> QuestionRecord:
    return QuestionRecord(
        id=f"q{number}", question="?", language="en", kind="factoid", gold="x", answered=answered, reason=None,
        answer="x", confidence=confidence, citations=(), rank=None, page_rank=None,
        values={"right": float(right), "right or rightly refused": float(right), **values},
    )  # fmt: skip


def test_ranking_measures_have_their_known_values() -> None:
    values = by_question({"first": 1, "third": 3, "tenth": 10, "never": None})
    assert values["first"] == {"R@1": 1, "R@3": 1, "R@5": 1, "R@10": 1, "RR@10": 1, "nDCG@10": 1}
    assert values["third"] == pytest.approx({"R@1": 0, "R@3": 1, "R@5": 1, "R@10": 1, "RR@10": 1 / 3, "nDCG@10": 0.5})
    assert values["tenth"]["RR@10"] == pytest.approx(0.1)
    assert set(values["never"].values()) == {0.0}


def test_graded_judgements_weigh_in_ndcg_and_recall_counts_every_item() -> None:
    relevant = {"q": {"best": 2, "good": 1}, "nothing found": {"best": 1}}
    values = graded(relevant, {"q": ["good", "other", "best"], "nothing found": []})
    ideal = 2 + 1 / math.log2(3)
    assert values["q"]["nDCG@10"] == pytest.approx((1 + 2 / math.log2(4)) / ideal)
    assert (values["q"]["R@1"], values["q"]["R@3"], values["q"]["RR@10"]) == (0.5, 1.0, 1.0)
    assert set(values["nothing found"].values()) == {0.0}


def test_a_figure_is_the_mean_with_an_interval_around_it() -> None:
    found = estimate(BY_NAME["right"], [record(number, number < 30) for number in range(100)])
    assert found is not None
    assert (found.value, found.n) == (0.3, 100)
    # The normal approximation of a share of 0.3 in 100 is 0.21 to 0.39.
    assert found.low == pytest.approx(0.21, abs=0.02)
    assert found.high == pytest.approx(0.39, abs=0.02)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_an_interval_holds_its_value_and_is_the_same_each_time(rights: list[bool]) -> None:
    records = [record(number, right) for number, right in enumerate(rights)]
    found = estimate(BY_NAME["right"], records)
    assert found is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found == estimate(BY_NAME["right"], records)


def test_measures_that_apply_to_no_question_are_left_out() -> None:
    assert estimate(BY_NAME["refusal recall"], [record(1, True)]) is None
    assert "confidence AUROC" not in estimates([record(1, True), record(2, True)])


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    scores, right = [0.9, 0.4, 0.6, 0.4], [1, 1, 0, 0]
    # Of the four pairs of a right and a wrong one, two are in order, one is tied and one is not.
    assert auroc(np.array([list(zip(scores, right, strict=True))])) == pytest.approx([2.5 / 4])


def test_risk_is_the_share_of_wrong_answers_among_the_surest() -> None:
    answers = np.array([[[0.9, 1], [0.8, 0], [0.7, 1], [0.6, 1]]])
    assert risks(answers)[0] == pytest.approx([0, 1 / 2, 1 / 3, 1 / 4])
    assert area_under_risk_coverage(answers) == pytest.approx([(0 + 1 / 2 + 1 / 3 + 1 / 4) / 4])


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.booleans()), min_size=1, max_size=12), st.randoms())
def test_the_order_of_equally_sure_answers_does_not_matter(answers: list[tuple[float, bool]], random: Random) -> None:
    shuffled = random.sample(answers, len(answers))
    one, other = (np.array([rows], dtype=float) for rows in (answers, shuffled))
    assert risks(one) == pytest.approx(risks(other))
    assert risks(one)[0][-1] == pytest.approx(1 - np.mean([right for _, right in answers]))


def test_calibration_error_is_the_mean_gap_of_the_bins() -> None:
    # Two answers in the bin up to 0.6 (sure 0.55, half right), two in the last (sure 0.95, all right).
    answers = np.array([[[0.55, 1], [0.55, 0], [0.9, 1], [1.0, 1]]])
    assert calibration_error(answers) == pytest.approx([0.5 * 0.05 + 0.5 * 0.05])


def test_confidence_of_refusals_does_not_count() -> None:
    answers = [record(1, True, 0.9), record(2, False, 0.1)]
    found = estimate(BY_NAME["confidence AUROC"], [*answers, record(3, False, 0.99, answered=False)])
    assert found is not None
    assert (found.value, found.n) == (1.0, 2)


def test_latency_is_summed_up_by_percentiles() -> None:
    found = estimates([record(number, True, latency=float(number)) for number in range(1, 102)])
    assert (found["latency p50"].value, found["latency p95"].value) == (51, 96)


def run(*rights: bool) -> list[QuestionRecord]:
    return [record(number, right) for number, right in enumerate(rights)]


def test_a_comparison_names_what_got_worse_and_better() -> None:
    found = compare_runs(run(True, True, False, False), run(True, False, True, False))
    assert [change.after.id for change in found.worse] == ["q1"]
    assert [change.after.id for change in found.better] == ["q2"]
    difference = found.differences["right or rightly refused"]
    assert (difference.before, difference.after, difference.n, difference.p) == (0.5, 0.5, 4, 1.0)
    assert not found.regressed(max_drop=0.0)


def test_mcnemars_p_is_the_exact_binomial_one() -> None:
    found = compare_runs(run(*[True] * 9, False), run(*[False] * 9, True))
    assert found.differences["right or rightly refused"].p == pytest.approx(2 * binom.cdf(1, 10, 0.5))


def test_a_drop_beyond_the_limit_or_a_significant_one_is_a_regression() -> None:
    one_of_fifty = compare_runs(run(*[True] * 50), run(*[True] * 49, False))
    assert not one_of_fifty.regressed(max_drop=0.02)
    assert one_of_fifty.regressed(max_drop=0.01)
    eight_of_a_thousand = compare_runs(run(*[True] * 1000), run(*[True] * 992, *[False] * 8))
    assert eight_of_a_thousand.regressed(max_drop=0.02)
    assert not compare_runs(run(*[False] * 50), run(*[True] * 50)).regressed(max_drop=0.0)


def ranked(*gains: float) -> list[QuestionRecord]:
    return [record(number, True, **{"nDCG@10": gain}) for number, gain in enumerate(gains)]


def test_a_drop_in_search_alone_is_a_regression_too() -> None:
    worse = compare_runs(ranked(*[1.0, 0.63] * 20), ranked(*[0.5, 0.63] * 20))
    assert [found.measure for found in worse.dropped(max_drop=0.5)] == ["nDCG@10"]
    one_of_forty = compare_runs(ranked(*[1.0] * 40), ranked(*[1.0] * 39, 0.63))
    assert not one_of_forty.regressed(max_drop=0.01)
    assert one_of_forty.regressed(max_drop=0.005)


def test_questions_that_only_one_run_has_are_named_and_not_compared() -> None:
    found = compare_runs(run(True, True, True), run(True, True)[1:] + [record(7, True)])
    assert (found.new, found.gone) == (("q7",), ("q0", "q2"))
    assert found.differences["right or rightly refused"].n == 1
    asked_otherwise = record(0, True).model_copy(update={"question": "Another one?"})
    assert compare_runs(run(True, True), [asked_otherwise, record(1, True)]).new == ("q0",)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_a_run_is_no_worse_than_itself(rights: list[bool]) -> None:
    assert not compare_runs(run(*rights), run(*rights)).regressed(max_drop=0.0)


def test_a_written_run_is_read_back_as_a_baseline(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(run_to_json(run(True, False), about={})))
    assert compare_runs(load_baseline(path), run(True, True)).differences["right or rightly refused"].n == 2


def test_what_is_no_run_is_no_baseline(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text('{"overall": {}}')
    with pytest.raises(QuestionSetError, match=r"run\.json: was not written by.*records"):
        load_baseline(path)
    with pytest.raises(QuestionSetError, match="no question in common"):
        compare_runs([record(99, True)], run(True))
