"""Draw small SVG charts: tags, and axes with ticks. Colours and fonts come from the page's style sheet by class."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 460, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 46


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """Return an element, escaped; attribute names end in _ if reserved in Python, and have _ for -."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _short(value)) for key, value in attributes.items()
    )
    return Markup("<{}{}>{}</{}>").format(Markup(name), written, Markup("").join(map(escape, children)), Markup(name))


def _short(value: object) -> object:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from `low` to `high` along a side of the plot, with the values of its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    label: str
    write: Callable[[float], str]

    def x(self, value: float) -> float:
        """Return the horizontal position of a value."""
        return LEFT + self._share(value) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Return the vertical position of a value."""
        return HEIGHT - BOTTOM - self._share(value) * (HEIGHT - TOP - BOTTOM)

    def _share(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)


def percent(value: float) -> str:
    """Format a share in per cent."""
    return f"{value * 100:.0f} %"


def shares(label: str, high: float = 1.0) -> Axis:
    """Return an axis of shares from 0 to at most 1, with four to six ticks."""
    step = next(step for step in (0.02, 0.05, 0.1, 0.2) if high / step <= 5 or step == 0.2)
    count = max(1, int(high / step + 0.999))
    return Axis(0.0, step * count, tuple(step * number for number in range(count + 1)), label, percent)


def plot(title: str, x: Axis, y: Axis, marks: Iterable[Markup]) -> Markup:
    """Return a chart with its axes; `title` describes it for people who cannot see it."""
    return tag(
        "svg", tag("title", title), _x_axis(x), _y_axis(y), *marks,
        viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", class_="chart",
    )  # fmt: skip


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """Return a straight line."""
    return tag("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), class_=class_)


def text(x: float, y: float, content: str, anchor: str = "middle", class_: str = "tick") -> Markup:
    """Return a text, placed by its start, middle or end."""
    return tag("text", content, x=float(x), y=float(y), text_anchor=anchor, class_=class_)


def path(points: Iterable[tuple[float, float]], class_: str, *, closed: bool = False) -> Markup:
    """Return a line through points."""
    steps = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return tag("path", d=f"M{steps}{'Z' if closed else ''}", class_=class_)


def _x_axis(axis: Axis) -> Markup:
    bottom = HEIGHT - BOTTOM
    ticks = (text(axis.x(value), bottom + 18, axis.write(value)) for value in axis.ticks)
    label = text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, axis.label, class_="axis-label")
    return Markup("").join((line(LEFT, bottom, WIDTH - RIGHT, bottom, "axis"), *ticks, label))


def _y_axis(axis: Axis) -> Markup:
    grid = (line(LEFT, axis.y(value), WIDTH - RIGHT, axis.y(value), "grid") for value in axis.ticks if value > axis.low)
    ticks = (text(LEFT - 7, axis.y(value) + 4, axis.write(value), "end") for value in axis.ticks)
    middle = (TOP + HEIGHT - BOTTOM) / 2
    label = tag(
        "text", axis.label, x=0, y=0, text_anchor="middle", class_="axis-label",
        transform=f"translate(11 {middle}) rotate(-90)",
    )  # fmt: skip
    return Markup("").join((*grid, *ticks, label))
