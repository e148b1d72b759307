"""Words and lines of a PDF page, with place, size, weight and colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from corpus.layout import Place, Word

Color: TypeAlias = tuple[float, ...] | None

GAP_RATIO = 0.15
"""A gap of this share of the font size parts two words."""
RAISED_RATIO = 0.8
"""Characters smaller than this share of their word are a raised mark, not part of the word."""
COLUMN_GAP = 1.8
"""Words of one line that stand further apart than this many font sizes belong to different columns."""


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word on a page."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    color: Color

    def plain(self) -> Word:
        """The word without its looks."""
        place: Place = (self.page, self.x0, self.top, self.x1, self.bottom)
        return Word(self.text, (place,), self.bold)


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side on one line, from left to right."""

    words: tuple[PdfWord, ...]

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """Upper end of its main words."""
        return min(word.top for word in self._main)

    @property
    def bottom(self) -> float:
        """Lower end of its main words."""
        return max(word.bottom for word in self._main)

    @property
    def size(self) -> float:
        """The font size of most of its characters."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.bold for word in self.words)

    @property
    def color(self) -> Color:
        """The colour of its first word."""
        return self.words[0].color

    @property
    def text(self) -> str:
        """The words with single blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def _main(self) -> list[PdfWord]:
        """The words of the line's size, or all."""
        size = self.size
        return [word for word in self.words if word.size == size] or list(self.words)


def page_words(page: Any, number: int) -> list[PdfWord]:  # noqa: ANN401 - pdfplumber has no types
    """The words of a pdfplumber page in the order in which the file draws them."""
    found = page.extract_words(x_tolerance_ratio=GAP_RATIO, use_text_flow=True, return_chars=True)
    return [word for raw in found for word in _split_marks(raw["chars"], number)]


def _split_marks(chars: list[dict[str, Any]], page: int) -> list[PdfWord]:
    """A word, parted where a small raised mark follows or leads it."""
    largest = max(char["size"] for char in chars)
    groups: list[list[dict[str, Any]]] = []
    small_before: bool | None = None
    for char in chars:
        small = char["size"] < RAISED_RATIO * largest
        if small is not small_before:
            groups.append([])
        groups[-1].append(char)
        small_before = small
    return [word for group in groups if (word := _word(group, page)) is not None]


def _word(chars: list[dict[str, Any]], page: int) -> PdfWord | None:
    """The word that characters make; None where they are blank."""
    text = "".join(char["text"] for char in chars)
    if not text.strip() or "(cid:" in text:
        return None
    return PdfWord(
        "".join(text.split()),
        page,
        min(char["x0"] for char in chars),
        min(char["top"] for char in chars),
        max(char["x1"] for char in chars),
        max(char["bottom"] for char in chars),
        round(chars[0]["size"], 1),
        _is_bold(chars[0]["fontname"]),
        color_of(chars[0].get("non_stroking_color")),
    )


def _is_bold(font: str) -> bool:
    """Whether a font's name says that it is bold."""
    name = font.lower()
    return any(mark in name for mark in ("bold", "black", "heavy", "semibold", "demi"))


def color_of(value: object) -> Color:
    """A colour as drawn, rounded; None where it is a pattern or not given."""
    if isinstance(value, int | float):
        return (round(float(value), 2),)
    if isinstance(value, list | tuple) and value and all(isinstance(part, int | float) for part in value):
        return tuple(round(float(part), 2) for part in value)
    return None


def group_lines(words: Iterable[PdfWord]) -> list[Line]:
    """Words as whole lines, from top to bottom, whatever stands between them."""
    rows: list[list[PdfWord]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        row = next((row for row in reversed(rows[-3:]) if _same_line(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [Line(tuple(sorted(row, key=lambda word: word.x0))) for row in rows]


def _same_line(row: list[PdfWord], word: PdfWord) -> bool:
    """Whether a word overlaps the largest word of a row by half of the lower one's height."""
    main = max(row, key=lambda other: other.bottom - other.top)
    overlap = min(main.bottom, word.bottom) - max(main.top, word.top)
    return overlap > 0.5 * min(main.bottom - main.top, word.bottom - word.top)


def split_columns(line: Line) -> list[Line]:
    """A line parted where a wide gap shows that its parts belong to different columns."""
    parts: list[list[PdfWord]] = [[]]
    for word in line.words:
        if parts[-1] and word.x0 - parts[-1][-1].x1 > COLUMN_GAP * max(word.size, parts[-1][-1].size):
            parts.append([])
        parts[-1].append(word)
    return [Line(tuple(part)) for part in parts]
