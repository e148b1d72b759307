"""The measures against computations of another kind: straight from the papers' definitions, slow and one at a time."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap

from qa.evaluate.baseline import compare_runs
from qa.evaluate.metrics.citations import citation_precision, citation_recall
from qa.evaluate.metrics.measures import BY_NAME, estimate
from qa.evaluate.metrics.ranking import by_question, graded
from qa.evaluate.metrics.record import QuestionRecord
from qa.evaluate.metrics.statistics import area_under_risk_coverage, auroc, calibration_error
from qa.evaluate.metrics.text_match import exact_match, token_f1
from qa.evaluate.question import Evidence, Question
from qa.model import Citation

unhurried = settings(deadline=None)  # the machine may be busy

ITEMS = [f"d{number}" for number in range(14)]
GRADES = st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 3), min_size=1, max_size=6)
RANKED = st.lists(st.sampled_from(ITEMS), unique=True, max_size=14)
TWENTIETHS = st.integers(0, 20)
ANSWERS = st.lists(st.tuples(TWENTIETHS, st.booleans()), min_size=1, max_size=7)


def record(number: int, right: bool, confidence: float = 0.5, **values: float) -> QuestionRecord:
    return QuestionRecord(
        id=f"q{number}", question="?", language="en", kind="factoid", gold="x", answered=True, reason=None, answer="x",
        confidence=confidence, citations=(), rank=None, page_rank=None,
        values={"right": float(right), "right or rightly refused": float(right), **values},
    )  # fmt: skip


@unhurried
@given(GRADES, RANKED)
def test_ranking_measures_are_those_of_the_textbook(grades: Mapping[str, int], ranked: Sequence[str]) -> None:
    first_ten = ranked[:10]
    gain = sum(grades.get(item, 0) / math.log2(place + 1) for place, item in enumerate(first_ten, start=1))
    ideal = sum(grade / math.log2(place + 1) for place, grade in enumerate(sorted(grades.values())[:-11:-1], start=1))
    first = next((place for place, item in enumerate(first_ten, start=1) if item in grades), None)
    expected = {f"R@{k}": len(set(ranked[:k]) & set(grades)) / len(grades) for k in (1, 3, 5, 10)}
    expected |= {"RR@10": 1 / first if first else 0.0, "nDCG@10": gain / ideal}
    assert graded({"q": grades}, {"q": ranked})["q"] == pytest.approx(expected)


@unhurried
@given(st.integers(1, 12))
def test_one_relevant_item_gains_by_the_logarithm_of_its_rank(rank: int) -> None:
    found = by_question({"q": rank})["q"]
    assert found["nDCG@10"] == pytest.approx(1 / math.log2(rank + 1) if rank <= 10 else 0)
    assert [found[f"R@{k}"] for k in (1, 3, 5, 10)] == [float(rank <= k) for k in (1, 3, 5, 10)]


def rows(answers: Sequence[tuple[int, bool]]) -> np.ndarray[tuple[int, int, int], np.dtype[np.float64]]:
    return np.array([[(score / 20, right) for score, right in answers]], dtype=np.float64)


@unhurried
@given(ANSWERS)
def test_auroc_is_the_chance_that_a_right_answer_is_surer_than_a_wrong_one(answers: list[tuple[int, bool]]) -> None:
    right, wrong = ([score for score, one in answers if one is wanted] for wanted in (True, False))
    pairs = [1.0 if high > low else 0.5 if high == low else 0.0 for high in right for low in wrong]
    assert auroc(rows(answers))[0] == pytest.approx(mean(pairs) if pairs else math.nan, nan_ok=True)


@unhurried
@given(ANSWERS)
def test_area_under_risk_and_coverage_is_the_mean_over_all_orders_of_equally_sure_answers(
    answers: list[tuple[int, bool]],
) -> None:
    areas = []
    for order in permutations(answers):
        if [score for score, _ in order] == sorted((score for score, _ in answers), reverse=True):
            wrong = [not right for _, right in order]
            areas.append(mean(sum(wrong[:k]) / k for k in range(1, len(wrong) + 1)))
    assert area_under_risk_coverage(rows(answers))[0] == pytest.approx(mean(areas))


@unhurried
@given(ANSWERS)
def test_calibration_error_is_over_ten_bins_open_below_and_closed_above(answers: list[tuple[int, bool]]) -> None:
    error = Fraction(0)
    for bound in range(1, 11):
        members = [one for one in answers if 2 * bound - 2 < one[0] <= 2 * bound or (bound == 1 and one[0] == 0)]
        gap = sum((Fraction(score, 20) - right for score, right in members), Fraction(0))
        error += abs(gap) / len(answers)
    assert calibration_error(rows(answers))[0] == pytest.approx(float(error))


SAID = st.lists(
    st.sampled_from(["the", "The", "a", "an", "mill", "Mill,", "mills", "(old)", "U.S.", "1,850"]), max_size=8
)


def scored_words(text: str) -> list[str]:
    bare = "".join(letter for letter in text.lower() if letter.isalnum() or letter.isspace())
    return [word for word in bare.split() if word not in {"a", "an", "the"}]


@unhurried
@given(SAID, SAID)
def test_token_f1_and_exact_match_are_squads(said: list[str], gold: list[str]) -> None:
    left, wanted = scored_words(" ".join(said)), scored_words(" ".join(gold))
    assert exact_match(" ".join(said), " ".join(gold)) is (left == wanted)
    missing, common = list(wanted), 0
    for word in left:
        if word in missing:
            missing.remove(word)
            common += 1
    precision, recall = (common / len(one) if one else 0.0 for one in (left, wanted))
    f1 = 2 * precision * recall / (precision + recall) if common else 0.0
    assert token_f1(" ".join(said), " ".join(gold)) == pytest.approx(f1)


def test_words_of_squads_scoring_are_not_parted_at_their_points_and_hyphens() -> None:
    assert exact_match("state-of-the-art, in the U.S.", "stateoftheart in US")
    assert token_f1("1,400", "400") == 0.0
    assert token_f1("the cat sat on the mat", "a cat sat") == pytest.approx(2 * (2 / 4) * 1 / (2 / 4 + 1))


WORDS = ["alder", "birch", "cedar", "dogwood", "elm", "fir", "gorse", "hazel", "ivy", "juniper"]
PARTS = st.frozensets(st.integers(0, 9), min_size=1)
CITED = st.lists(st.tuples(st.integers(1, 3), PARTS), min_size=1, max_size=4)


def place(page: int) -> Evidence:
    return Evidence(quote=" ".join(WORDS), document="one.pdf", page=page)


def cite(page: int, words: frozenset[int]) -> Citation:
    return Citation(document="one.pdf", title="", country=None, year=None, page=page, section="", row=None, column=None,
                    quote=" ".join(WORDS[number] for number in sorted(words)), boxes=(), score=1.0)  # fmt: skip


def question(kind: str, *pages: int) -> Question:
    return Question(id="1", question="?", language="en", kind=kind, answer="yew", answers=("yew",),
                    evidence=tuple(place(page) for page in pages))  # fmt: skip


def entailed(cited: Sequence[tuple[int, frozenset[int]]], pages: Sequence[int]) -> bool:
    """Return True if citations support the statement: by a large enough part of the evidence, or 8 words in all."""
    on_one = ([words for page, words in cited if page == wanted] for wanted in pages)
    return any(len(frozenset().union(*cited)) >= 8 or any(len(one) >= 4 for one in cited) for cited in on_one)


@unhurried
@given(CITED, st.sampled_from(["factoid", "comparison"]))
def test_citation_recall_and_precision_are_alces(cited: list[tuple[int, frozenset[int]]], kind: str) -> None:
    statements = [[1], [2]] if kind == "comparison" else [[1, 2]]
    asked, given_ = question(kind, 1, 2), [cite(*one) for one in cited]
    assert citation_recall(asked, given_) == mean(float(entailed(cited, one)) for one in statements)
    precise = []
    for number, one in enumerate(cited):
        others = cited[:number] + cited[number + 1 :]
        # ALCE: of a supported statement, a citation is irrelevant if it does not support it and the others do.
        precise.append(
            any(entailed(cited, pages) and not (not entailed([one], pages) and entailed(others, pages))
                for pages in statements)
        )  # fmt: skip
    assert citation_precision(asked, given_) == pytest.approx(mean(map(float, precise)))


def test_a_stray_word_of_the_evidence_bears_nothing_and_a_part_with_the_answer_does() -> None:
    asked = question("factoid", 1)
    assert citation_recall(asked, [cite(1, frozenset({4}))]) == 0.0
    assert citation_precision(asked, [cite(1, frozenset({4}))]) == 0.0
    named = asked.model_copy(update={"answers": ("elm",)})
    assert citation_recall(named, [cite(1, frozenset({4}))]) == 1.0


@unhurried
@given(st.integers(0, 12), st.integers(0, 12))
def test_mcnemars_p_is_the_share_of_splits_as_uneven(worse: int, better: int) -> None:
    before = [record(number, number < worse) for number in range(worse + better + 1)]
    after = [record(number, worse <= number < worse + better) for number in range(worse + better + 1)]
    changed = worse + better
    splits = [math.comb(changed, one) for one in range(changed + 1)]
    as_uneven = sum(count for one, count in enumerate(splits) if abs(2 * one - changed) >= abs(worse - better))
    p = compare_runs(before, after).differences["right or rightly refused"].p
    assert p == pytest.approx(as_uneven / 2**changed)


def test_the_bootstrap_is_scipys() -> None:
    random = np.random.default_rng(3)
    values = random.beta(2, 1, size=70)
    found = estimate(
        BY_NAME["nDCG@10"], [record(number, True, **{"nDCG@10": one}) for number, one in enumerate(values)]
    )
    theirs = bootstrap((values,), np.mean, method="percentile", n_resamples=20_000, random_state=random)
    assert found is not None
    assert found.low == pytest.approx(theirs.confidence_interval.low, abs=0.005)
    assert found.high == pytest.approx(theirs.confidence_interval.high, abs=0.005)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    random, covered = np.random.default_rng(5), 0
    for _ in range(200):
        found = estimate(
            BY_NAME["right"], [record(number, bool(one)) for number, one in enumerate(random.random(80) < 0.7)]
        )
        covered += found is not None and found.low <= 0.7 <= found.high
    assert 0.90 <= covered / 200 <= 0.98


def test_the_change_between_runs_is_a_paired_bootstrap() -> None:
    random = np.random.default_rng(11)
    before, after = random.random(60), random.random(60)
    runs = [
        [record(number, True, **{"nDCG@10": float(one)}) for number, one in enumerate(values)]
        for values in (before, after)
    ]
    found = compare_runs(*runs).differences["nDCG@10"]
    theirs = bootstrap((after - before,), np.mean, method="percentile", n_resamples=20_000, random_state=random)
    assert found.after - found.before == pytest.approx(np.mean(after - before), abs=1e-4)
    assert found.low == pytest.approx(theirs.confidence_interval.low, abs=0.01)
    assert found.high == pytest.approx(theirs.confidence_interval.high, abs=0.01)
