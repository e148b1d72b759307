"""Find boxes to tick that a page draws with lines, beside their labels, and give them the sign of their state."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.pdf.file.drawing import Drawing, DrawnShape, Glyph, is_white
from corpus.text_analysis.text_cues import CHECKED, UNCHECKED

SMALLEST, LARGEST = 5.0, 16.0
"""Minimum and maximum side of a box to tick, in points."""
SQUARE = 1.25
"""Maximum ratio of the sides of a box."""
ROOM = 1.0
"""Minimum distance of a box from rules and other boxes, in points."""
LABEL_GAP = 1.5
"""Maximum distance of a box from its label, in font sizes."""
MARKS = frozenset("xX×✓✔✗✘☓4578")
"""Letters that tick a box, among them those of the fonts of signs."""


def with_drawn_boxes(drawing: Drawing) -> Drawing:
    """Return a page with a sign in the place of each box to tick; a letter that ticks one is left out."""
    small = [shape for shape in drawing.shapes if _is_box(shape)]
    letters = [glyph for glyph in drawing.glyphs if not glyph.text.isspace()] if small else []
    signs: list[Glyph] = []
    ticks: set[int] = set()
    for box in small:
        inside = [glyph for glyph in letters if _holds(box, glyph)]
        label = _label(box, letters)
        if label is None or len(inside) > 1 or any(glyph.text not in MARKS for glyph in inside):
            continue
        if _is_apart(box, drawing.shapes) and not any(_holds(box, sign) for sign in signs):
            state = CHECKED if inside or _is_marked(box, drawing.shapes) else UNCHECKED
            ticks |= {id(glyph) for glyph in inside}
            signs.append(_sign(box, label, state))
    kept = [glyph for glyph in drawing.glyphs if id(glyph) not in ticks]
    return replace(drawing, glyphs=[*kept, *signs]) if signs else drawing


def _is_box(shape: DrawnShape) -> bool:
    """Return True if a shape is a small square without colour."""
    wide, high = shape.x1 - shape.x0, shape.bottom - shape.top
    small = min(wide, high) >= SMALLEST and max(wide, high) <= min(LARGEST, SQUARE * min(wide, high))
    return small and shape.stroke and not shape.slanted and (not shape.fill or is_white(shape.color))


def _holds(box: DrawnShape, glyph: Glyph) -> bool:
    """Return True if the centre of a letter is in a box."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _label(box: DrawnShape, letters: Sequence[Glyph]) -> Glyph | None:
    """Return the nearest letter right of a box, or else left of it, on its line."""
    middle = (box.top + box.bottom) / 2
    level = [glyph for glyph in letters if glyph.upright and glyph.top <= middle <= glyph.bottom]
    right = [g for g in level if -ROOM <= g.x0 - box.x1 <= LABEL_GAP * g.size]
    left = [g for g in level if -ROOM <= box.x0 - g.x1 <= LABEL_GAP * g.size]
    return min(right, key=lambda glyph: glyph.x0, default=max(left, key=lambda glyph: glyph.x1, default=None))


def _is_inside(shape: DrawnShape, box: DrawnShape) -> bool:
    """Return True if a shape is inside a box."""
    within = box.x0 - ROOM <= shape.x0 and shape.x1 <= box.x1 + ROOM
    return within and box.top - ROOM <= shape.top and shape.bottom <= box.bottom + ROOM


def _is_apart(box: DrawnShape, shapes: Sequence[DrawnShape]) -> bool:
    """Return True if no shape touches a box; it may be inside another, and have marks inside."""
    return not any(
        _touches(box, shape) and not _is_inside(shape, box) and not _surrounds(shape, box) for shape in shapes
    )


def _touches(box: DrawnShape, shape: DrawnShape) -> bool:
    """Return True if a shape is less than the minimum distance from a box."""
    across = shape.x0 < box.x1 + ROOM and shape.x1 > box.x0 - ROOM
    return across and shape.top < box.bottom + ROOM and shape.bottom > box.top - ROOM


def _surrounds(shape: DrawnShape, box: DrawnShape) -> bool:
    """Return True if a shape is around a box, at a distance."""
    across = shape.x0 <= box.x0 - ROOM and shape.x1 >= box.x1 + ROOM
    return across and shape.top <= box.top - ROOM and shape.bottom >= box.bottom + ROOM


def _is_marked(box: DrawnShape, shapes: Sequence[DrawnShape]) -> bool:
    """Return True if a box has slanted lines or a coloured area inside."""
    return any(
        (shape.slanted and shape.x1 - shape.x0 > ROOM and shape.bottom - shape.top > ROOM)
        or (shape.fill and not is_white(shape.color))
        for shape in shapes
        if shape is not box and _is_inside(shape, box)
    )


def _sign(box: DrawnShape, label: Glyph, state: str) -> Glyph:
    """Return the sign of a box, as high as its label."""
    return Glyph(state, box.x0, label.top, box.x1, label.bottom, label.size, "", True, label.color)
