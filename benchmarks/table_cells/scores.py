"""Score the cells that a reader gives against the gold cells of documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from benchmarks.table_cells.ground_truth import LabelledCell, squeezed
from qa.evaluate.metrics.text_match import share_of_words

ENOUGH_OF_LABEL = 0.8
"""Minimum share of a gold label's words in the label of a cell."""
MARKS = ("found", "row", "column", "right")


@dataclass(slots=True)
class Score:
    """What a reader got right: for each document the marks of each gold cell."""

    marks: dict[str, list[Mapping[str, bool]]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    pages: int = 0
    cpu_seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, rounded: shares over all cells, and the mean of `right` over documents with cells."""
        cells = [marks for found in self.marks.values() for marks in found]
        by_document = [mean(marks["right"] for marks in found) for found in self.marks.values() if found]
        return {
            "cells": len(cells),
            **{name: round(mean(marks[name] for marks in cells), 4) for name in MARKS if cells},
            "right_by_document": round(mean(by_document), 4) if by_document else None,
            "refused": len(self.refused),
            "cpu_ms_per_page": round(1000 * self.cpu_seconds / self.pages, 1) if self.pages else None,
        }


def judge_cells(gold: Sequence[LabelledCell], cells: Iterable[LabelledCell]) -> list[Mapping[str, bool]]:
    """Mark for each gold cell whether a cell of its page has its text, and the labels of its row and its column."""
    by_place: dict[tuple[int, str], list[LabelledCell]] = {}
    for cell in cells:
        by_place.setdefault((cell.page, squeezed(cell.text)), []).append(cell)
    return [_marks(wanted, by_place.get((wanted.page, squeezed(wanted.text)), [])) for wanted in gold]


def _marks(gold: LabelledCell, same_text: Sequence[LabelledCell]) -> Mapping[str, bool]:
    row = [cell for cell in same_text if _has_label(cell.row, gold.row)]
    column = [cell for cell in same_text if _has_label(cell.column, gold.column)]
    right = any(_has_label(cell.column, gold.column) for cell in row)
    return dict(zip(MARKS, (bool(same_text), bool(row), bool(column), right), strict=True))


def _has_label(label: str, gold: str) -> bool:
    return not gold.strip() or share_of_words(gold, label) >= ENOUGH_OF_LABEL
