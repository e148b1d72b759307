"""Link footnotes to their marks in the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.layout import Paragraph, Word
from corpus.outline.sections import Element
from corpus.text_analysis.sentences import closing_words
from corpus.text_analysis.text_cues import SUPERSCRIPTS

_RAISED = re.compile(rf"[{SUPERSCRIPTS}]+|\[\d{{1,3}}\]|(?<=\w)[*†‡]+|(?<=[.,;:!?)])[*†‡]+")
_LEADING = re.compile(rf"[{SUPERSCRIPTS}]+|\d{{1,3}}(?=\s)|[*†‡]+|\[\d{{1,3}}\]")
_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")


@dataclass(slots=True)
class Note:
    """A footnote: its mark and element, and the section, cell labels and sentence that refer to it."""

    mark: str
    element: Element
    number: int
    section: tuple[str, ...] | None = None
    labels: tuple[str, ...] = ()
    sentence: str | None = None

    @property
    def page(self) -> int | None:
        """The page that it is printed on."""
        return self.element.paragraphs[0].page


@dataclass(slots=True)
class Notes:
    """The footnotes of a file, by mark."""

    by_mark: dict[str, list[Note]] = field(default_factory=dict)

    def of(self, paragraphs: Sequence[Paragraph]) -> list[Note]:
        """Return the footnotes that paragraphs refer to, in order."""
        found: list[Note] = []
        for paragraph in paragraphs:
            for word in paragraph.words:
                for mark in word_marks(word):
                    note = self._find(mark, _page(word))
                    if note is not None and note not in found:
                        found.append(note)
        return found

    def for_element(self, element: Element) -> Note | None:
        """Return the footnote that an element contains, None if it is not a footnote."""
        return next((note for notes in self.by_mark.values() for note in notes if note.element is element), None)

    def _find(self, mark: str, page: int | None) -> Note | None:
        """Find the footnote of a mark: the one on the same page, else the only one with that mark."""
        notes = self.by_mark.get(mark, [])
        same = [note for note in notes if page is not None and note.page == page]
        if same:
            return same[0]
        return notes[0] if len(notes) == 1 else None


def tie_notes(elements: Sequence[Element]) -> Notes:
    """Return the footnotes of a file, each with the first section and sentence that refer to it."""
    notes = Notes()
    for number, element in enumerate(elements):
        mark = _leading_mark(element) if element.kind == "footnote" else None
        if mark is not None:
            notes.by_mark.setdefault(mark, []).append(Note(mark, element, number))
    for element in elements if notes.by_mark else ():
        for paragraph, labels in _body(element):
            for note in notes.of([paragraph]):
                if note.section is None:
                    note.section, note.labels = element.section, labels
                    note.sentence = _sentence(paragraph, note.mark)
    return notes


def word_marks(word: Word) -> list[str]:
    """Return the footnote marks of a word: raised letters, superscript digits, asterisks, numbers in brackets."""
    if word.bare is not None and word.text.startswith(word.bare) and word.text != word.bare:
        raised = word.text[len(word.bare) :].strip(".,;:()")
        return [mark for mark in raised.translate(_DIGITS).split(",") if mark]
    return [found.translate(_DIGITS) for found in _RAISED.findall(word.text)]


def _leading_mark(element: Element) -> str | None:
    """Return the mark at the beginning of a footnote."""
    found = _LEADING.match(f"{element.text} ")
    if found:
        return found.group().translate(_DIGITS)
    return None


def _body(element: Element) -> Iterator[tuple[Paragraph, tuple[str, ...]]]:
    """Yield the paragraphs of an element that may refer to footnotes, those of a cell with its labels."""
    if element.kind not in ("footnote", "contents", "cover"):
        yield from ((paragraph, ()) for paragraph in element.paragraphs)
    if element.table is None:
        return
    for row in element.table.rows:
        yield from ((paragraph, ()) for paragraph in (*row.label, *row.sublabel))
        for column in row.cells:
            labels = tuple(label for label in (row.name, element.table.columns[column]) if label)
            yield from ((paragraph, () if row.header else labels) for paragraph in row.parts(column))


def _sentence(paragraph: Paragraph, mark: str) -> str:
    """Return the sentence of a paragraph that has a mark, without the mark."""
    words = paragraph.words
    place = next(number for number, word in enumerate(words) if mark in word_marks(word))
    ends = closing_words([_plain(word) for word in words])
    start = max((end + 1 for end in ends if end < place), default=0)
    end = min(end for end in ends if end >= place)
    return " ".join(text for word in words[start : end + 1] if (text := _plain(word)))


def _plain(word: Word) -> str:
    """Remove footnote marks from a word."""
    return word.bare if word.bare is not None else _RAISED.sub("", word.text)


def _page(word: Word) -> int | None:
    """Return the page of a word."""
    return word.places[0][0] if word.places else None
