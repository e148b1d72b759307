"""Check that columns are found between horizontal rules alone."""

from corpus.pdf.page_model import Rule
from corpus.pdf.tables.implied_borders import Canvas, page_grids
from corpus.pdf.words import PdfWord

COLUMNS = (60.0, 200.0, 340.0)


def word(text: str, x0: float, bottom: float) -> PdfWord:
    """Place a word of letters 5 points wide and 10 high."""
    return PdfWord(text, 1, x0, bottom - 10, x0 + 5 * len(text), bottom, 10.0, False, None, text)


def canvas(rules: list[Rule]) -> Canvas:
    """Draw four rows of three words, between the rules given."""
    words = [word(f"cell{row}{col}", x0, 115 + 20 * row) for row in range(4) for col, x0 in enumerate(COLUMNS)]
    return Canvas((rules, []), [], words, (500.0, 700.0))


def test_horizontal_rules_imply_the_columns_between_them() -> None:
    (grid,) = page_grids(canvas([Rule(100 + 20 * n, 55, 445) for n in range(5)]))
    assert (len(grid.ys) - 1, len(grid.xs) - 1) == (4, 3)
    assert all(left < at < right for left, at, right in zip(COLUMNS, grid.xs[1:-1], COLUMNS[1:], strict=False))


def test_short_rules_imply_no_table() -> None:
    assert page_grids(canvas([Rule(100 + 20 * n, 55, 155) for n in range(5)])) == []
