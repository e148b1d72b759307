"""Read tables of delimited text (.csv, .tsv)."""

import csv
import io
from pathlib import Path

from corpus.errors import ReadError
from corpus.layout import Layout
from corpus.limits import Limits
from corpus.office.grid import GridSheet, sheet_pieces
from corpus.text.decode import decode

SAMPLE = 20_000
"""Maximum number of characters from which the delimiter is found."""
DELIMITERS = ",;\t|"


def read_delimited(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a file of delimited text as a sheet.

    Raises:
        ReadError: It is binary or blank, or its quotes do not end.
    """
    text = decode(path.name, path.read_bytes())
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), _dialect(text)))
    except csv.Error as error:
        raise ReadError(path.name, f"is not delimited text ({error}); export it again as CSV") from error
    cells = {(r, c): " ".join(value.split()) for r, row in enumerate(rows) for c, value in enumerate(row)}
    sheet = GridSheet(None, {place: value for place, value in cells.items() if value})
    return Layout(tuple(sheet_pieces(sheet)))


def _dialect(text: str) -> type[csv.Dialect]:
    """Return the dialect of a text, with commas if it has one column only."""
    try:
        return csv.Sniffer().sniff(text[:SAMPLE], DELIMITERS)
    except csv.Error:
        return csv.excel
