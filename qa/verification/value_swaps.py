"""Detect sentences that attribute a value of their quote to the wrong words.

A quote may contain several values of a kind: two shares, two years, two authorities. Each of its words belongs to one
of them: to a figure in the same part of the sentence, or to a name in the same statement. A sentence swaps values if
its words about one value belong to another one in the quote, and not to its own.
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
"""Similarity of each content word of a text (rows) to each of some parts of a quote (columns)."""

_CLEAR = 0.12
"""Minimum difference in similarity for a word to belong to one part rather than another."""
_NOTHING = 0.1
"""Maximum sum of such differences at which no word counts as belonging to a value's own part."""
_SOMETHING = 0.25
"""Minimum sum at which the words count as belonging to another part."""
_SOMETHING_NAMED = 0.5
"""Minimum sum for names; higher, because a name's own statement may say "it" for words of another one."""


def changed_over(sentence: str, quote: str, languages: Collection[str], nearness: Nearness) -> bool:
    """Return True if a sentence says of a figure or a name what its quote says of another one."""
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
    """Return True if the words on a value belong in the quote to another value, and not to this one.

    A later part of a quote often omits what an earlier one has said ("sales grew by 5%, those abroad by 8%"). So words
    of earlier parts count only if none belongs to the value's own part; for later parts a larger sum is enough.
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
    """Return the similarity of the words to each part, and for the figures among them 1 or 0 for each part."""
    shared = [[float(part.holds(figure)) for part in parts] for figure in figures(words, languages)]
    return np.vstack([nearness(words, [part.words for part in parts]), np.array(shared).reshape(-1, len(parts))])


def _names_changed_over(sentence: str, quote: str, nearness: Nearness) -> bool:
    quoted = statements(quote)
    named = [{fold(name) for name in names(statement)} for statement in quoted]
    known = set().union(*named)
    for clause in clauses(sentence):
        said = {fold(word) for word in WORD.findall(clause) if word[0].isupper()} & known
        own = [number for number, found in enumerate(named) if found & said]
        others = [number for number, found in enumerate(named) if found and not found & said]
        words = " ".join(word for word in WORD.findall(clause) if fold(word) not in said)
        sides = _sides(nearness(words, quoted), own, others) if own else ()
        if any(for_own <= _NOTHING and for_other >= _SOMETHING_NAMED for for_own, for_other in sides):
            return True
    return False


def _sides(near: Vectors, own: Sequence[int], others: Sequence[int]) -> Iterator[tuple[float, float]]:
    """Yield for each other part how much clearly belongs to the own parts and not to it, and the reverse."""
    best = near[:, own].max(axis=1)
    for other in others:
        yield _clear(best - near[:, other]), _clear(near[:, other] - best)


def _clear(differences: Vectors) -> float:
    return float(differences[differences >= _CLEAR].sum())
