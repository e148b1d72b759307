"""Make pairs from invented statistical tables: one cell under its labels, and questions for it or for another."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from training.reader.as_typed import as_typed
from training.reader.grammar_files import TABLES
from training.reader.invention import Invention, capital, count, invented_word
from training.reader.pair import Pair

_ROWS = 4
_SHARE_SENTENCES = 0.2
"""Share of cells that are told in a sentence."""
_SHARE_CAPTIONED = 0.8
"""Share of cells that are shown under the caption of their table."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The labels of a cell."""

    measure: Mapping[str, Any]
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class InventedTable:
    """The labels of a table in a language; the last row is the total."""

    language: str
    measure: Mapping[str, Any]
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def caption(self) -> str:
        """Return the caption with the unit."""
        return f"{capital(self.measure[self.language])} ({TABLES['units'][self.language][self.measure['unit']]})"


def table_pairs(document: Invention) -> Iterator[Pair]:
    """Yield the pairs of a table of a document."""
    chance, table = document.chance, _table(document)
    for column in chance.sample(table.columns, 2):
        asked = Cell(table.measure, chance.choice(table.rows[:-1]), column)
        yield _pair(document, table, asked, asked, "cell")
        for kind, other in _neighbours(table, asked, chance):
            yield _pair(document, table, asked, other, kind)
            yield _pair(document, table, other, asked, kind)
        yield from _comparisons(document, table, asked)


def _table(document: Invention) -> InventedTable:
    chance, language = document.chance, document.language
    invented = chance.random() < 0.5  # noqa: PLR2004 - either kind of rows
    rows = (
        [invented_word(chance) for _ in range(_ROWS)] if invented else chance.sample(TABLES["groups"][language], _ROWS)
    )
    rows.append(chance.choice(TABLES["totals"][language]))
    year = int(document.fixed["year"])
    named = [name.format(year=year) for name in TABLES["columns"][language]]
    planned, result, other = chance.choice(named[:2]), chance.choice(named[2:4]), chance.choice(named[4:])
    columns = chance.choice(
        (
            [str(year - before) for before in range(3)],
            [name.format(year=year) for name in TABLES["columns"]["quarters"]],
            [planned, result],
        )
    )
    return InventedTable(language, chance.choice(TABLES["measures"]), tuple(rows), (*columns, other))


def _translated(label: str, language: str, target: str) -> str:
    """Return a label as a question in another language names it; names, years and quarters stay."""
    year = next((word for word in label.split() if word.isdigit()), "")
    for part in ("groups", "totals", "columns"):
        names = [name.format(year=year) for name in TABLES[part][language]]
        if label in names:
            return str(TABLES[part][target][names.index(label)]).format(year=year)
    return label


def _neighbours(table: InventedTable, asked: Cell, chance: random.Random) -> Iterator[tuple[str, Cell]]:
    """Yield cells that look like the one that is asked for, each with what makes it another one."""
    yield "another row", replace(asked, row=chance.choice([row for row in table.rows[:-1] if row != asked.row]))
    yield "another column", replace(asked, column=chance.choice([one for one in table.columns if one != asked.column]))
    yield "total for part", replace(asked, row=table.rows[-1])
    other = chance.choice([one for one in TABLES["measures"] if one is not table.measure])
    yield "another measure", replace(asked, measure=other)


def _pair(document: Invention, table: InventedTable, asked: Cell, shown: Cell, kind: str) -> Pair:
    """Return a pair that asks for one cell and shows another, or the same."""
    is_measure = asked.measure is not shown.measure
    text, context = _shown(document, replace(table, measure=shown.measure), shown, with_caption=is_measure)
    language = document.question_language()
    template = document.chance.choice(TABLES["ask"][language])
    labels = {name: _translated(getattr(asked, name), table.language, language) for name in ("row", "column")}
    question = template.format(measure=asked.measure[language], **labels)
    return _made(document, question, language, text, context, int(asked == shown), kind)


def _comparisons(document: Invention, table: InventedTable, cell: Cell) -> Iterator[Pair]:
    """Yield a comparison of two rows or columns with a cell of one, and with a cell of a third."""
    chance, language = document.chance, document.question_language()
    row2, row3 = chance.sample([row for row in table.rows if row != cell.row], 2)
    column2 = chance.choice([one for one in table.columns if one != cell.column])
    template = chance.choice(TABLES["compare"][language])
    labels = {"row": cell.row, "column": cell.column, "row2": row2, "column2": column2}
    named = {name: _translated(label, table.language, language) for name, label in labels.items()}
    question = template.format(measure=cell.measure[language], **named)
    for kind, tells, row in (("comparison, one side", 1, cell.row), ("comparison, a third", 0, row3)):
        text, context = _shown(document, table, replace(cell, row=row), with_caption=True)
        yield _made(document, question, language, text, context, tells, kind)


def _shown(document: Invention, table: InventedTable, cell: Cell, *, with_caption: bool) -> tuple[str, str]:
    """Return a cell's text and labels."""
    chance, language = document.chance, table.language
    value = _value(table.measure["unit"], chance, language)
    if chance.random() < _SHARE_SENTENCES:
        template = chance.choice(TABLES["sentences"][language])
        return template.format(measure=table.measure[language], row=cell.row, column=cell.column, value=value), ""
    caption = with_caption or chance.random() < _SHARE_CAPTIONED
    return value, " › ".join((*((table.caption,) if caption else ()), cell.row, cell.column))


def _value(unit: str, chance: random.Random, language: str) -> str:
    if unit == "share":
        value = f"{chance.randint(10, 990) / 10:.1f}"
    elif unit == "count":
        return count(chance, language)
    else:
        value = f"{chance.randint(100, 99_000) / 10:,.1f}"
    return value if language == "en" else value.replace(",", " ").replace(".", ",")


def _made(document: Invention, question: str, language: str, text: str, context: str, tells: int, kind: str) -> Pair:
    asked = as_typed(capital(question), document.chance)
    about = (document.number, document.kind, document.split)
    return Pair(asked, text, context, tells, kind, language, document.language, *about)
