"""Check tables in many layouts: in one column of two, with any rules, headers, group rows and alignment."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from benchmarks.drawn_tables.__main__ import gold_cells, read_cells
from benchmarks.drawn_tables.contents import fill
from benchmarks.drawn_tables.draw import EXTENTS, draw_page
from benchmarks.drawn_tables.layouts import ALIGNMENTS, HEADERS, RULES, TableLayout
from benchmarks.table_cells.scores import judge_cells

PLAIN = TableLayout(
    rules="dotted", place="left column", header="one line", groups="none", contents="facts", alignment="right",
    title="caption", size=9.0, note=True, wrapped=False,
)  # fmt: skip


def wrong_cells(folder: Path, layout: TableLayout, seed: int = 0) -> list[tuple[str, str, str]]:
    """Draw a table, read it, and return the cells that are not read with their labels."""
    random = Random(seed)
    content, path = fill(layout, random), folder / "page.pdf"
    draw_page(path, layout, content, random)
    gold = list(gold_cells(content))
    marks = judge_cells(gold, read_cells(path))
    return [(cell.row, cell.column, cell.text) for cell, mark in zip(gold, marks, strict=True) if not mark["right"]]


@pytest.mark.parametrize("place", EXTENTS)
@pytest.mark.parametrize("rules", RULES)
def test_any_rules_in_any_place(tmp_path: Path, rules: str, place: str) -> None:
    assert wrong_cells(tmp_path, replace(PLAIN, rules=rules, place=place)) == []


@pytest.mark.parametrize("rules", ["none", "header", "dotted", "rows", "grid"])
@pytest.mark.parametrize("header", HEADERS)
def test_headers_of_two_lines_and_of_two_levels(tmp_path: Path, header: str, rules: str) -> None:
    layout = replace(PLAIN, header=header, rules=rules, place="across columns", contents="numbers")
    assert wrong_cells(tmp_path, layout) == []


@pytest.mark.parametrize("alignment", ALIGNMENTS)
@pytest.mark.parametrize("groups", ["bold rows", "indented"])
def test_group_rows_in_small_letters(tmp_path: Path, groups: str, alignment: str) -> None:
    layout = replace(PLAIN, groups=groups, alignment=alignment, contents="years", size=6.5, rules="header")
    assert wrong_cells(tmp_path, layout) == []


@pytest.mark.parametrize("seed", range(4))
def test_labels_of_two_lines(tmp_path: Path, seed: int) -> None:
    layout = replace(PLAIN, wrapped=True, rules="booktabs", place="page", contents="numbers")
    assert wrong_cells(tmp_path, layout, seed) == []
