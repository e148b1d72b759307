"""Check the finder of tables without rules on lines placed by hand."""

import pytest

from corpus.pdf.paragraphs import Spacing
from corpus.pdf.tables.borderless import NeighbourTables, find_borderless_tables
from corpus.pdf.words import Line, PdfWord

ROWS = [("Region", "Firms"), ("North", "12"), ("South", "7"), ("Islands", "31")]


def line(text: str, x0: float, bottom: float) -> Line:
    """Place a text at a left end and a baseline, in letters of 10 points that are 5 wide."""
    words = []
    for word in text.split():
        words.append(PdfWord(word, 1, x0, bottom - 10, x0 + 5 * len(word), bottom, 10.0, False, None, word))
        x0 += 5 * len(word) + 3
    return Line(tuple(words))


def test_aligned_texts_become_a_table() -> None:
    lines = [
        line(text, x0, 100 + 20 * n) for n, row in enumerate(ROWS) for x0, text in zip((60, 200), row, strict=True)
    ]
    tables, rest = find_borderless_tables(lines, ([], []), Spacing(), 500, NeighbourTables())
    assert rest == []
    (table,) = tables
    cells = {(cell.place.row, cell.place.col): " ".join(part.text for part in cell.lines) for cell in table.cells}
    assert cells == {(r, c): text for r, row in enumerate(ROWS) for c, text in enumerate(row)}


@pytest.mark.parametrize("gap", [0, 1])
def test_prose_is_not_a_table(gap: float) -> None:
    lines = [line("The council meets twice a year and looks at its plans", 60, 100 + (12 + gap) * n) for n in range(8)]
    assert find_borderless_tables(lines, ([], []), Spacing(), 500, NeighbourTables()) == ([], lines)
