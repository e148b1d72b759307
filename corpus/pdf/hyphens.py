"""Join words that a hyphen at the end of a line cuts in two."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.layout import Paragraph, Piece, Word
from corpus.text_analysis.hyphens import fold_word, join_halves


def join_cut_words(pieces: Sequence[Piece]) -> list[Piece]:
    """Join cut words where the file's other words show whether the hyphen belongs to the word.

    A word that occurs nowhere else in the file is left as it is.
    """
    known = {fold_word(word.text) for piece in pieces for paragraph in _paragraphs(piece) for word in paragraph.words}
    return [_join_piece(piece, known) for piece in pieces]


def _paragraphs(piece: Piece) -> Iterable[Paragraph]:
    """Yield all paragraphs of a piece, including those of its cells."""
    yield from piece.paragraphs
    if piece.fragment is not None:
        yield from (paragraph for cell in piece.fragment.cells for paragraph in cell.paragraphs)


def _join_piece(piece: Piece, known: set[str]) -> Piece:
    """Return a piece with its cut words joined."""
    joined = replace(piece, paragraphs=_join_all(piece.paragraphs, known))
    if piece.fragment is None:
        return joined
    cells = tuple(replace(cell, paragraphs=_join_all(cell.paragraphs, known)) for cell in piece.fragment.cells)
    return replace(joined, fragment=replace(piece.fragment, cells=cells))


def _join_all(paragraphs: Iterable[Paragraph], known: set[str]) -> tuple[Paragraph, ...]:
    """Return paragraphs with their cut words joined."""
    return tuple(_join(paragraph, known) for paragraph in paragraphs)


def _join(paragraph: Paragraph, known: set[str]) -> Paragraph:
    """Return a paragraph with its cut words joined."""
    words: list[Word] = []
    for word in paragraph.words:
        whole = _whole(words[-1], word, known) if words else None
        if whole is not None:
            words[-1] = whole
        else:
            words.append(word)
    return replace(paragraph, words=tuple(words)) if len(words) < len(paragraph.words) else paragraph


def _whole(first: Word, second: Word, known: set[str]) -> Word | None:
    """Return the word that two halves make; None where they are two words."""
    if not (first.places and second.places) or second.places[0][1] >= first.places[-1][1]:
        return None
    whole = join_halves(first.text, second.text, known)
    return None if whole is None else replace(first, text=whole, places=first.places + second.places, bare=None)
