"""How far the image of a page is turned, and places on the page from those on the straightened image."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import radians, tan

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from corpus.layout import Paragraph, Piece
from corpus.pdf.page_model import Deskew

MOST_DEGREES, STEP_DEGREES = 2.0, 0.1
"""How far a page may lie askew, and how finely that is measured."""
STRIPS = 24
"""Upright strips of the image that are moved against each other."""
EDGE = 24
"""Pixels that differ in brightness by more than this, of 255, from the one above are an edge."""
WHITE = (255, 255, 255)


def skew(pixels: NDArray[np.uint8]) -> float:
    """How many degrees an image is turned to the right: where lines and letters' feet fall together in height."""
    grey = pixels.mean(axis=2).astype(np.int16)
    strips = np.array_split(np.abs(np.diff(grey, axis=0)) > EDGE, STRIPS, axis=1)
    profiles = [strip.sum(axis=1).astype(np.float64) for strip in strips]
    middles = (np.arange(STRIPS) + 0.5) * grey.shape[1] / STRIPS
    steps = round(MOST_DEGREES / STEP_DEGREES)
    angles = sorted((step * STEP_DEGREES for step in range(-steps, steps + 1)), key=abs)
    return max(angles, key=lambda angle: _sharpness(profiles, middles, angle))


def _sharpness(profiles: Sequence[NDArray[np.float64]], middles: NDArray[np.float64], angle: float) -> float:
    """How much the edges of all strips fall into the same rows when they are moved as an angle asks."""
    total = np.zeros_like(profiles[0])
    for profile, middle in zip(profiles, middles, strict=True):
        total += np.roll(profile, -round(tan(radians(angle)) * middle))
    return float((total**2).sum())


def straightened(pixels: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """An image turned to the left by an angle about its middle."""
    image = Image.fromarray(pixels).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=WHITE)
    return np.asarray(image)


def turned_back(pieces: Iterable[Piece], turns: Mapping[int, Deskew]) -> list[Piece]:
    """Pieces with the places of their words on the page; `turns` has the pages that were straightened."""
    return [_piece(piece, turns[page]) if (page := piece.page or 0) in turns else piece for piece in pieces]


def _piece(piece: Piece, turn: Deskew) -> Piece:
    """A piece with its words turned back."""
    turned = replace(piece, paragraphs=_all(piece.paragraphs, turn))
    if piece.fragment is None:
        return turned
    cells = tuple(replace(cell, paragraphs=_all(cell.paragraphs, turn)) for cell in piece.fragment.cells)
    return replace(turned, fragment=replace(piece.fragment, cells=cells))


def _all(paragraphs: Iterable[Paragraph], turn: Deskew) -> tuple[Paragraph, ...]:
    """Paragraphs with their words turned back."""
    return tuple(
        replace(part, words=tuple(replace(w, places=tuple(map(turn.back, w.places))) for w in part.words))
        for part in paragraphs
    )
