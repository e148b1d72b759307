"""Ranking signals, declared once."""

import pytest

from qa.answering.confidence import CONFIDENCE_SIGNALS
from qa.answering.spans.span_signals import SPAN_SIGNALS
from qa.retrieval.features import INHERITED, PASSAGE_SIGNALS
from qa.retrieval.signals import SignalSet, UnknownSignalError, weigh
from qa.retrieval.weights import fitted


def length(text: str) -> float:
    """Number of characters."""
    return float(len(text))


def test_each_weight_belongs_to_a_signal_and_each_signal_has_a_weight() -> None:
    weights = fitted()
    for weighed, signals in (
        (weights.hits, PASSAGE_SIGNALS),
        (weights.passages, PASSAGE_SIGNALS),
        (weights.spans, SPAN_SIGNALS),
        (weights.confidence, CONFIDENCE_SIGNALS),
    ):
        assert signals.checked(weighed).keys() == {signal.name for signal in signals.signals}
    assert set(INHERITED) <= {signal.name for signal in PASSAGE_SIGNALS.signals}


def test_a_declared_function_is_computed_by_its_name_and_described_by_its_docstring() -> None:
    signals = SignalSet[str]("texts")
    signals.declare(length)
    signals.add_kinds(["short", "tall"], lambda text: "short" if len(text) < 3 else "tall")
    assert signals.values("ab") == {"length": 2.0, "kind_short": 1.0, "kind_tall": 0.0}
    assert [signal.description for signal in signals.signals][0] == "Number of characters."
    assert weigh(signals.values("ab"), {"length": 2.0, "kind_short": 0.5}) == 4.5


def test_a_weight_without_a_signal_and_a_name_used_twice_are_errors() -> None:
    signals = SignalSet[str]("texts")
    signals.declare(length)
    with pytest.raises(UnknownSignalError, match="'lenght' for texts, where there are only length"):
        signals.checked({"lenght": 1.0})
    with pytest.raises(ValueError, match="declared twice"):
        signals.declare(length)
