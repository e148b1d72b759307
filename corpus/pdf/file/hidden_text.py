"""Leave out text that nobody sees on the page: letters that are not painted, or have the colour of what is behind."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.pdf.file.drawing import Drawing, Glyph, color_of, is_white
from corpus.pdf.file.raster import page_pixels

SCALE, MOST_PIXELS = 1.0, 4_000_000
"""Pixels per point, and maximum number, of the drawn page on which hidden text is looked for; A4 has 500,000."""
CONTRAST = 24
"""Minimum difference of the lightest and the darkest pixel of text that can be seen, of 255."""


def visible_text(drawing: Drawing, path: Path, number: int, password: str | None) -> tuple[Drawing, int]:
    """Return a page's drawing without hidden text, and how many words were hidden.

    Letters that are not painted are kept where the page shows something in their place, such as the scan whose text
    they are; so are white letters.
    """
    suspects = list(_suspects(drawing.glyphs))
    if not suspects:
        return drawing, 0
    scale = min(SCALE, (MOST_PIXELS / max(drawing.width * drawing.height, 1.0)) ** 0.5)
    pixels = page_pixels(path, number, scale, password)
    hidden = [run for run in suspects if _is_blank(run, pixels, scale)]
    if not hidden:
        return drawing, 0
    gone = {id(glyph) for run in hidden for glyph in run}
    words = sum(len("".join(glyph.text for glyph in run).split()) for run in hidden)
    return replace(drawing, glyphs=[glyph for glyph in drawing.glyphs if id(glyph) not in gone]), words


def _suspects(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the runs of letters that may be hidden, each on one line."""
    run: list[Glyph] = []
    for glyph in glyphs:
        suspect = not glyph.painted or _is_white(glyph)
        if run and not (suspect and abs(glyph.top - run[-1].top) < 1 and abs(glyph.x0 - run[-1].x1) < glyph.size):
            yield run
            run = []
        if suspect:
            run.append(glyph)
    if run:
        yield run


def _is_white(glyph: Glyph) -> bool:
    """Return True if a letter is known to be white."""
    color = color_of(glyph.color)
    return color is not None and is_white(color)


def _is_blank(run: Sequence[Glyph], pixels: NDArray[np.uint8], scale: float) -> bool:
    """Return True if the page, drawn at a scale, shows one colour only where letters are."""
    sides = (min(g.top for g in run), max(g.bottom for g in run), min(g.x0 for g in run), max(g.x1 for g in run))
    top, bottom, left, right = (int(side * scale) for side in sides)
    area = pixels[max(top, 0) : bottom + 1, max(left, 0) : right + 1]
    return area.size > 0 and bool((np.ptp(area, axis=(0, 1)) < CONTRAST).all())
