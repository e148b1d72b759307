"""Group the glyphs of a PDF page into words and lines, with place, size, weight and colour."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

from corpus.layout import Place, Word
from corpus.pdf.file.drawing import Color, Glyph, color_of
from corpus.pdf.reading_direction import is_right_to_left, logical_order, logical_text
from corpus.tables.forms import group_options
from corpus.text_analysis.text_cues import CHOICE_MARKS, box_state, is_marker

DrawnLetters: TypeAlias = dict[tuple[str, int, int], list[Glyph]]
"""The letters of the word in which each letter is, by the letter and its place in points."""

GAP_RATIO = 0.15
"""Minimum gap between two words, as a share of the font size."""
BACKWARD = 0.3
"""Maximum overlap of a character with the one before it, as a share of the font size."""
MIN_OVERLAP = 0.3
"""Minimum overlap in height of the characters of one word, as a share of the lower one."""
RAISED_RATIO = 0.85
"""Maximum size of raised marks, as a share of their word's."""
SAME_PLACE = 0.1
"""Maximum distance of letters that are drawn twice, as a share of the font size; narrow letters are wider."""
NOTE_GAP = 0.5
"""Maximum gap between the raised mark of a note and the note, as a share of the font size."""
RISE = 0.15
"""Minimum distance of raised marks from the line, as a share of the font size."""
COLUMN_GAP = 1.5
"""Minimum gap between columns on one line, in font sizes."""
MARKER_GAP = 3.0
"""Minimum gap after a list marker that separates columns, in font sizes."""
FEWEST_WORDS, SINGLE = 100, 0.6
"""Minimum number of words on a page, and of single letters among them, for its letters to be scattered."""

SIGN_FONTS = {
    "dingbats": {"3": "✓", "4": "✔", "l": "●", "m": "❍", "n": "■", "o": "❏", "q": "❑", "u": "◆"},
    "wingdings": {"ü": "✓", "þ": "☑", "l": "●", "m": "❍", "n": "■", "o": "□", "¨": "□", "§": "▪", "u": "◆"},
}
"""Fonts with signs in the places of letters, by a part of their name, and the signs used for lists and choices."""


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word on a page; `bare` is its text without raised marks, "" if nothing is left.

    A sign without known letters has the text "". `item`: such a sign precedes it, as a list marker. `climbs`: None if
    it is upright, else True if it is written from bottom to top.
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
    climbs: bool | None = None

    def plain(self) -> Word:
        """Return the word without its looks."""
        place: Place = (self.page, self.x0, self.top, self.x1, self.bottom)
        return Word(self.text, (place,), self.bold, None if self.bare == self.text else self.bare)


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side on one line, from left to right."""

    words: tuple[PdfWord, ...]

    @property
    def x0(self) -> float:
        """Return its left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Return its right end."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """Return the upper end of its main words."""
        return min(word.top for word in self._main)

    @property
    def bottom(self) -> float:
        """Return the lower end of its main words."""
        return max(word.bottom for word in self._main)

    @property
    def size(self) -> float:
        """Return the font size of most of its characters."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @property
    def bold(self) -> bool:
        """Return True if every word is bold."""
        return all(word.bold for word in self.words)

    @property
    def color(self) -> Color:
        """Return the colour of its first word."""
        return self.words[0].color

    @property
    def text(self) -> str:
        """Return the words with single blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def in_reading_order(self) -> list[PdfWord]:
        """Return the words in reading order: in right-to-left scripts the rightmost one is first."""
        return logical_order(self.words, lambda word: word.text)

    @property
    def _main(self) -> list[PdfWord]:
        """Return the words of the line's size, or all."""
        size = self.size
        return [word for word in self.words if word.size == size] or list(self.words)


def page_words(glyphs: Iterable[Glyph], number: int) -> list[PdfWord]:
    """Return the words of a page in drawing order.

    Letters that a file draws again in the same place, to make them look bold, count once.
    """
    groups: list[list[Glyph]] = []
    drawn: DrawnLetters = {}
    group: list[Glyph] | None = None
    for glyph in glyphs:
        known = None if glyph.text.isspace() else _drawn_before(glyph, drawn)
        if glyph.text.isspace():
            group = None
        elif known is not None:
            group = _rejoin(group, known, glyph, drawn)
        elif group and _continues(group[-1], glyph):
            group.append(glyph)
            drawn[_cell(glyph)] = group
        else:
            group = [glyph]
            groups.append(group)
            drawn[_cell(glyph)] = group
    return [word for letters in groups if letters for word in _split_marks(letters, number)]


def is_scattered(words: Sequence[PdfWord]) -> bool:
    """Return True if most words of a page are single letters: the file states wrong widths of letters."""
    single = sum(len(word.text) == 1 and word.text.isalpha() for word in words)
    return len(words) >= FEWEST_WORDS and single > SINGLE * len(words)


def _rejoin(group: list[Glyph] | None, known: list[Glyph], glyph: Glyph, drawn: DrawnLetters) -> list[Glyph] | None:
    """Return the letters that the next one may continue, after a letter that was drawn before among `known` ones.

    If these continue the current letters, as where single letters of a word are drawn first, they join them.
    """
    if group and known is not group and _continues(group[-1], known[0]):
        group += known
        drawn.update((_cell(other), group) for other in known)
        known.clear()
        return group
    return known if _covers(glyph, known[-1]) else None


def _cell(glyph: Glyph) -> tuple[str, int, int]:
    """Return a letter with its place in points."""
    return glyph.text, round(glyph.x0), round(glyph.top)


def _drawn_before(glyph: Glyph, drawn: DrawnLetters) -> list[Glyph] | None:
    """Return the letters among which a letter was drawn before in its place, if it was."""
    text, x, y = _cell(glyph)
    for place in (x, x - 1, x + 1):
        group = drawn.get((text, place, y))
        if group and any(_covers(glyph, other) for other in group):
            return group
    return None


def _covers(glyph: Glyph, other: Glyph) -> bool:
    """Return True if a letter is drawn nearly in the place of the same one."""
    return (
        glyph.text == other.text and max(abs(glyph.x0 - other.x0), abs(glyph.top - other.top)) < SAME_PLACE * glyph.size
    )


def _continues(last: Glyph, glyph: Glyph) -> bool:
    """Return True if a glyph directly follows the last one, on its line or raised above it."""
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
    gap = glyph.x0 - last.x1
    if is_right_to_left(last.text) and is_right_to_left(glyph.text) and glyph.x0 < last.x0:
        gap = last.x0 - glyph.x1
    return -BACKWARD * max(last.size, glyph.size) < gap < room


def _split_marks(glyphs: list[Glyph], page: int) -> list[PdfWord]:
    """Split a small raised mark off a number, so that it is not read as one of its digits."""
    main = max(glyphs, key=lambda glyph: glyph.size)
    for place in range(1, len(glyphs)):
        before, glyph = glyphs[place - 1], glyphs[place]
        raised = _is_raised(glyph, main) and before.size >= RAISED_RATIO * main.size
        if raised and glyph.text.isdigit() and before.text.isdigit():
            return [*_word(glyphs[:place], page), *(replace(mark, bare="") for mark in _word(glyphs[place:], page))]
    return _word(glyphs, page)


def _word(glyphs: list[Glyph], page: int) -> list[PdfWord]:
    """Return the word that glyphs make; none if several have no known letters."""
    if any(is_right_to_left(glyph.text) for glyph in glyphs):
        glyphs = sorted(glyphs, key=lambda glyph: glyph.x0)
    text = "".join(logical_text([_readable(glyph.text, glyph.font) for glyph in glyphs]).split())
    if not text and any("(cid:" in glyph.text for glyph in glyphs) and len(glyphs) > 1:
        return []
    main = max(glyphs, key=lambda glyph: glyph.size)
    unraised = [glyph for glyph in glyphs if not _is_raised(glyph, main)]
    bare = logical_text([_readable(glyph.text, glyph.font) for glyph in unraised])
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
        climbs=None if main.upright else glyphs[-1].top <= glyphs[0].top,
    )
    return [word]


def _is_raised(glyph: Glyph, main: Glyph) -> bool:
    """Return True if a letter is smaller and higher than the main one; small capitals are on its line."""
    return glyph.size < RAISED_RATIO * main.size and main.bottom - glyph.bottom > RISE * main.size


@cache
def _readable(text: str, font: str) -> str:
    """Return the letters of a glyph; none if its font has no mapping for them, as is frequent for bullets."""
    signs = next((signs for name, signs in SIGN_FONTS.items() if name in font.lower()), None)
    if signs is not None and text.isascii() | (text in signs):
        return signs.get(text, "")
    if "(cid:" in text or (len(text) == 1 and unicodedata.category(text) in ("Co", "Cc") and text not in CHOICE_MARKS):
        return ""
    return text


@cache
def _is_bold(font: str) -> bool:
    """Return True if a font's name says that it is bold."""
    name = font.lower()
    return any(mark in name for mark in ("bold", "black", "heavy", "semibold", "demi"))


def group_lines(words: Iterable[PdfWord]) -> list[Line]:
    """Group words into whole lines, from top to bottom, however wide the gaps between them are."""
    rows: list[list[PdfWord]] = []
    sideways: list[PdfWord] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        if word.climbs is not None:
            sideways.append(word)
            continue
        row = next((row for row in reversed(rows[-3:]) if _same_line(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    whole = (_without_signs(sorted(row, key=lambda word: word.x0)) for row in _with_marks(rows))
    lines = [Line(row) for row in whole if row]
    return sorted([*lines, *_sideways_lines(sideways)], key=lambda line: line.bottom) if sideways else lines


def _sideways_lines(words: Sequence[PdfWord]) -> list[Line]:
    """Group words set sideways: texts beside each other, as in the header of a table, are one line from left to right.

    The words, with the lowest first, follow each other upwards, or downwards if most are written so.
    """
    texts: list[list[PdfWord]] = []
    for word in sorted(words, key=lambda word: -word.bottom):
        text = next((text for text in texts if _is_above(word, text[-1])), None)
        if text is None:
            texts.append([word])
        else:
            text.append(word)
    lines: list[list[list[PdfWord]]] = []
    for text in sorted(texts, key=lambda text: text[-1].top):
        if lines and text[-1].top < max(other[0].bottom for other in lines[-1]):
            lines[-1].append(text)
        else:
            lines.append([text])
    ordered = (sorted(line, key=lambda text: text[0].x0) for line in lines)
    return [Line(tuple(word for text in line for word in _in_direction(text))) for line in ordered]


def _is_above(word: PdfWord, below: PdfWord) -> bool:
    """Return True if a word set sideways is a blank above another one, in the same line of text."""
    overlap = min(word.x1, below.x1) - max(word.x0, below.x0)
    return overlap > 0.5 * min(word.x1 - word.x0, below.x1 - below.x0) and below.top - word.bottom < below.size


def _in_direction(text: Sequence[PdfWord]) -> Sequence[PdfWord]:
    """Return the words of a text set sideways, the lowest first, in the order in which they are written."""
    long = [word.climbs for word in text if len(word.text) > 1]
    return text if 2 * sum(map(bool, long)) >= len(long) else text[::-1]


def _without_signs(row: Sequence[PdfWord]) -> tuple[PdfWord, ...]:
    """Remove signs that have no known letters; the word after one begins a list item."""
    pairs = zip([None, *row], row, strict=False)
    return tuple(
        replace(word, item=True) if last is not None and not last.text else word for last, word in pairs if word.text
    )


def _same_line(row: Sequence[PdfWord], word: PdfWord) -> bool:
    """Return True if a word overlaps a row's largest word by half of the lower height and ends about as low.

    Beside large letters there is room for two lines of small ones.
    """
    main = max(row, key=lambda other: other.bottom - other.top)
    lower = min(main.bottom - main.top, word.bottom - word.top)
    overlap = min(main.bottom, word.bottom) - max(main.top, word.top)
    return overlap > 0.5 * lower and abs(main.bottom - word.bottom) <= 0.5 * lower


def _with_marks(rows: Sequence[list[PdfWord]]) -> list[list[PdfWord]]:
    """Join raised or lowered marks to the row whose words they touch."""
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
    """Return True if a row is of smaller letters, each right beside a word of a line and half on its height."""
    main = max(line, key=lambda word: word.size)
    return all(word.size < RAISED_RATIO * main.size and any(_touches(word, other) for other in line) for word in row)


def _touches(mark: PdfWord, word: PdfWord) -> bool:
    """Return True if a mark is right after a word, or a blank before it, with half of its height on the word's."""
    overlap = min(mark.bottom, word.bottom) - max(mark.top, word.top)
    near = mark.x0 - word.x1 < GAP_RATIO * word.size and word.x0 - mark.x1 < NOTE_GAP * word.size
    return near and overlap > 0.5 * (mark.bottom - mark.top)


def split_columns(line: Line) -> list[Line]:
    """Split a line at gaps so wide that its parts belong to different columns; boxes stay with their labels."""
    parts: list[list[PdfWord]] = [[]]
    for word in line.words:
        if parts[-1] and _is_apart(parts[-1], word):
            parts.append([])
        parts[-1].append(word)
    if len(parts) > 1 and any(box_state(word.text) is not None for word in line.words):
        groups = group_options(parts, lambda part: [word.text for word in part])
        parts = [[word for part in group for word in part] for group in groups]
    return [Line(tuple(part)) for part in parts]


def _is_apart(part: Sequence[PdfWord], word: PdfWord) -> bool:
    """Return True if a gap separates a word from those before it; after a list marker it may be wider."""
    last = part[-1]
    gap = MARKER_GAP if len(part) == 1 and is_marker(last.text) else COLUMN_GAP
    return word.x0 - last.x1 > gap * min(word.size, last.size)
