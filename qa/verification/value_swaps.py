"""Whether the values of a sentence stand with the words that they stand with in the quote.

A quote may hold several values of a kind: two shares, two years, two authorities. Each of its words stands with one of
them: with a figure in its part of the sentence, with a name in its statement. A sentence changes values over if what it
says of one stands with another one in the quote, and not with its own.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeAlias

import numpy as np

from index.base import Vectors
from qa.text.normalize import WORD, content_words, fold
from qa.verification.clauses import FigureContext, clauses, figure_parts, statements
from qa.verification.figures import Figure, figures
from qa.verification.names import names

Nearness: TypeAlias = Callable[[str, Sequence[str]], Vectors]
"""How near each word of content of a text (rows) is to each of some parts of a quote (columns)."""

_CLEAR = 0.12
"""How much nearer to one part than to another a word must be to stand with it."""
_NOTHING = 0.1
"""Up to what sum of such differences nothing stands with a value's own part."""
_SOMETHING = 0.25
"""From what sum something stands with another part."""
_SOMETHING_NAMED = 0.5
"""The same of names, whose own statement may say "it" for what another one says."""


def changed_over(sentence: str, quote: str, languages: Collection[str], nearness: Nearness) -> bool:
    """Whether a sentence in some languages says of a figure or a name what its quote says of another one."""
    return _figures_changed_over(sentence, quote, languages, nearness) or _names_changed_over(sentence, quote, nearness)


def _figures_changed_over(sentence: str, quote: str, languages: Collection[str], nearness: Nearness) -> bool:
    for kind in {figure.kind for figure in figures(quote)}:
        parts = figure_parts(quote, kind)
        for said in figure_parts(sentence, kind, languages) if len(parts) > 1 else ():
            if all(_given_away(said, value, parts, languages, nearness) for value in said.values):
                return True
    return False


def _given_away(
    said: FigureContext, value: Figure, parts: Sequence[FigureContext], languages: Collection[str], nearness: Nearness
) -> bool:
    """Whether what is said of a value stands in the quote with another value, and not with this one.

    A later part of a quote often leaves out what an earlier one has said ("sales grew by 5%, those abroad by 8%"). So
    words of earlier parts tell only where nothing is said of the value's own; of later ones there need but be more.
    """
    own = [number for number, part in enumerate(parts) if part.holds(value)]
    if not any(content_words(parts[number].words) for number in own):
        return False
    early = [number for number in range(own[0]) if number not in own]
    late = [number for number in range(own[0], len(parts)) if number not in own]
    for for_own, for_other in _sides(_near(said.words, parts, languages, nearness), own, early):
        if for_own <= _NOTHING and for_other >= _SOMETHING:
            return True
    sides = _sides(_near(said.clause, parts, languages, nearness), own, late)
    return any(for_other >= max(_SOMETHING, for_own) for for_own, for_other in sides)


def _near(words: str, parts: Sequence[FigureContext], languages: Collection[str], nearness: Nearness) -> Vectors:
    """How near the words, and the figures among them, are to each part; a figure stands in a part or does not."""
    shared = [[float(part.holds(figure)) for part in parts] for figure in figures(words, languages)]
    return np.vstack([nearness(words, [part.words for part in parts]), np.array(shared).reshape(-1, len(parts))])


def _names_changed_over(sentence: str, quote: str, nearness: Nearness) -> bool:
    told = statements(quote)
    named = [{fold(name) for name in names(statement)} for statement in told]
    known = set().union(*named)
    for clause in clauses(sentence):
        said = {fold(word) for word in WORD.findall(clause) if word[0].isupper()} & known
        own = [number for number, held in enumerate(named) if held & said]
        others = [number for number, held in enumerate(named) if held and not held & said]
        words = " ".join(word for word in WORD.findall(clause) if fold(word) not in said)
        sides = _sides(nearness(words, told), own, others) if own else ()
        if any(for_own <= _NOTHING and for_other >= _SOMETHING_NAMED for for_own, for_other in sides):
            return True
    return False


def _sides(near: Vectors, own: Sequence[int], others: Sequence[int]) -> Iterator[tuple[float, float]]:
    """For each of the other parts how much stands clearly with the own ones and not with it, and the reverse."""
    best = near[:, own].max(axis=1)
    for other in others:
        yield _clear(best - near[:, other]), _clear(near[:, other] - best)


def _clear(differences: Vectors) -> float:
    return float(differences[differences >= _CLEAR].sum())
