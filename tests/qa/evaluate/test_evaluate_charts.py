"""Charts can be drawn of any values, also where all are the same or zero."""

import re

from hypothesis import given
from hypothesis import strategies as st

from qa.evaluate.reports.curves import CurvePoint
from qa.evaluate.reports.html.charts import latency_chart, risk_coverage_chart

SHARES = st.floats(0, 1) | st.just(0.0)
NUMBER = re.compile(r'(?:x|y|width|height|cx|cy)="([^"]*)"')


@given(st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=20))
def test_risk_is_drawn_at_any_height(bounds: list[tuple[float, float]]) -> None:
    points = [
        CurvePoint((place + 1) / len(bounds), 0.5, max(pair), min(pair), max(pair)) for place, pair in enumerate(bounds)
    ]
    assert all_finite(risk_coverage_chart(points))


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=20))
def test_latencies_are_drawn_of_any_length(milliseconds: list[float]) -> None:
    assert all_finite(latency_chart(milliseconds, {"p50": sorted(milliseconds)[len(milliseconds) // 2]}))


def all_finite(drawing: str) -> bool:
    numbers = NUMBER.findall(drawing)
    return bool(numbers) and not any(number in ("nan", "inf", "-inf") for number in numbers)
