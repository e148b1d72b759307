"""Make the paragraphs, list items, captions and notes of plain text, whose lines are broken to a width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.layout import Paragraph, Piece
from corpus.text.groups import Group, is_row, move_page_marks, split_groups
from corpus.text.headings import find_headings
from corpus.text.markup import is_item, strip_bullet, strip_markup
from corpus.text.runs import words_of
from corpus.text.wrapped_lines import split_lines, text_width
from corpus.text_analysis.hyphens import Lexicon, build_lexicon, join_halves, line_breaks
from corpus.text_analysis.text_cues import is_caption, is_footnote


@dataclass(frozen=True, slots=True)
class Prose:
    """The prose of a text: the width of its lines and its words; `has_markup` is True for inline markup."""

    width: int
    lexicon: Lexicon
    has_markup: bool = True

    def pieces(self, group: Group) -> Iterator[Piece]:
        """Yield the paragraphs, list items, captions and footnotes of a group, and its tables in columns as lines."""
        for part in split_lines(group.lines, self.width):
            if part.in_columns:
                lines = [self.paragraph(line) for line in part.lines]
                yield Piece("paragraph", tuple(line for line in lines if line.words))
                continue
            paragraph = self.paragraph(self._joined(part.lines))
            if not paragraph.words:
                continue
            if is_caption(paragraph.text):
                yield Piece("caption", (paragraph,))
            elif is_footnote(paragraph.text) and not part.lines[0].strip()[:1].isdecimal():
                yield Piece("footnote", (paragraph,))
            else:
                yield Piece("list_item" if paragraph.item else "paragraph", (paragraph,))

    def paragraph(self, text: str) -> Paragraph:
        """Make a paragraph from a text."""
        text = text.strip()
        shown = strip_markup(strip_bullet(text)) if self.has_markup else text
        return Paragraph(words_of(shown), item=is_item(text))

    def _joined(self, lines: Sequence[str]) -> str:
        """Join lines, and the words that a hyphen at the end of a line cuts."""
        words: list[str] = []
        for line in lines:
            parts = line.split()
            whole = join_halves(words[-1], parts[0], self.lexicon) if words and parts else None
            if whole is not None:
                words[-1:], parts = [whole], parts[1:]
            words += parts
        return " ".join(words)


def read_prose(groups: Sequence[Group], has_markup: bool = True) -> Prose:
    """Return the prose of a text that is split into groups."""
    width = text_width([group.lines for group in groups if not is_row(group.lines[0])])
    breaks = [pair for group in groups for pair in line_breaks(group.lines)]
    lexicon = build_lexicon((word for group in groups for word in group.text.split()), breaks)
    return Prose(width, lexicon, has_markup)


def preformatted_pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a text with hard line breaks and no markup, such as that of the HTML element `pre`."""
    groups = move_page_marks(list(split_groups(text.expandtabs())))
    headings, prose = find_headings(groups), read_prose(groups, has_markup=False)
    for number, group in enumerate(groups):
        level = headings.level(group, groups[number + 1] if number + 1 < len(groups) else None)
        if level:
            yield Piece("heading", (prose.paragraph(group.text),), level=level)
        else:
            yield from prose.pieces(group)
