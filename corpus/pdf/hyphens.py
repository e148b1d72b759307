"""Join words that a hyphen at the end of a line cuts in two."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.layout import Paragraph, Piece, Word
from corpus.text_analysis.hyphens import Lexicon, build_lexicon, join_halves


def join_cut_words(pieces: Sequence[Piece]) -> list[Piece]:
    """Join cut words in prose, captions, notes and cells, as the file's other words show."""
    paragraphs = [paragraph for piece in pieces for paragraph in _paragraphs(piece)]
    pairs = (pair for paragraph in paragraphs for pair in pairwise(paragraph.words) if _are_on_two_lines(*pair))
    breaks = [(last.text, first.text) for last, first in pairs]
    lexicon = build_lexicon((word.text for paragraph in paragraphs for word in paragraph.words), breaks)
    return [_join_piece(piece, lexicon) for piece in pieces]


def _paragraphs(piece: Piece) -> Iterator[Paragraph]:
    """Yield all paragraphs of a piece, including those of its cells."""
    yield from piece.paragraphs
    if piece.fragment is not None:
        yield from (paragraph for cell in piece.fragment.cells for paragraph in cell.paragraphs)


def _join_piece(piece: Piece, lexicon: Lexicon) -> Piece:
    """Return a piece with its cut words joined."""
    joined = replace(piece, paragraphs=_join_all(piece.paragraphs, lexicon))
    if piece.fragment is None:
        return joined
    cells = tuple(replace(cell, paragraphs=_join_all(cell.paragraphs, lexicon)) for cell in piece.fragment.cells)
    return replace(joined, fragment=replace(piece.fragment, cells=cells))


def _join_all(paragraphs: Iterable[Paragraph], lexicon: Lexicon) -> tuple[Paragraph, ...]:
    """Return paragraphs with their cut words joined."""
    return tuple(_join(paragraph, lexicon) for paragraph in paragraphs)


def _join(paragraph: Paragraph, lexicon: Lexicon) -> Paragraph:
    """Return a paragraph with its cut words joined."""
    words: list[Word] = []
    for word in paragraph.words:
        whole = _whole(words[-1], word, lexicon) if words else None
        if whole is not None:
            words[-1] = whole
        else:
            words.append(word)
    return replace(paragraph, words=tuple(words)) if len(words) < len(paragraph.words) else paragraph


def _whole(first: Word, second: Word, lexicon: Lexicon) -> Word | None:
    """Return the word that two halves make; None where they are two words."""
    if not _are_on_two_lines(first, second):
        return None
    whole = join_halves(first.text, second.text, lexicon)
    return None if whole is None else replace(first, text=whole, places=first.places + second.places, bare=None)


def _are_on_two_lines(first: Word, second: Word) -> bool:
    """Return True if the second of two neighbouring words is on another line than the first."""
    if not (first.places and second.places):
        return False
    (_, _, top, _, bottom), (_, _, high, _, low) = second.places[0], first.places[-1]
    return min(bottom, low) - max(top, high) < 0.5 * min(bottom - top, low - high)
