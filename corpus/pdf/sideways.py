"""Turn pages upright that are set sideways, and map places on them back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from corpus.layout import Place
from corpus.pdf.file.drawing import Drawing, DrawnShape, Glyph

Box: TypeAlias = tuple[float, float, float, float]
"""x0, top, x1, bottom."""

SIDEWAYS = 0.6
"""Minimum share of letters set sideways for a page to be turned."""
NEIGHBOURS = 2.0
"""Maximum distance of letters that follow each other, in font sizes."""


@dataclass(frozen=True, slots=True)
class QuarterTurn:
    """The quarter turn that made a page upright: `width` and `height` are those of the page as viewers show it.

    `climbs` is True if the page's text runs from bottom to top.
    """

    width: float
    height: float
    climbs: bool

    def forth(self, box: Box) -> Box:
        """Return the place on the upright page that corresponds to one on the page."""
        x0, top, x1, bottom = box
        if self.climbs:
            return self.height - bottom, x0, self.height - top, x1
        return top, self.width - x1, bottom, self.width - x0

    def back(self, place: Place) -> Place:
        """Return the place on the page that corresponds to one on the upright page."""
        page, x0, top, x1, bottom = place
        if self.climbs:
            return page, top, self.height - x1, bottom, self.height - x0
        return page, self.width - bottom, x0, self.width - top, x1


def upright(drawing: Drawing) -> tuple[Drawing, QuarterTurn | None]:
    """Return a drawing with most of its text upright, and the turn that made it so, if one was needed."""
    sideways = [glyph for glyph in drawing.glyphs if not glyph.upright]
    if len(sideways) < max(1.0, SIDEWAYS * len(drawing.glyphs)):
        return drawing, None
    turn = QuarterTurn(drawing.width, drawing.height, _climbs(sideways))
    glyphs = [_turned_glyph(glyph, turn) for glyph in drawing.glyphs]
    shapes = [_turned_shape(shape, turn) for shape in drawing.shapes]
    return Drawing(drawing.height, drawing.width, glyphs, shapes, drawing.images), turn


def _climbs(glyphs: Sequence[Glyph]) -> bool:
    """Return True if the letters of most words follow each other from bottom to top."""
    steps = [
        other.top - one.top
        for one, other in zip(glyphs, glyphs[1:], strict=False)
        if abs(other.top - one.top) <= NEIGHBOURS * max(one.x1 - one.x0, 1.0) and abs(other.x0 - one.x0) < 1
    ]
    return sum(step < 0 for step in steps) >= sum(step > 0 for step in steps)


def _turned_glyph(glyph: Glyph, turn: QuarterTurn) -> Glyph:
    """Return a letter on the upright page; the font size of sideways ones is their height there."""
    x0, top, x1, bottom = turn.forth((glyph.x0, glyph.top, glyph.x1, glyph.bottom))
    size = glyph.size if glyph.upright else bottom - top
    return replace(glyph, x0=x0, top=top, x1=x1, bottom=bottom, size=size, upright=not glyph.upright)


def _turned_shape(shape: DrawnShape, turn: QuarterTurn) -> DrawnShape:
    """Return a line or rectangle on the upright page."""
    x0, top, x1, bottom = turn.forth((shape.x0, shape.top, shape.x1, shape.bottom))
    return replace(shape, x0=x0, top=top, x1=x1, bottom=bottom)
