"""What several documents say on one topic, side by side, and its forms for people and programs."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.model import Document
from qa.model import Answer, Citation

COLUMNS = ("Country", "Year", "Document", "Page", "Section", "Row", "Column", "Quote", "Changed")
_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
"""Beginnings that make a spreadsheet take a cell's text for a formula, as OWASP lists them ("CSV Injection")."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one document says: an answer with its citations, or a refusal with its reason.

    `changed` tells whether it says something else than the document of the same country's year before; it is None
    where there is none or where either says nothing.
    """

    document: Document
    answer: Answer
    changed: bool | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The statements of documents on a topic, by country and year; `missing` are countries asked for and not held."""

    topic: str
    language: str
    rows: tuple[Statement, ...]
    missing: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready values."""
        return {
            "topic": self.topic,
            "language": self.language,
            "missing": list(self.missing),
            "rows": [
                {
                    "document": row.document.name, "title": row.document.title, "country": row.document.country,
                    "year": row.document.year, "changed": row.changed, "answer": row.answer.to_dict(),
                }
                for row in self.rows
            ],
        }  # fmt: skip

    def to_csv(self) -> str:
        """The comparison as CSV (RFC 4180), a line for each citation; no cell can act as a spreadsheet formula."""
        text = io.StringIO()
        lines = csv.writer(text)
        lines.writerow(COLUMNS)
        lines.writerows([_harmless(cell) for cell in cells] for cells in self.cells())
        return text.getvalue()

    def to_markdown(self) -> str:
        """The comparison as a Markdown table, a line for each citation."""
        lines = [COLUMNS, ("---",) * len(COLUMNS), *([_one_line(cell) for cell in cells] for cells in self.cells())]
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)

    def cells(self) -> Iterator[tuple[str, ...]]:
        """The lines of the table, in the order of `COLUMNS`; a document that says nothing has its refusal as quote."""
        for row in self.rows:
            for citation in row.answer.citations or (None,):
                yield _line(row, citation)


def with_changes(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements by country and year, each marked as changed or not against the year before."""
    ordered = sorted(statements, key=lambda s: (s.document.country or s.document.title, s.document.year or 0))
    marked = ordered[:1]
    for before, statement in zip(ordered, ordered[1:], strict=False):
        marked.append(Statement(statement.document, statement.answer, _changed(before, statement)))
    return tuple(marked)


def _changed(before: Statement, after: Statement) -> bool | None:
    same_country = before.document.country is not None and before.document.country == after.document.country
    if not same_country or not before.answer.answered or not after.answer.answered:
        return None
    return _said(before.answer) != _said(after.answer)


def _said(answer: Answer) -> list[str]:
    """The quotes of an answer without regard to case and white space."""
    return [" ".join(citation.quote.casefold().split()) for citation in answer.citations]


def _line(row: Statement, citation: Citation | None) -> tuple[str, ...]:
    document, changed = row.document, {None: "", True: "yes", False: "no"}[row.changed]
    place: tuple[object, ...] = ("", "", "", "", row.answer.text)
    if citation is not None:
        place = (citation.page, citation.section, citation.row, citation.column, citation.quote)
    cells = (document.country, document.year, document.name, *place, changed)
    return tuple("" if cell is None else str(cell) for cell in cells)


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _one_line(cell: str) -> str:
    """A cell without what would end it or its line, or act as HTML, links or emphasis in Markdown."""
    return re.sub(r"([\\|<>\[\]*_`])", r"\\\1", " ".join(cell.split()))
