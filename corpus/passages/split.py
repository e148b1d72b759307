"""Long runs of paragraphs as parts of bounded length: parted between paragraphs, else between sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.layout import Paragraph, Word
from corpus.passages.token_budget import MAX_TOKENS, length, tokens

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


def split(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """The parts of paragraphs, each of which is short enough."""
    parts: list[list[Paragraph]] = [[]]
    for unit, goes_on in _units(paragraphs):
        if parts[-1] and length([*parts[-1], *unit]) > MAX_TOKENS:
            parts.append([])
        if goes_on and parts[-1]:
            unit = [replace(unit[0], words=parts[-1].pop().words + unit[0].words)]
        parts[-1] += unit
    return parts


def lead_in(paragraphs: Sequence[Paragraph]) -> str | None:
    """The sentence that introduces a list within paragraphs."""
    for paragraph, after in zip(paragraphs, paragraphs[1:], strict=False):
        if after.item and not paragraph.item and paragraph.text.endswith(":"):
            return re.split(r"(?<=[.!?])\s", paragraph.text)[-1]
    return None


def _units(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[list[Paragraph], bool]]:
    """What must not be parted, and whether it goes on in the paragraph of the unit before it.

    Units are paragraphs with what a page break cut off them; of paragraphs that are too long, their sentences.
    """
    for group in _groups(paragraphs):
        if length(group) <= MAX_TOKENS:
            yield group, False
        else:
            for paragraph in group:
                yield from (([part], number > 0) for number, part in enumerate(_sentences(paragraph)))


def _groups(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Paragraphs with what a page break cut off them, and short lists with their lead-in."""
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        listed = paragraph.item and groups and (groups[-1][-1].item or groups[-1][-1].text.endswith(":"))
        fits = listed and length([*groups[-1], paragraph]) <= MAX_TOKENS
        if groups and (paragraph.continues or fits):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return groups


def _sentences(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The sentences of a paragraph; sentences that are too long are cut at the greatest length."""
    words: list[Word] = []
    size = 0
    for word in paragraph.words:
        if words and size + tokens(word.text) > MAX_TOKENS:
            yield replace(paragraph, words=tuple(words))
            words, size = [], 0
        words.append(word)
        size += tokens(word.text)
        if _SENTENCE_END.search(word.text):
            yield replace(paragraph, words=tuple(words))
            words, size = [], 0
    if words:
        yield replace(paragraph, words=tuple(words))
