"""Cover, section dividers and the frame of ordinary pages: running header, page number and footnotes."""

import math
import zlib
from collections.abc import Mapping, Sequence

from reportlab.lib.colors import white
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from tests.factsheet_sources.content import Factsheet
from tests.factsheet_sources.design import (
    BOTTOM,
    LEFT,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    SANS,
    SANS_BOLD,
    SERIF,
    SERIF_BOLD,
    TEXT_WIDTH,
    Palette,
)

RINGS = "rings"
_HEADER_LINE = PAGE_HEIGHT - 58
_NOTE_GAP = 10.0


def draw_cover(canvas: Canvas, sheet: Factsheet, colours: Palette) -> None:
    """The cover: country, year and where the facts come from."""
    _draw_ground(canvas, sheet, colours)
    canvas.setFillColor(white)
    canvas.setFont(SANS, 17)
    canvas.drawString(LEFT, 372, "Country factsheet")
    canvas.setFont(SERIF_BOLD, 60)
    canvas.drawString(LEFT - 2, 304, sheet.country)
    canvas.setFont(SERIF, 24)
    canvas.drawString(LEFT, 264, str(sheet.year))
    if sheet.label:
        _draw_badge(canvas, sheet.label, LEFT, 218)
    canvas.setStrokeColor(colours.tint(0.5))
    canvas.setLineWidth(0.6)
    canvas.line(LEFT, 132, PAGE_WIDTH - RIGHT, 132)
    canvas.setFillColor(colours.tint(0.12))
    canvas.setFont(SANS, 10.5)
    note = " ".join(sheet.cover_note.split())
    for number, line in enumerate(simpleSplit(note, SANS, 10.5, TEXT_WIDTH - 60)):
        canvas.drawString(LEFT, 110 - 15 * number, line)


def draw_divider(canvas: Canvas, sheet: Factsheet, colours: Palette, title: str) -> None:
    """The page before a section: its number, if the title begins with one, and its name."""
    _draw_ground(canvas, sheet, colours)
    number, _, name = title.rpartition(". ")
    canvas.setFillColor(colours.tint(0.4))
    canvas.setFont(SERIF, 60)
    canvas.drawString(LEFT - 2, 340, number.zfill(2) if number else "")
    canvas.setFillColor(white)
    canvas.setFont(SERIF_BOLD, 30)
    for line_number, line in enumerate(simpleSplit(name, SERIF_BOLD, 30, TEXT_WIDTH - 40)):
        canvas.drawString(LEFT, 288 - 38 * line_number, line)


def draw_header(canvas: Canvas, sheet: Factsheet, colours: Palette) -> None:
    """The running header with its rule."""
    canvas.setFillColor(colours.accent)
    canvas.setFont(SANS_BOLD, 9)
    canvas.drawString(LEFT, _HEADER_LINE + 9, f"Country factsheet {sheet.country} {sheet.year}")
    canvas.setFillColor(MUTED)
    canvas.setFont(SANS, 9)
    canvas.drawRightString(PAGE_WIDTH - RIGHT, _HEADER_LINE + 9, sheet.running_note)
    canvas.setStrokeColor(colours.accent)
    canvas.setLineWidth(1)
    canvas.line(LEFT, _HEADER_LINE, PAGE_WIDTH - RIGHT, _HEADER_LINE)


def draw_page_number(canvas: Canvas, colours: Palette, page: int) -> None:
    """The page number, at the foot of the page on the right."""
    canvas.setFillColor(colours.accent)
    canvas.setFont(SANS_BOLD, 9)
    canvas.drawRightString(PAGE_WIDTH - RIGHT, 36, str(page))


def notes_height(notes: Sequence[Paragraph]) -> float:
    """The height that footnotes take from the text above them."""
    if not notes:
        return 0.0
    return 2 * _NOTE_GAP + sum(float(note.wrap(TEXT_WIDTH, 1e6)[1]) + 3 for note in notes)


def draw_notes(canvas: Canvas, notes: Sequence[Paragraph], colours: Palette) -> None:
    """Footnotes under a short rule at the bottom of the page."""
    if not notes:
        return
    y = BOTTOM + notes_height(notes) - _NOTE_GAP
    canvas.setStrokeColor(colours.grid)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, y, LEFT + 110, y)
    y -= _NOTE_GAP / 2
    for note in notes:
        y -= note.wrap(TEXT_WIDTH, 1e6)[1]
        note.drawOn(canvas, LEFT, y)
        y -= 3


def note_markup(notes: Mapping[str, str], marks: Sequence[str]) -> list[str]:
    """The text of the footnotes with these marks, each behind its mark."""
    return [f"{mark} {' '.join(notes[mark].split())}" for mark in sorted(marks, key="¹²³".index)]


def _draw_badge(canvas: Canvas, text: str, x: float, y: float) -> None:
    canvas.setFont(SANS_BOLD, 13)
    width = canvas.stringWidth(text, SANS_BOLD, 13)
    canvas.setStrokeColor(white)
    canvas.setLineWidth(1)
    canvas.roundRect(x, y - 8, width + 28, 27, 13, stroke=1, fill=0)
    canvas.drawString(x + 14, y + 1, text)


def _draw_ground(canvas: Canvas, sheet: Factsheet, colours: Palette) -> None:
    """A page in the accent colour with contour lines, whose form is drawn once and used on every such page."""
    canvas.setFillColor(colours.accent)
    canvas.rect(0, 0, PAGE_WIDTH, PAGE_HEIGHT, stroke=0, fill=1)
    if not canvas.hasForm(RINGS):
        canvas.beginForm(RINGS, 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
        _draw_rings(canvas, colours, zlib.crc32(sheet.country.encode()))
        canvas.endForm()
    canvas.doForm(RINGS)


def _draw_rings(canvas: Canvas, colours: Palette, seed: int) -> None:
    """Contour lines around a summit in the upper right corner; the seed gives each country a landscape of its own."""
    canvas.setStrokeColor(colours.tint(0.72))
    canvas.setLineWidth(0.7)
    phases = [(seed >> shift & 0xFF) / 255 * math.tau for shift in (0, 8, 16)]
    for ring in range(26):
        points = [_contour(ring, step / 40 * math.tau, phases) for step in range(40)]
        _draw_smooth(canvas, points)


def _contour(ring: int, angle: float, phases: Sequence[float]) -> tuple[float, float]:
    radius = 24.0 + 17 * ring
    swell = sum(math.sin((n + 2) * angle + phase + ring * 0.05) / (n + 2) for n, phase in enumerate(phases))
    radius *= 1 + 0.16 * swell
    return PAGE_WIDTH - 150 + radius * math.cos(angle), PAGE_HEIGHT - 190 + radius * math.sin(angle)


def _draw_smooth(canvas: Canvas, points: Sequence[tuple[float, float]]) -> None:
    """A closed curve through the points (Catmull-Rom, as cubic Bézier curves)."""
    path = canvas.beginPath()
    path.moveTo(*points[0])
    count = len(points)
    for i in range(count):
        before, start, end, after = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        path.curveTo(
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
            *end,
        )
    path.close()
    canvas.drawPath(path, stroke=1, fill=0)
