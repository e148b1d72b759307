"""How likely an answer is right, by declared signals."""

from dataclasses import replace

import pytest
from answer_parts import query, ranked
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.answer_finder import AnswerFinder, AskedQuestion, Attempt
from qa.answering.confidence import CONFIDENCE_SIGNALS, ConfidenceEvidence, probability
from qa.answering.missing_facts import unknown_names
from qa.answering.timer import Stopwatch
from qa.engine import FactsheetQA
from qa.question.document_filter import DocumentScope
from qa.retrieval.signals import UnknownSignalError
from qa.retrieval.weights import fitted


def found(engine: FactsheetQA, question: str) -> Attempt:
    finder = engine.newest().finder
    return finder.find(AskedQuestion(question, "en", DocumentScope(tuple(engine.documents())), Stopwatch()))


def test_an_answer_is_likelier_than_a_near_miss(bundled_engine: FactsheetQA) -> None:
    stated = found(bundled_engine, "What is the annual budget of the Lantern Programme?")
    missing = found(bundled_engine, "What does the Quillbridge Institute say of Orlavia?")
    assert missing.confidence < 0.5 < stated.confidence
    assert (stated.signals["names_missing"], missing.signals["names_missing"]) == (0.0, 1.0)


@given(st.dictionaries(st.sampled_from([s.name for s in CONFIDENCE_SIGNALS.signals]), st.floats(-20, 20)))
def test_the_probability_lies_between_0_and_1_and_grows_with_the_bias(signals: dict[str, float]) -> None:
    weights = fitted().confidence
    low, high = (probability({**signals, "bias": value}, {**weights, "bias": 1.0}) for value in (0.0, 1.0))
    assert 0 <= low <= high <= 1


def test_a_missing_figure_year_and_name_are_noticed() -> None:
    question = query("How much did Orlavia pay in 2021?", "amount")
    best = ranked("The state paid in 2019.", 2.0, kind="sentence", signals={"meets": 0.0})
    signals = CONFIDENCE_SIGNALS.values(ConfidenceEvidence(question, [best.source], [best], {"paid"}, {"Marowen"}))
    assert (signals["unmet_figure"], signals["year_missing"], signals["names_missing"]) == (1, 1, 1)
    assert unknown_names(question, {"orlavia"}, ()) == []


def test_a_misspelt_weight_is_an_error_that_names_it(bundled_engine: FactsheetQA) -> None:
    finder: AnswerFinder = bundled_engine.newest().finder
    weights = fitted()
    for wrong in (
        replace(weights, confidence={"margn": 1.0}),
        replace(weights, spans={"margn": 1.0}),
        replace(weights, passages={"margn": 1.0}),
        replace(weights, hits={"margn": 1.0}),
    ):
        with pytest.raises(UnknownSignalError, match="'margn'"):
            finder.with_weights(wrong)
