"""Recognise lists of records: tables of short texts in many columns, of which few are numbers."""

from collections import defaultdict

from corpus.pdf.page_model import RawTable

FEWEST_COLUMNS, FEWEST_ROWS = 5, 5
"""Minimum number of columns, and of records."""
FILLED = 0.85
"""Minimum share of cells with text."""
CELL_WORDS = 6.0
"""Maximum mean number of words in a cell."""
UNIQUE = 0.9
"""Minimum share of records that differ in their first two cells from all others."""


def is_record_list(table: RawTable) -> bool:
    """Return True if nearly every cell has a short text, every column a header, and every record a name of its own."""
    columns = len(table.grid.xs) - 1
    if table.shape is None or columns < FEWEST_COLUMNS:
        return False
    head = table.shape.headers
    filled = [cell for cell in table.cells if cell.lines]
    named = {col for c in filled if c.place.row < head for col in range(c.place.col, c.place.col_end)}
    rows: dict[int, list[str]] = defaultdict(list)
    for cell in filled:
        if cell.place.row >= head:
            rows[cell.place.row].append(" ".join(line.text for line in cell.lines))
    texts = [text for row in rows.values() for text in row]
    names = {tuple(row[:2]) for row in rows.values()}
    return (
        len(rows) >= FEWEST_ROWS
        and len(named) == columns
        and len(texts) >= FILLED * len(rows) * columns
        and sum(len(text.split()) for text in texts) <= CELL_WORDS * len(texts)
        and len(names) >= UNIQUE * len(rows)
    )
