"""Measure how far the image of a page is turned, and map places on the straightened image back to the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import radians, tan

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from corpus.layout import Paragraph, Piece
from corpus.pdf.page_model import Deskew
from corpus.pdf.sideways import QuarterTurn

MOST_DEGREES, STEP_DEGREES = 2.0, 0.1
"""Maximum skew of a page, and the step in which it is measured."""
STRIPS = 24
"""Number of vertical strips of the image that are shifted against each other."""
EDGE = 24
"""Minimum difference in brightness, of 255, from the pixel above at an edge."""
WHITE = (255, 255, 255)


def skew(pixels: NDArray[np.uint8]) -> float:
    """Return how many degrees an image is turned to the right, by aligning lines and the feet of letters."""
    grey = pixels.mean(axis=2).astype(np.int16)
    strips = np.array_split(np.abs(np.diff(grey, axis=0)) > EDGE, STRIPS, axis=1)
    profiles = [strip.sum(axis=1).astype(np.float64) for strip in strips]
    middles = (np.arange(STRIPS) + 0.5) * grey.shape[1] / STRIPS
    steps = round(MOST_DEGREES / STEP_DEGREES)
    angles = sorted((step * STEP_DEGREES for step in range(-steps, steps + 1)), key=abs)
    return max(angles, key=lambda angle: _sharpness(profiles, middles, angle))


def _sharpness(profiles: Sequence[NDArray[np.float64]], middles: NDArray[np.float64], angle: float) -> float:
    """Return how much the edges of all strips fall into the same rows when they are shifted as an angle requires."""
    total = np.zeros_like(profiles[0])
    for profile, middle in zip(profiles, middles, strict=True):
        total += np.roll(profile, -round(tan(radians(angle)) * middle))
    return float((total**2).sum())


def straighten(pixels: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """Return an image turned to the left by an angle about its centre."""
    image = Image.fromarray(pixels).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=WHITE)
    return np.asarray(image)


def restore_skew(pieces: Iterable[Piece], turns: Mapping[int, Deskew | QuarterTurn]) -> list[Piece]:
    """Map the words of pieces back to the page; `turns` has the pages that were straightened."""
    return [_piece(piece, turns[page]) if (page := piece.page or 0) in turns else piece for piece in pieces]


def _piece(piece: Piece, turn: Deskew | QuarterTurn) -> Piece:
    """Return a piece with its words mapped back."""
    turned = replace(piece, paragraphs=_all(piece.paragraphs, turn))
    if piece.fragment is None:
        return turned
    cells = tuple(replace(cell, paragraphs=_all(cell.paragraphs, turn)) for cell in piece.fragment.cells)
    return replace(turned, fragment=replace(piece.fragment, cells=cells))


def _all(paragraphs: Iterable[Paragraph], turn: Deskew | QuarterTurn) -> tuple[Paragraph, ...]:
    """Return paragraphs with their words mapped back."""
    return tuple(
        replace(part, words=tuple(replace(w, places=tuple(map(turn.back, w.places))) for w in part.words))
        for part in paragraphs
    )
