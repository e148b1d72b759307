"""Compare cells of one table: two rows, two columns or two years that a question names, or all rows for the largest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.model import Passage
from qa.answering.across.findings import Finding, unranked
from qa.answering.across.rank import computed_text
from qa.answering.across.table_answer import TableAnswer, cited, message, write_table
from qa.answering.across.table_grid import TableGrid, grid_of, labels_named, same_unit, within_years
from qa.answering.across.values import MONEY, stated_value
from qa.answering.across.wording import (
    Extreme,
    Operation,
    asks_for_growth,
    asks_of_range,
    compares_within,
    extreme_of,
    operation_of,
    without_comparison,
)
from qa.answering.answer_finder import AskedQuestion
from qa.answering.messages import verdict_word
from qa.answering.multi_document import goes_across
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.answer_type_checks import states_absence
from qa.answering.spans.span import Span
from qa.model import Answer, Computed
from qa.question.plan import Plan
from qa.retrieval.column_match import label_words
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.normalize import stem

_TABLES = 3
"""Maximum number of tables considered, the best first."""
_PASSAGES = 20
"""Maximum number of passages whose tables are considered."""
_COVERED = 0.6
"""Minimum share of a question's content words, those that compare aside, in the labels of the compared cells."""
_SHOWN = 12
"""Maximum number of cells shown."""
_NOT_IN_CELLS = frozenset(("reason", "definition", "person", "page"))
"""Answer types that comparing numbers does not give."""
_MEASURED = 0.8
"""Minimum share of a column's entries that are numbers for it to be a series."""
_FEW = 4
"""Maximum number of words of an entry that is a number."""
_TOTALS = frozenset(("total", "totals", "sum", "summe", "gesamt", "insgesamt", "suma", "ensemble", "overall", "all"))


@dataclass(frozen=True, slots=True)
class ComparedCells:
    """Cells of a table that differ in row or in column, each with the label by which they differ."""

    grid: TableGrid
    cells: Sequence[tuple[str, Passage]]
    named: int

    def stems(self) -> frozenset[str]:
        """Return the stems of the labels and headings of the cells; of rows that are not named only what they share."""
        each = [analyzed(passage.context).stems for _, passage in self.cells]
        shared = (
            frozenset[str]().union(*each) if self.named else frozenset[str]().union(each[0]).intersection(*each[1:])
        )
        return shared | analyzed(self.grid.document.title).stems

    def findings(self) -> list[Finding]:
        """Return the cells as findings."""
        return [_finding(self.grid, passage) for _, passage in self.cells]

    def numbers(self) -> list[float] | None:
        """Return the numbers of the cells; None if some have none or another unit."""
        found = [self.grid.number(passage) for _, passage in self.cells]
        numbers = [number for number in found if number is not None]
        is_comparable = len(numbers) == len(found) and same_unit([passage for _, passage in self.cells])
        return numbers if is_comparable else None


def compared_cells(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer a comparison within a table by the cells compared; None if no table has the rows or columns named."""
    is_difference = operation_of(plan.text) == "difference"
    extreme = None if is_difference else extreme_of(plan.text)
    is_computed_elsewhere = operation_of(plan.text) in ("average", "ratio", "sum")
    if plan.scope.absent_countries or plan.scope.absent_years or goes_across(plan) or is_computed_elsewhere:
        return None
    if plan.expected in _NOT_IN_CELLS or not (is_difference or extreme is not None or compares_within(plan.text)):
        return None
    if extreme is not None and extreme.cue:
        return None
    asked = AskedQuestion.of(plan)
    with asked.clock.step("embed"):
        query = pipeline.finder.query(asked)
    with asked.clock.step("search"):
        ranked = pipeline.finder.retriever.rank(query, pipeline.finder.within(plan.scope.documents), _PASSAGES)
    found = next((each for grid in _grids(pipeline, ranked) if (each := _compared(grid, query, plan, extreme))), None)
    if found is None or (extreme is not None and len(plan.scope.documents) > 1 and found.numbers() is None):
        return None
    return _written(pipeline, asked, plan, found, extreme)


def _grids(pipeline: AnswerPipeline, ranked: Sequence[RankedPassage]) -> Iterator[TableGrid]:
    """Yield the tables of the best passages, the best first."""
    documents = {document.id: document for document in pipeline.index.documents}
    tables = dict.fromkeys(
        (each.passage.document_id, each.passage.table) for each in ranked if each.passage.kind in ("cell", "row")
    )
    for document, table in list(tables)[:_TABLES]:
        yield grid_of(pipeline.index, documents[document], table)


def _compared(grid: TableGrid, query: Query, plan: Plan, extreme: Extreme | None) -> ComparedCells | None:
    """Return the cells of a table that a question compares; None if it names no two, or the table is about less."""
    question = query.bilingual if query.is_foreign else query.question
    found = _named(grid, question, extreme)
    return found if found is not None and _is_about(found, plan, query) else None


def _named(grid: TableGrid, question: AnalyzedText, extreme: Extreme | None) -> ComparedCells | None:
    """Return the cells of the rows and columns that a question names, or a named column for its extreme."""
    columns = labels_named(grid.columns, question)
    rows = labels_named(grid.rows, question, frozenset().union(*(label_words(column) for column in columns)))
    if extreme is not None and asks_of_range(question.folded):
        rows, columns = within_years(grid.rows, rows), within_years(grid.columns, columns)
    if len(rows) > 1 and len(columns or grid.columns) == 1:
        return _cells(grid, rows, columns or grid.columns, len(rows))
    if len(rows) == 1 and (len(columns) > 1 or (not columns and len(grid.year_columns) > 1)):
        return _cells(grid, rows, columns or _years_meant(grid, question), len(columns))
    if not rows and len(columns) == 1 and extreme is not None:
        return _cells(grid, _measured_rows(grid, columns[0]), columns, 0)
    return None


def _years_meant(grid: TableGrid, question: AnalyzedText) -> list[str]:
    """Return the columns for years, those of the quantity that a question names if they are for several."""
    hits = {column: len(label_words(column) & question.stems) for column in grid.year_columns}
    return [column for column in grid.year_columns if hits[column] == max(hits.values())]


def _measured_rows(grid: TableGrid, column: str) -> list[str]:
    """Return the rows, totals aside, with a number in a column; none if the column is no series of numbers.

    Rows of a table on a policy state texts and figures of many kinds, which have no largest one.
    """
    parts = {row: cell for row in grid.rows if (cell := grid.cell(row, column)) and not _is_total(row)}
    stating = {row: cell for row, cell in parts.items() if not states_absence(analyzed(cell.text))}
    measured = [
        row for row, cell in stating.items() if grid.number(cell) is not None and len(cell.text.split()) <= _FEW
    ]
    kinds = {kind for row in measured if (kind := grid.unit(parts[row])) != "calendar"}
    is_series = len(measured) >= _MEASURED * len(stating) and len(kinds) < 2
    return measured if is_series else []


def _is_total(row: str) -> bool:
    return bool(_TOTALS & set(analyzed(row).words))


def _cells(grid: TableGrid, rows: Sequence[str], columns: Sequence[str], named: int) -> ComparedCells | None:
    """Return the cells of some rows and columns, of which one is single; None if there are fewer than two."""
    found = [
        (row if len(columns) == 1 else column, cell)
        for row in rows
        for column in columns
        if (cell := grid.cell(row, column)) is not None
    ]
    return ComparedCells(grid, found, named) if len(found) > 1 else None


def _is_about(found: ComparedCells, plan: Plan, query: Query) -> bool:
    """Return True if the labels of the cells have enough of the words of a question, or of their translations."""
    stems = found.stems()
    asked = analyzed(without_comparison(plan.text)).content_stems
    wordings = (asked, asked & query.stems) if query.is_foreign else (asked,)
    return any(wording and len(wording & stems) >= _COVERED * len(wording) for wording in wordings)


def _written(
    pipeline: AnswerPipeline, asked: AskedQuestion, plan: Plan, found: ComparedCells, extreme: Extreme | None
) -> Answer:
    """Return the answer: the result of the comparison where the cells have comparable numbers, and the cells."""
    beside_labels = " ".join(word for word in analyzed(plan.text).words if stem(word) not in found.stems())
    numbers = None if asks_for_growth(beside_labels) and extreme is not None else found.numbers()
    heading, result = "", ""
    if numbers is not None and extreme is not None:
        winners = _winners(found, numbers, extreme)
        name = "largest" if extreme.direction == "maximum" else "smallest"
        heading, result = message(plan.language, name, winners), f"{extreme.direction}: {', '.join(winners)}"
        if plan.expected == "yes_no" and found.named == len(numbers) == 2:
            verdict = "yes" if winners == [found.cells[0][0]] else "no"
            heading = f"{verdict_word(plan.language, verdict)} {heading}"
    elif numbers is not None and len(numbers) == 2:
        result = _difference(found, abs(numbers[1] - numbers[0]))
        heading = message(plan.language, "difference", what=result)
    ordered = _ordered(found, numbers, extreme)
    table = TableAnswer(ordered[:_SHOWN], 1.0, heading, calibrated=False)
    answer = write_table(pipeline.writer, asked.clock, plan, table)
    operands = tuple(citation for finding in ordered for citation in cited(finding))
    operation: Operation = "rank" if extreme is not None else "difference"
    return replace(answer, computed=(Computed(operation, result, operands),)) if result else answer


def _difference(found: ComparedCells, number: float) -> str:
    """Return the difference of the cells as text, in their currency if both have one."""
    amounts = [stated_value(passage.text, MONEY, analyzed("")) for _, passage in found.cells]
    units = {amount.unit if amount else "" for amount in amounts}
    return computed_text(number, units.pop()) if len(units) == 1 and "" not in units else f"{number:,.10g}"


def _winners(found: ComparedCells, numbers: Sequence[float], extreme: Extreme) -> list[str]:
    """Return the labels of the cells with the extreme number."""
    best = max(numbers) if extreme.direction == "maximum" else min(numbers)
    return [label for (label, _), number in zip(found.cells, numbers, strict=True) if number == best]


def _ordered(found: ComparedCells, numbers: Sequence[float] | None, extreme: Extreme | None) -> list[Finding]:
    """Return the cells as findings, in the order of their numbers if an extreme of all rows is asked for."""
    findings = found.findings()
    if numbers is None or extreme is None:
        return findings
    sign = -1 if extreme.direction == "maximum" else 1
    order = sorted(range(len(findings)), key=lambda place: sign * numbers[place])
    return [findings[place] for place in order]


def _finding(grid: TableGrid, passage: Passage) -> Finding:
    whole = unranked(Span(passage, 0, len(passage.text), "whole"))
    return Finding(grid.document, whole, passage.row, passage.column)
