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
    return mean(float(_borne(question, statement, cited)) for statement in _statements(question))


def citation_precision(question: Question, cited: Sequence[Citation]) -> float:
    """Return the share of citations that help to support a statement; there must be at least one citation."""
    borne = [statement for statement in _statements(question) if _borne(question, statement, cited)]
    return mean(float(any(_helps(question, one, cited, number) for one in borne)) for number in range(len(cited)))


def _statements(question: Question) -> list[Statement]:
    return [[place] for place in question.evidence] if question.needs_every_place else [question.evidence]


def _helps(question: Question, statement: Statement, cited: Sequence[Citation], number: int) -> bool:
    """Return True if a citation supports a supported statement alone, or its removal leaves it unsupported."""
    others = [one for place, one in enumerate(cited) if place != number]
    return _borne(question, statement, [cited[number]]) or not _borne(question, statement, others)


def _borne(question: Question, statement: Statement, cited: Sequence[Citation]) -> bool:
    """Return True if the citations support a place of a statement, one alone or all on its page together."""
    return any(
        any(supports(one, place, question.answers) for one in cited) or _together(cited, place) for place in statement
    )


def _together(cited: Sequence[Citation], place: Evidence) -> bool:
    quotes = " ".join(with_row(one.quote, one.row) for one in cited if on_page(one, place))
    return share_of_words(place.quote, quotes) >= ENOUGH_WORDS
