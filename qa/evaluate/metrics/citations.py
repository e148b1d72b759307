"""Citation precision and recall by ALCE's definition (Gao et al. 2023), judged by overlap with the gold evidence.

ALCE checks for each statement whether its citations together support it. Here a statement is a place of the evidence:
for most questions one place is enough and all of them form one statement; in a comparison each place is a statement.
"""

from collections.abc import Sequence
from statistics import mean

from qa.evaluate.metrics.evidence_match import ENOUGH_WORDS, on_page, supports, with_row
from qa.evaluate.metrics.text_match import share_of_words
from qa.evaluate.question import Evidence, Question
from qa.model import Citation

Statement = Sequence[Evidence]


def citation_recall(question: Question, cited: Sequence[Citation]) -> float:
    """Return the share of statements that the citations together support."""
    return mean(float(_is_supported(question, statement, cited)) for statement in question.statements)


def citation_precision(question: Question, cited: Sequence[Citation]) -> float:
    """Return the share of citations that help to support a statement; there must be at least one citation."""
    supported = [statement for statement in question.statements if _is_supported(question, statement, cited)]
    return mean(float(any(_helps(question, one, cited, number) for one in supported)) for number in range(len(cited)))


def _helps(question: Question, statement: Statement, cited: Sequence[Citation], number: int) -> bool:
    """Return True if a citation supports a supported statement alone, or its removal leaves it unsupported."""
    others = [one for place, one in enumerate(cited) if place != number]
    return _is_supported(question, statement, [cited[number]]) or not _is_supported(question, statement, others)


def _is_supported(question: Question, statement: Statement, cited: Sequence[Citation]) -> bool:
    """Return True if the citations support a place of a statement, one alone or all on its page together."""
    return any(
        any(supports(one, place, question.variants) for one in cited) or _together(cited, place) for place in statement
    )


def _together(cited: Sequence[Citation], place: Evidence) -> bool:
    quotes = " ".join(with_row(one.quote, one.row) for one in cited if on_page(one, place))
    return share_of_words(place.quote, quotes) >= ENOUGH_WORDS
