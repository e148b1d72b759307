"""Split a text into clauses, and into the context of each of its figures."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from qa.text.language import LANGUAGES
from qa.text.normalize import content_words
from qa.text.patterns import any_of
from qa.verification.figures import Figure, figures, folded_for_figures, placed_figures
from qa.verification.word_lists import word_list

_STRONG = re.compile(r"[.;:!?]\s+")
_MEDIUM = re.compile(r"[,)–—]\s+")


@dataclass(frozen=True, slots=True)
class FigureContext:
    """A figure with the words before and after it that belong to it; several figures may share their words."""

    before: str
    written: str
    after: str
    values: tuple[Figure, ...]

    @property
    def words(self) -> str:
        """Words of the context, without its figures."""
        return f"{self.before} {self.after}"

    @property
    def clause(self) -> str:
        """Words between the nearest boundaries on both sides."""
        return f"{self.before[_last_end(self.before) :]} {self.after[: _first_start(self.after)]}"

    def holds(self, figure: Figure) -> bool:
        """Return True if a figure occurs here, as its value or among its words."""
        return any(figure.agrees_with(other) for other in figures(f"{self.before}{self.written}{self.after}"))


def statements(text: str) -> list[str]:
    """Split a text at full stops, semicolons and colons."""
    return [part for part in _STRONG.split(text) if content_words(part)]


def clauses(text: str) -> list[str]:
    """Split a text at punctuation marks and conjunctions."""
    cuts = [0, *sorted(place for match in _boundaries(text) for place in match.span()), len(text)]
    return [text[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True) if content_words(text[start:end])]


def figure_parts(text: str, kind: str, languages: Collection[str] = LANGUAGES) -> list[FigureContext]:
    """Split a text, folded, between its figures of a kind; figures with no content word between them stay together."""
    folded = folded_for_figures(text)
    runs = _runs(folded, kind, languages)
    if not runs:
        return []
    first, last = runs[0][1], runs[-1][2]
    opening = max((match.end() for match in _STRONG.finditer(folded, 0, first)), default=0)
    labels_before = kind != "count" and bool(content_words(folded[max(opening, _last_end(folded[:first])) : first]))
    closing = _STRONG.search(folded, last)
    ends, starts = [], [opening]
    for (_, _, left), (_, right, _) in zip(runs, runs[1:], strict=False):
        end, start = _cut(folded[left:right], labels_before, kind)
        ends.append(left + end)
        starts.append(left + start)
    ends.append(closing.start() if closing else len(folded))
    return [
        FigureContext(folded[start:begin], folded[begin:stop], folded[stop:end], tuple(values))
        for (values, begin, stop), start, end in zip(runs, starts, ends, strict=True)
    ]


def _runs(folded: str, kind: str, languages: Collection[str]) -> list[tuple[list[Figure], int, int]]:
    """Return the figures of a kind, grouped where they share their words, with start and end of each group."""
    runs: list[tuple[list[Figure], int, int]] = []
    for figure, start, end in placed_figures(folded, languages):
        if figure.kind != kind:
            continue
        between = folded[runs[-1][2] : start] if runs else "."
        if runs and not content_words(between) and not _STRONG.search(between):
            runs[-1] = ([*runs[-1][0], figure], runs[-1][1], end)
        else:
            runs.append(([figure], start, end))
    return runs


def _cut(between: str, labels_before: bool, kind: str) -> tuple[int, int]:
    """Return where the words of the first of two figures end, and where those of the second begin.

    A full stop or the like separates them. Otherwise, if labels precede their figures, those of the second begin at
    the first mark ("A 5%, B and C 8%"); if they follow, at the last one ("5% A, B and 8% C"). Without a mark the words
    follow a count ("14 clusters with 612 firms") and belong to both figures of any other kind.
    """
    if strong := list(_STRONG.finditer(between)):
        return strong[0].start(), strong[-1].end()
    marks = list(_MEDIUM.finditer(between))
    joins = list(_conjunction().finditer(between))
    if not marks and not joins:
        return (len(between) if kind == "count" else 0), len(between)
    place = (marks or joins)[0].start() if labels_before else max(match.start() for match in (*marks, *joins))
    return place, place


def _boundaries(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_STRONG, _MEDIUM, _conjunction()):
        yield from pattern.finditer(text)


def _last_end(text: str) -> int:
    return max((match.end() for match in _boundaries(text)), default=0)


def _first_start(text: str) -> int:
    return min((match.start() for match in _boundaries(text)), default=len(text))


@cache
def _conjunction() -> re.Pattern[str]:
    return any_of(word_list("conjunctions")["all"])
