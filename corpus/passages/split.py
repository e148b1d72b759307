"""Split long sequences of paragraphs between paragraphs, or else between sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.layout import Paragraph, Word
from corpus.passages.token_budget import MAX_TOKENS, length, tokens
from corpus.text_analysis.sentences import closing_words


def split(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Split paragraphs into parts of at most `MAX_TOKENS` tokens."""
    parts: list[list[Paragraph]] = [[]]
    for group, continues in _splittable(paragraphs):
        if parts[-1] and length([*parts[-1], *group]) > MAX_TOKENS:
            parts.append([])
        if continues and parts[-1]:
            group = [replace(group[0], words=parts[-1].pop().words + group[0].words)]
        parts[-1] += group
    return parts


def lead_in(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the sentence that introduces a list within paragraphs."""
    for paragraph, after in zip(paragraphs, paragraphs[1:], strict=False):
        if after.item and not paragraph.item and paragraph.text.endswith(":"):
            return re.split(r"(?<=[.!?])\s", paragraph.text)[-1]
    return None


def _splittable(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[list[Paragraph], bool]]:
    """Yield groups that must not be split, each with True if it continues the paragraph of the group before.

    A group is a paragraph with its continuation after a page break, or a sentence of a paragraph that is too long.
    """
    for group in _groups(paragraphs):
        if length(group) <= MAX_TOKENS:
            yield group, False
        else:
            for paragraph in group:
                yield from (([part], number > 0) for number, part in enumerate(_sentences(paragraph)))


def _groups(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Group paragraphs with their continuations after page breaks, and short lists with their lead-in."""
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
    """Yield the sentences of a paragraph; sentences that are too long are cut at the maximum length."""
    words: list[Word] = []
    size = 0
    closing = set(closing_words([word.text for word in paragraph.words]))
    for number, word in enumerate(paragraph.words):
        if words and size + tokens(word.text) > MAX_TOKENS:
            yield replace(paragraph, words=tuple(words))
            words, size = [], 0
        words.append(word)
        size += tokens(word.text)
        if number in closing:
            yield replace(paragraph, words=tuple(words))
            words, size = [], 0
    if words:
        yield replace(paragraph, words=tuple(words))
