"""Words and lines of a PDF page, with place, size, weight and colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from corpus.layout import Place, Word
from corpus.pdf.origin import Origin

Color: TypeAlias = tuple[float, ...] | None

GAP_RATIO = 0.15
"""A gap of this share of the font size parts two words."""
BACKWARD = 0.3
"""A character may overlap the one before it by this share of the font size."""
MIN_OVERLAP = 0.3
"""Characters of one word overlap in height by this share of the lower one."""
RAISED_RATIO = 0.8
"""Characters smaller than this share of their word are a raised mark, not part of the word."""
COLUMN_GAP = 1.5
"""Words of one line that stand further apart than this many font sizes belong to different columns."""


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word on a page; `bare` is its text without raised marks."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    color: Color
    bare: str

    def plain(self) -> Word:
        """The word without its looks."""
        place: Place = (self.page, self.x0, self.top, self.x1, self.bottom)
        return Word(self.text, (place,), self.bold, None if self.bare == self.text else self.bare)


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


def page_words(page: Any, number: int, origin: Origin) -> list[PdfWord]:  # noqa: ANN401 - pdfplumber has no types
    """The words of a pdfplumber page in the order in which the file draws them.

    Letters that a file draws twice, to make them look bold, count once.
    """
    groups: list[list[dict[str, Any]]] = []
    last: dict[str, Any] | None = None
    for char in filter(origin.shows, map(origin.shift, page.chars)):
        if char["text"].isspace():
            last = None
        elif last is not None and _goes_on(last, char):
            groups[-1].append(char)
            last = char
        else:
            groups.append([char])
            last = char
    words = [word for group in groups for word in _split_marks(group, number)]
    return list({(word.text, round(word.x0), round(word.top)): word for word in words}.values())


def _goes_on(last: dict[str, Any], char: dict[str, Any]) -> bool:
    """Whether a character stands right behind the last one, on its line or raised above it."""
    if last["upright"] != char["upright"]:
        return False
    before, behind, low, high = ("x0", "x1", "top", "bottom") if char["upright"] else ("top", "bottom", "x0", "x1")
    size = max(last["size"], char["size"])
    overlap = min(last[high], char[high]) - max(last[low], char[low])
    if overlap < MIN_OVERLAP * min(last[high] - last[low], char[high] - char[low]):
        return False
    if char["upright"]:
        return bool(-BACKWARD * size < char[before] - last[behind] < GAP_RATIO * size)
    return bool(max(char[before] - last[behind], last[before] - char[behind]) < GAP_RATIO * size)


def _split_marks(chars: list[dict[str, Any]], page: int) -> list[PdfWord]:
    """A word. A small raised mark behind a number is a word of its own, lest it be read as a digit of the number."""
    largest = max(char["size"] for char in chars)
    for place in range(1, len(chars)):
        before, char = chars[place - 1], chars[place]
        raised = char["size"] < RAISED_RATIO * largest <= before["size"]
        if raised and char["text"].isdigit() and before["text"].isdigit():
            return [*_word(chars[:place], page), *_word(chars[place:], page)]
    return _word(chars, page)


def _word(chars: list[dict[str, Any]], page: int) -> list[PdfWord]:
    """The word that characters make; none where they are blank or have no known letters."""
    text = "".join(char["text"] for char in chars)
    if not text.strip() or "(cid:" in text:
        return []
    main = max(chars, key=lambda char: char["size"])
    bare = "".join(char["text"] for char in chars if char["size"] >= RAISED_RATIO * main["size"])
    word = PdfWord(
        text="".join(text.split()),
        page=page,
        x0=min(char["x0"] for char in chars),
        top=min(char["top"] for char in chars),
        x1=max(char["x1"] for char in chars),
        bottom=max(char["bottom"] for char in chars),
        size=round(main["size"], 1),
        bold=_is_bold(main["fontname"]),
        color=color_of(main.get("non_stroking_color")),
        bare="".join(bare.split()),
    )
    return [word]


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
        if parts[-1] and word.x0 - parts[-1][-1].x1 > COLUMN_GAP * min(word.size, parts[-1][-1].size):
            parts.append([])
        parts[-1].append(word)
    return [Line(tuple(part)) for part in parts]
