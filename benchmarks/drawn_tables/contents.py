"""Fill tables with invented labels and values."""

from dataclasses import dataclass
from random import Random

from benchmarks.drawn_tables.layouts import TableLayout

ITEMS = (
    "Harbour wall", "Lighthouse", "Ferry terminal", "Fish market", "Town library", "Coal store", "Bridge repairs",
    "School kitchens", "Street lamps", "Water mains", "Public baths", "Tram depot", "Nature reserve", "Flood gates",
)  # fmt: skip
LONG = " and the works that belong to it"
GROUPS = ("Northern district", "Southern district", "Islands")
NAMES = ("Budget", "Outlay", "Balance", "Reserve", "Forecast", "Arrears")
LONG_NAMES = ("Approved budget", "Actual outlay", "Closing balance", "Legal reserve", "Revised forecast", "Old arrears")
UPPER = ("Plan", "Result", "Estimate")
FACTS = ("Condition", "State of repair")
STATES = ("sound", "worn but safe", "cracked near the joints", "closed for repair", "painted last spring", "leaking")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its label and values; a row without values names the group of the next ones."""

    label: str
    values: tuple[str, ...] = ()
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A table: the header of each column, the upper header over every two of them, and the rows."""

    corner: str
    headers: tuple[str, ...]
    upper: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def full_headers(self) -> list[str]:
        """Return the header of each value column with the one above it."""
        if not self.upper:
            return list(self.headers)
        return [f"{self.upper[number // 2]} {header}" for number, header in enumerate(self.headers)]


def fill(layout: TableLayout, random: Random) -> Content:
    """Return the content of a table with this layout."""
    headers, upper = _headers(layout, random)
    numbers = random.sample(range(101, 9999), 200)
    items = random.sample(ITEMS, random.randint(5, 9))
    rows: list[Row] = []
    for place, item in enumerate(items):
        if layout.groups != "none" and place % 3 == 0:
            rows.append(Row(GROUPS[place // 3]))
        values = [f"{numbers.pop():,}" for _ in headers]
        if layout.contents == "facts":
            values[0] = random.choice(STATES)
        label = item + LONG if layout.wrapped and place % 3 == 1 else item
        rows.append(Row(label, tuple(values), layout.groups == "indented"))
    return Content(random.choice(("", "Item", "Works")), headers, upper, tuple(rows))


def _headers(layout: TableLayout, random: Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the headers of the value columns and the upper headers."""
    if layout.contents == "facts":
        count = random.randint(1, 2)
        money = (LONG_NAMES if layout.header == "two lines" else NAMES)[:count]
        return (FACTS[layout.header == "two lines"], *money), ()
    merged = layout.header.startswith("merged")
    most = 4 if layout.place in ("left column", "right column") else 6
    count = random.choice((4, most)) if merged else random.randint(2, most)
    upper = UPPER[: count // 2] if merged else ()
    if layout.contents == "years":
        years = [str(2019 + number) for number in range(count)]
        return tuple(years[: 2 * bool(merged)] * (count // 2) if merged else years), upper
    names = LONG_NAMES if layout.header == "two lines" else NAMES
    return tuple(names[:2] * (count // 2) if merged else names[:count]), upper
