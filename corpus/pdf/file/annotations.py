"""Read what lies on a PDF's pages without being part of them: values of form fields, comments and attached files."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeAlias

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject

from corpus.layout import Paragraph, Piece, Word
from corpus.pdf.file.drawing import Glyph
from corpus.text_analysis.text_cues import CHECKED, UNCHECKED

FLAWS = (
    PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip
"""What damaged annotations raise."""
COMMENTS = frozenset(
    {"/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Square", "/Circle", "/Line", "/Ink"}
    | {"/Polygon", "/PolyLine", "/Stamp", "/FileAttachment"}
)
"""Kinds of annotations that may have a comment of a reader."""
UNSEEN = 2 | 32
"""Flags of annotations that are hidden, or are not shown on the screen (ISO 32000-1, table 165)."""
PASSWORD, PUSH_BUTTON = 1 << 13, 1 << 16
"""Flags of fields: a password, and a push button (ISO 32000-1, tables 228 and 226)."""
LETTER = 0.5
"""Width of a letter that is typed into a field, in font sizes."""
LARGEST, FILLED = 12.0, 0.75
"""Font size in fields that leave it open: maximum in points, and share of the field's height."""
SHOWN_FILES = 5
"""Maximum number of attached files that a warning names."""
PADDING = 2.0
"""Distance of the text of a field from its border, in points."""

Box: TypeAlias = tuple[float, float, float, float]
"""x0, top, x1, bottom on the page as viewers show it."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """The letters of each form field, and the comments, both by page; and the names of attached files."""

    typed: Mapping[int, tuple[tuple[Glyph, ...], ...]]
    comments: Mapping[int, tuple[Piece, ...]]
    attached: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return a warning that names the attached files, which are not read."""
        if not self.attached:
            return ()
        more = f" and {len(self.attached) - SHOWN_FILES} more" if len(self.attached) > SHOWN_FILES else ""
        names = ", ".join(self.attached[:SHOWN_FILES])
        return (f"has attached files, which were not read: {names}{more}; save them and add them",)


def read_annotations(reader: PdfReader) -> Annotations:
    """Read fields, comments and names of attached files; damaged ones are left out."""
    typed: dict[int, tuple[tuple[Glyph, ...], ...]] = {}
    comments: dict[int, tuple[Piece, ...]] = {}
    attached = dict.fromkeys(_attached(reader))
    for number, page in enumerate(reader.pages, 1):
        found = list(_annotations(page))
        if fields := tuple(tuple(glyphs) for note in found if (glyphs := _attempt(_typed(note, page)))):
            typed[number] = fields
        if pieces := tuple(piece for note in found for piece in _attempt(_comment(note, page, number))):
            comments[number] = pieces
        attached |= dict.fromkeys(name for note in found for name in _attempt(_attached_file(note)))
    return Annotations(typed, comments, tuple(attached))


def _attempt(found: Iterator[Any]) -> list[Any]:
    """Return all that an iterator yields, nothing if the annotation is damaged."""
    try:
        return list(found)
    except FLAWS:
        return []


def _annotations(page: PageObject) -> Iterator[DictionaryObject]:
    """Yield the annotations of a page that are shown."""
    try:
        entries = page.get("/Annots")
        notes = [entry.get_object() for entry in (entries.get_object() if entries is not None else [])]
    except FLAWS:
        return
    yield from (
        note for note in notes if isinstance(note, DictionaryObject) and not int(note.get("/F", 0) or 0) & UNSEEN
    )


def _attached(reader: PdfReader) -> Iterator[str]:
    """Yield the names of the files that are attached to a PDF."""
    try:
        yield from reader.attachments
    except FLAWS:
        return


def _attached_file(note: DictionaryObject) -> Iterator[str]:
    """Yield the name of the file that is attached at a place of a page."""
    if note.get("/Subtype") == "/FileAttachment":
        file = note["/FS"].get_object()
        yield str(file.get("/UF") or file.get("/F") if isinstance(file, DictionaryObject) else file)


def _typed(note: DictionaryObject, page: PageObject) -> Iterator[Glyph]:
    """Yield the letters of a field's value, or of a text that was typed onto the page."""
    kind = note.get("/Subtype")
    if kind == "/FreeText":
        yield from _letters(_text(note.get("/Contents")), note, page, several_lines=True)
    elif kind == "/Widget":
        sort, flags = _inherited(note, "/FT"), int(_inherited(note, "/Ff") or 0)
        if sort == "/Btn" and not flags & PUSH_BUTTON:
            yield from _box(note, page)
        elif sort == "/Ch" or (sort == "/Tx" and not flags & PASSWORD):
            yield from _letters(_value(note), note, page, several_lines=bool(flags & 1 << 12))


def _inherited(field: Any, name: str, depth: int = 8) -> Any:  # noqa: ANN401 - any PDF object
    """Return an entry of a field, or of the field that it is part of."""
    if name in field:
        return field[name].get_object()
    if depth == 0 or "/Parent" not in field:
        return None
    return _inherited(field["/Parent"].get_object(), name, depth - 1)


def _value(field: DictionaryObject) -> str:
    """Return what is entered in a field, or the texts of the options that are chosen."""
    value = _inherited(field, "/V")
    chosen = [_text(one) for one in (value if isinstance(value, ArrayObject) else [value])]
    shown = {}
    for option in _inherited(field, "/Opt") or []:
        pair = option.get_object()
        if isinstance(pair, ArrayObject) and len(pair) == 2:
            shown[_text(pair[0])] = _text(pair[1])
    return ", ".join(shown.get(one, one) for one in chosen if one)


def _text(value: Any) -> str:  # noqa: ANN401 - any PDF object
    """Return the text of a PDF string, "" for other objects."""
    value = value.get_object() if hasattr(value, "get_object") else value
    return value if isinstance(value, str) else ""


def _box(note: DictionaryObject, page: PageObject) -> Iterator[Glyph]:
    """Yield the sign of a ticked or an empty box."""
    state = note.get("/AS") or _inherited(note, "/V") or "/Off"
    x0, top, x1, bottom = _place(note, page)
    size = min(bottom - top, x1 - x0)
    left, upper = (x0 + x1 - size) / 2, (top + bottom - size) / 2
    sign = UNCHECKED if state == "/Off" else CHECKED
    yield Glyph(sign, left, upper, left + size, upper + size, size, "", True, None)


def _letters(text: str, note: DictionaryObject, page: PageObject, several_lines: bool) -> Iterator[Glyph]:
    """Yield the letters of a text in the lines that it fills between the borders of its field."""
    x0, top, x1, bottom = _place(note, page)
    size = _size(note, bottom - top, several_lines)
    width = max(x1 - x0 - 2 * PADDING, 1.0)
    lines = _lines(text, int(width / (LETTER * size))) if several_lines else [" ".join(text.split())]
    upper = top + PADDING if several_lines else (top + bottom - size) / 2
    leading = min(1.2 * size, max(bottom - top - 2 * PADDING, 1.0) / max(len(lines), 1))
    for number, line in enumerate(lines):
        step, y = min(LETTER * size, width / max(len(line), 1)), upper + number * leading
        for place, letter in enumerate(line):
            left = x0 + PADDING + place * step
            yield Glyph(letter, left, y, left + step, y + min(size, leading), size, "", True, None)


def _lines(text: str, width: int) -> list[str]:
    """Return the lines of a text that is broken to a number of letters."""
    return [line for part in text.splitlines() for line in textwrap.wrap(part, max(width, 10))]


def _size(note: DictionaryObject, height: float, several_lines: bool) -> float:
    """Return the font size of a field."""
    stated = re.search(r"([\d.]+)\s+Tf", _text(_inherited(note, "/DA")))
    size = float(stated.group(1)) if stated else 0.0
    return size or (LARGEST if several_lines else min(LARGEST, FILLED * height))


def _comment(note: DictionaryObject, page: PageObject, number: int) -> Iterator[Piece]:
    """Yield the comment of a reader as a paragraph in the place of its sign."""
    texts = _text(note.get("/Contents")).split() if note.get("/Subtype") in COMMENTS else []
    if texts:
        yield Piece("paragraph", (Paragraph(tuple(_spread(texts, number, _place(note, page)))),), number)


def _spread(texts: list[str], page: int, box: Box) -> Iterator[Word]:
    """Yield words side by side in a box."""
    x0, top, x1, bottom = box
    ends = [0, *accumulate(len(text) for text in texts)]
    step = (x1 - x0) / ends[-1]
    for text, start, end in zip(texts, ends, ends[1:], strict=False):
        yield Word(text, ((page, x0 + start * step, top, x0 + end * step, bottom),))


def _place(note: DictionaryObject, page: PageObject) -> Box:
    """Return the place of an annotation on the page as viewers show it: cropped and turned (ISO 32000-1, 14.11.2)."""
    sides: Any = note["/Rect"].get_object()
    rect = [float(value) for value in sides]
    crop = page.cropbox
    left, lower, width, height = float(crop.left), float(crop.bottom), float(crop.width), float(crop.height)
    corners = [(rect[0] - left, rect[1] - lower), (rect[2] - left, rect[3] - lower)]
    turned = [_turned(x, y, width, height, page.rotation % 360) for x, y in corners]
    (x0, x1), (top, bottom) = sorted(x for x, _ in turned), sorted(y for _, y in turned)
    return x0, top, max(x1, x0 + 1.0), max(bottom, top + 1.0)


def _turned(x: float, y: float, width: float, height: float, degrees: int) -> tuple[float, float]:
    """Return the place, from the upper left corner of a turned page, of a point from the lower left corner."""
    return {90: (y, x), 180: (width - x, y), 270: (height - y, width - x)}.get(degrees, (x, height - y))
