"""Put what several documents say on one topic side by side, as values, CSV or Markdown."""

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
"""First characters that make a spreadsheet read a cell as a formula, as OWASP lists them ("CSV Injection")."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One document's answer with its citations, or its refusal with the reason.

    `changed` is True if it differs from the country's previous edition; it is None if there is no such edition or
    either of the two says nothing.
    """

    document: Document
    answer: Answer
    changed: bool | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The statements of documents on a topic, by country and year; no document is about the `missing` countries."""

    topic: str
    language: str
    rows: tuple[Statement, ...]
    missing: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON-ready values."""
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
        """Return CSV (RFC 4180) with a line for each citation; no cell can act as a spreadsheet formula."""
        text = io.StringIO()
        lines = csv.writer(text)
        lines.writerow(COLUMNS)
        lines.writerows([_harmless(cell) for cell in cells] for cells in self.cells())
        return text.getvalue()

    def to_markdown(self) -> str:
        """Return a Markdown table with a line for each citation."""
        lines = [COLUMNS, ("---",) * len(COLUMNS), *([_one_line(cell) for cell in cells] for cells in self.cells())]
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)

    def cells(self) -> Iterator[tuple[str, ...]]:
        """Yield the lines of the table, in the order of `COLUMNS`; a refusal fills the quote of its document."""
        for row in self.rows:
            for citation in row.answer.citations or (None,):
                yield _line(row, citation)


def with_changes(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Sort the statements by country and year, and mark each as changed or not since the previous edition."""
    ordered = sorted(statements, key=lambda s: (s.document.country or s.document.title, s.document.year or 0))
    marked = ordered[:1]
    for before, statement in zip(ordered, ordered[1:], strict=False):
        marked.append(Statement(statement.document, statement.answer, _changed(before, statement)))
    return tuple(marked)


def _changed(before: Statement, after: Statement) -> bool | None:
    same_country = before.document.country is not None and before.document.country == after.document.country
    if not same_country or not before.answer.answered or not after.answer.answered:
        return None
    return _quotes(before.answer) != _quotes(after.answer)


def _quotes(answer: Answer) -> list[str]:
    """Return the quotes of an answer without regard to case and white space."""
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
    """Escape what would end a cell or its line, or act as HTML, links or emphasis in Markdown."""
    return re.sub(r"([\\|<>\[\]*_`])", r"\\\1", " ".join(cell.split()))
