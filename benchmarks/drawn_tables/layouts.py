"""Choose layouts of tables at random: rules, headers, alignment, group rows and the place on the page."""

from dataclasses import dataclass, fields
from random import Random
from typing import TypeAlias

RULES = ("none", "booktabs", "header", "rows", "dotted", "dashed", "points", "zebra", "grid", "verticals")
"""Solid, dotted and dashed rules below every row; `points` are drawn as small squares, `header` is below the header."""
PLACES = ("page", "left column", "right column", "across columns")
HEADERS = ("one line", "two lines", "merged", "merged with rules")
GROUPS = ("none", "none", "bold rows", "indented")
CONTENTS = ("numbers", "years", "facts")
"""`facts` has a column of text between labels and amounts."""
ALIGNMENTS = ("right", "centred", "left")
TITLES = ("none", "caption", "unit")
SIZES = (6.5, 8.0, 9.0, 10.0)

Options: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a table is drawn."""

    rules: str
    place: str
    header: str
    groups: str
    contents: str
    alignment: str
    title: str
    size: float
    note: bool
    wrapped: bool

    def options(self) -> Options:
        """Return the choices by name."""
        return {field.name: str(getattr(self, field.name)) for field in fields(self)}


def random_layout(random: Random) -> TableLayout:
    """Return a layout that documents may have: facts have no merged header."""
    contents = random.choice(CONTENTS)
    header = random.choice(HEADERS[:2] if contents == "facts" else HEADERS)
    return TableLayout(
        rules=random.choice(RULES), place=random.choice(PLACES), header=header, groups=random.choice(GROUPS),
        contents=contents, alignment=random.choice(ALIGNMENTS), title=random.choice(TITLES), size=random.choice(SIZES),
        note=random.random() < 0.5, wrapped=random.random() < 0.3,
    )  # fmt: skip
