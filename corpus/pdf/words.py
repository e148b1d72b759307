"""Words and lines of a PDF page, with place, size, weight and colour."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.layout import Place, Word
from corpus.pdf.drawing import Color, Glyph, color_of
from corpus.text_cues import CHOICE_MARKS, is_marker

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
MARKER_GAP = 3.0
"""The same behind the mark of a list item."""

SIGN_FONTS = {
    "dingbats": {"3": "✓", "4": "✔", "l": "●", "m": "❍", "n": "■", "o": "❏", "q": "❑", "u": "◆"},
    "wingdings": {"ü": "✓", "þ": "☑", "l": "●", "m": "❍", "n": "■", "o": "□", "¨": "□", "§": "▪", "u": "◆"},
}
"""Fonts that have signs in the places of letters, by a part of their name, and the signs that lists and choices use."""


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word on a page; `bare` is its text without raised marks, "" where it is nothing else.

    A sign without known letters has the text "". `item`: such a sign stands before it, as the mark of a list item.
    """

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
    item: bool = False

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


def page_words(glyphs: Iterable[Glyph], number: int) -> list[PdfWord]:
    """The words of a page in the order in which the file draws them.

    Letters that a file draws twice, to make them look bold, count once.
    """
    groups: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            last = None
        elif last is not None and _goes_on(last, glyph):
            groups[-1].append(glyph)
            last = glyph
        else:
            groups.append([glyph])
            last = glyph
    words = [word for group in groups for word in _split_marks(group, number)]
    return list({(word.text, round(word.x0), round(word.top)): word for word in words}.values())


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph stands right behind the last one, on its line or raised above it."""
    if last.upright != glyph.upright:
        return False
    room = GAP_RATIO * max(last.size, glyph.size)
    if not glyph.upright:
        side = min(last.x1, glyph.x1) - max(last.x0, glyph.x0)
        gap = max(glyph.top - last.bottom, last.top - glyph.bottom)
        return side >= MIN_OVERLAP * min(last.x1 - last.x0, glyph.x1 - glyph.x0) and gap < room
    overlap = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    if overlap < MIN_OVERLAP * min(last.bottom - last.top, glyph.bottom - glyph.top):
        return False
    return -BACKWARD * max(last.size, glyph.size) < glyph.x0 - last.x1 < room


def _split_marks(glyphs: list[Glyph], page: int) -> list[PdfWord]:
    """A word. A small raised mark behind a number is a word of its own, lest it be read as a digit of the number."""
    largest = max(glyph.size for glyph in glyphs)
    for place in range(1, len(glyphs)):
        before, glyph = glyphs[place - 1], glyphs[place]
        raised = glyph.size < RAISED_RATIO * largest <= before.size
        if raised and glyph.text.isdigit() and before.text.isdigit():
            return [*_word(glyphs[:place], page), *(replace(mark, bare="") for mark in _word(glyphs[place:], page))]
    return _word(glyphs, page)


def _word(glyphs: list[Glyph], page: int) -> list[PdfWord]:
    """The word that glyphs make; none where several have no known letters."""
    text = "".join("".join(_readable(glyph.text, glyph.font) for glyph in glyphs).split())
    if not text and any("(cid:" in glyph.text for glyph in glyphs) and len(glyphs) > 1:
        return []
    main = max(glyphs, key=lambda glyph: glyph.size)
    bare = "".join(_readable(glyph.text, glyph.font) for glyph in glyphs if glyph.size >= RAISED_RATIO * main.size)
    word = PdfWord(
        text=text,
        page=page,
        x0=min(glyph.x0 for glyph in glyphs),
        top=min(glyph.top for glyph in glyphs),
        x1=max(glyph.x1 for glyph in glyphs),
        bottom=max(glyph.bottom for glyph in glyphs),
        size=round(main.size, 1),
        bold=_is_bold(main.font),
        color=color_of(main.color),
        bare="".join(bare.split()),
    )
    return [word]


@cache
def _readable(text: str, font: str) -> str:
    """The letters of a glyph; none where a font does not tell them, as those of bullets often do not."""
    signs = next((signs for name, signs in SIGN_FONTS.items() if name in font.lower()), None)
    if signs is not None and text.isascii() | (text in signs):
        return signs.get(text, "")
    if "(cid:" in text or (len(text) == 1 and unicodedata.category(text) in ("Co", "Cc") and text not in CHOICE_MARKS):
        return ""
    return text


@cache
def _is_bold(font: str) -> bool:
    """Whether a font's name says that it is bold."""
    name = font.lower()
    return any(mark in name for mark in ("bold", "black", "heavy", "semibold", "demi"))


def group_lines(words: Iterable[PdfWord]) -> list[Line]:
    """Words as whole lines, from top to bottom, whatever stands between them."""
    rows: list[list[PdfWord]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        row = next((row for row in reversed(rows[-3:]) if _same_line(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    whole = (_without_signs(sorted(row, key=lambda word: word.x0)) for row in _with_marks(rows))
    return [Line(row) for row in whole if row]


def _without_signs(row: Sequence[PdfWord]) -> tuple[PdfWord, ...]:
    """A row without signs that have no known letters; the word behind one is the beginning of a list item."""
    pairs = zip([None, *row], row, strict=False)
    return tuple(
        replace(word, item=True) if last is not None and not last.text else word for last, word in pairs if word.text
    )


def _same_line(row: Sequence[PdfWord], word: PdfWord) -> bool:
    """Whether a word overlaps the largest word of a row by half of the lower one's height, and ends about as low.

    Beside large letters there is room for two lines of small ones.
    """
    main = max(row, key=lambda other: other.bottom - other.top)
    lower = min(main.bottom - main.top, word.bottom - word.top)
    overlap = min(main.bottom, word.bottom) - max(main.top, word.top)
    return overlap > 0.5 * lower and abs(main.bottom - word.bottom) <= 0.5 * lower


def _with_marks(rows: Sequence[list[PdfWord]]) -> list[list[PdfWord]]:
    """Rows with raised or lowered marks put to the row whose words they stand close to."""
    whole: list[list[PdfWord]] = []
    for row in rows:
        if whole and _is_mark(row, whole[-1]):
            whole[-1] += row
        elif whole and _is_mark(whole[-1], row):
            whole[-1] = row + whole[-1]
        else:
            whole.append(row)
    return whole


def _is_mark(row: Sequence[PdfWord], line: Sequence[PdfWord]) -> bool:
    """Whether a row is of smaller letters, each of which stands right beside a word of a line, half on its height."""
    main = max(line, key=lambda word: word.size)
    return all(word.size < RAISED_RATIO * main.size and any(_touches(word, other) for other in line) for word in row)


def _touches(mark: PdfWord, word: PdfWord) -> bool:
    """Whether a mark stands right beside a word, with half of its height on the word's."""
    room = GAP_RATIO * word.size
    overlap = min(mark.bottom, word.bottom) - max(mark.top, word.top)
    return mark.x0 - word.x1 < room and word.x0 - mark.x1 < room and overlap > 0.5 * (mark.bottom - mark.top)


def split_columns(line: Line) -> list[Line]:
    """A line parted where a wide gap shows that its parts belong to different columns."""
    parts: list[list[PdfWord]] = [[]]
    for word in line.words:
        if parts[-1] and _is_apart(parts[-1], word):
            parts.append([])
        parts[-1].append(word)
    return [Line(tuple(part)) for part in parts]


def _is_apart(part: Sequence[PdfWord], word: PdfWord) -> bool:
    """Whether a gap parts a word from those before it; behind the mark of a list item it may be wider."""
    last = part[-1]
    gap = MARKER_GAP if len(part) == 1 and is_marker(last.text) else COLUMN_GAP
    return word.x0 - last.x1 > gap * min(word.size, last.size)
