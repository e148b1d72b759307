"""Draw the report's charts."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from qa.evaluate.metrics.measures import Estimate
from qa.evaluate.reports.curves import CalibrationBin, CurvePoint
from qa.evaluate.reports.html.svg import BOTTOM, HEIGHT, TOP, Axis, line, path, percent, plot, shares, tag, text

_WHISKER, _ROOM = 120, 6
"""Width of the drawing of an interval, and its margin on each side, in pixels."""
_BARS = 14
"""Approximate number of bars in a histogram."""
_SHORTEST_BAR = 0.001
"""Minimum width of a bar in a histogram, in milliseconds."""
_LONGEST = 2
"""Upper end of the axis of times, as a multiple of the highest percentile marked."""


def whisker(found: Estimate) -> Markup:
    """Draw a share as a dot on its interval; hidden from screen readers, because the numbers are beside it."""
    low, value, high = (_ROOM + share * (_WHISKER - 2 * _ROOM) for share in (found.low, found.value, found.high))
    return tag(
        "svg", line(_ROOM, 8, _WHISKER - _ROOM, 8, "scale"), line(low, 8, high, 8, "range"),
        tag("circle", cx=value, cy=8, r=4, class_="dot"),
        viewBox=f"0 0 {_WHISKER} 16", width=_WHISKER, height=16, class_="whisker", aria_hidden="true",
    )  # fmt: skip


def risk_coverage_chart(points: Sequence[CurvePoint]) -> Markup:
    """Draw risk against coverage with the band of its intervals."""
    x, y = shares("questions answered, the surest first"), shares("of these wrong", max(p.high for p in points))
    upper = [(x.x(point.coverage), y.y(point.high)) for point in points]
    lower = [(x.x(point.coverage), y.y(point.low)) for point in reversed(points)]
    last = points[-1]
    marks = [
        path(upper + lower, "band", closed=True),
        path([(x.x(point.coverage), y.y(point.risk)) for point in points], "curve"),
        tag("circle", cx=x.x(last.coverage), cy=y.y(last.risk), r=4.5, class_="dot"),
    ]
    title = (
        f"Risk against coverage: at {percent(last.coverage)} of the questions answered {percent(last.risk)} are wrong"
    )
    return plot(title, x, y, marks)


def calibration_chart(bins: Sequence[CalibrationBin]) -> Markup:
    """Draw the share of right answers against the confidence; calibrated points lie on the diagonal."""
    x, y = shares("confidence"), shares("right answers")
    marks = [line(x.x(0), y.y(0), x.x(1), y.y(1), "diagonal")]
    most = max(found.n for found in bins)
    for found in bins:
        place = x.x(found.confidence)
        marks.append(line(place, y.y(found.low), place, y.y(found.high), "range"))
        marks.append(tag("circle", cx=place, cy=y.y(found.right), r=3.5 + 5 * math.sqrt(found.n / most), class_="dot"))
    return plot("Right answers against confidence, by bins of a tenth", x, y, marks)


def latency_chart(milliseconds: Sequence[float], marked: Mapping[str, float]) -> Markup:
    """Draw a histogram of latencies with percentiles marked; outliers are counted beside the axis."""
    end = _LONGEST * max(marked.values())
    shown = [value for value in milliseconds if value <= end]
    step = _nice(max(max(shown) / _BARS, _SHORTEST_BAR))
    counts = Counter(int(value / step) for value in shown)
    x = _counted(_time_label(len(milliseconds) - len(shown), end), step * (max(counts) + 1), 6)
    y = _counted("answers", max(counts.values()), 5)
    bars = (_bar(x, y, number * step, step, count) for number, count in sorted(counts.items()))
    marks = (
        line(x.x(value), TOP, x.x(value), HEIGHT - BOTTOM, "mark")
        + text(x.x(value) + 6, TOP + 10 + 18 * place, f"{name} {value:.0f} ms", "start", "mark-label")
        for place, (name, value) in enumerate(marked.items())
    )
    return plot("How long answers took", x, y, [*bars, *marks])


def _bar(x: Axis, y: Axis, start: float, width: float, count: int) -> Markup:
    return tag(
        "rect", tag("title", f"{start:g} to {start + width:g} ms: {count}"),
        x=x.x(start) + 1, y=y.y(count), width=x.x(width) - x.x(0) - 2, height=y.y(0) - y.y(count), class_="bar",
    )  # fmt: skip


def _time_label(outliers: int, end: float) -> str:
    return f"milliseconds; {outliers} took longer than {end:.0f}" if outliers else "milliseconds"


def _counted(label: str, high: float, ticks: int) -> Axis:
    """Return an axis from 0 to about `high`, with about the given number of ticks at round numbers."""
    step = _nice(max(1.0, high / ticks))
    count = max(1, math.ceil(high / step))
    return Axis(
        0.0, step * count, tuple(step * number for number in range(count + 1)), label, lambda value: f"{value:g}"
    )


def _nice(step: float) -> float:
    """Round up to 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step)
