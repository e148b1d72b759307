"""Identify the rows of a table that share a label, or have only a serial number, by the cells beside it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.tables.rows import TableRow
from corpus.text_analysis.figures import is_date, is_figure, is_missing, serial_number
from corpus.text_analysis.text_cues import strip_marks

MOST_NAMES = 4
"""Maximum number of columns of names that are added to the label of a row."""
NAME_WORDS = 8
"""Maximum median number of words in a column of names; longer ones are prose."""
LABEL_LENGTH = 120
"""Maximum characters that are added to a label."""
FEWEST_NUMBERED = 3
"""Minimum number of labels that count the rows for them to be serial numbers."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the rows that are to be identified: its number, and its text in each row."""

    number: int
    texts: tuple[str, ...]

    @property
    def has_dates(self) -> bool:
        """Return True if most texts are dates."""
        return self._is_mostly(is_date)

    @property
    def has_figures(self) -> bool:
        """Return True if most texts are numbers, or signs for missing ones."""
        return self._is_mostly(lambda text: is_figure(text) or is_missing(text))

    @property
    def has_names(self) -> bool:
        """Return True if most texts are short and in letters, and neither numbers nor dates."""
        counts = [len(text.split()) for text in self.texts if text]
        named = self._is_mostly(lambda text: any(map(str.isalpha, text)))
        return named and not self.has_dates and not self.has_figures and median(counts) <= NAME_WORDS

    def _is_mostly(self, kind: Callable[[str], bool]) -> bool:
        """Return True if most texts are of a kind."""
        filled = [text for text in self.texts if text]
        return 2 * sum(map(kind, filled)) > len(filled)


def identify_rows(rows: Sequence[TableRow]) -> None:
    """Add to the labels that do not identify their rows the cells that do, until they are unique.

    Names are added first, from the left, then numbers that precede a name, as parts of a key, then dates; other
    numbers are values. Columns with one text in all rows identify none. Rows with a unique label stay as they are.
    """
    body = [row for row in rows if not row.header]
    numbered = _are_numbered(body)
    unclear = body if numbered else _ambiguous(body)
    used = _identifying(list(_columns(unclear)), ["" if numbered else row.name for row in unclear])
    for place, row in enumerate(unclear):
        row.key = _key(used, place, row.name)


def _identifying(columns: Sequence[_Column], labels: Sequence[str]) -> list[_Column]:
    """Return the columns that are added to labels, with dates only in the rows that need them."""
    used: list[_Column] = []
    for column in [column for column in columns if column.has_names][:MOST_NAMES]:
        if _shared(labels, used):
            used.append(column)
    if used and _shared(labels, used):
        last = used[-1].number
        used += [column for column in columns if column.has_figures and column.number < last]
    for column in [column for column in columns if column.has_dates]:
        shared = _shared(labels, used)
        texts = (text if place in shared else "" for place, text in enumerate(column.texts))
        used.append(_Column(column.number, tuple(texts)))
    return used


def _ambiguous(rows: Sequence[TableRow]) -> list[TableRow]:
    """Return the rows that share their label with another one, and with them those without a label."""
    counts = Counter(row.name for row in rows)
    found = [row for row in rows if counts[row.name] > 1 or not row.name]
    return found if any(row.name for row in found) else []


def _are_numbered(rows: Sequence[TableRow]) -> bool:
    """Return True if labels only count the rows; some rows may have none."""
    labels = [row.name for row in rows if row.name]
    numbers = [number for label in labels if (number := serial_number(label)) is not None]
    if len(numbers) < max(FEWEST_NUMBERED, len(labels)):
        return False
    return all(after - before in (0, 1) for before, after in pairwise(numbers)) and numbers[-1] > numbers[0]


def _columns(rows: Sequence[TableRow]) -> Iterator[_Column]:
    """Yield the columns in which rows have several texts, if there are two columns or more."""
    numbers = sorted({number for row in rows for number in row.cells})
    for number in numbers if len(numbers) > 1 else []:
        texts = tuple(_text(row, number) for row in rows)
        if len({text for text in texts if text}) > 1:
            yield _Column(number, texts)


def _text(row: TableRow, column: int) -> str:
    """Return the text of a cell without footnote marks; none if rules divide the cell."""
    options = row.cells.get(column, [])
    return strip_marks(" ".join(p.label for p in options[0].paragraphs)) if len(options) == 1 else ""


def _shared(labels: Sequence[str], used: Sequence[_Column]) -> set[int]:
    """Return the rows whose label and texts in some columns are also those of another row."""
    whole = [(label, *(column.texts[place] for column in used)) for place, label in enumerate(labels)]
    counts = Counter(whole)
    return {place for place, texts in enumerate(whole) if counts[texts] > 1}


def _key(used: Sequence[_Column], place: int, label: str) -> str:
    """Return the texts of a row in the columns that identify it, each name once."""
    parts: list[str] = []
    for column in sorted(used, key=lambda column: column.number):
        text = column.texts[place]
        repeated = text in (label, *parts) and not column.has_figures
        if text and not repeated and len(" / ".join([*parts, text])) <= LABEL_LENGTH:
            parts.append(text)
    return " / ".join(parts)
