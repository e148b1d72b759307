"""Decide whether an answer is right: it contains the gold answer and cites a page that supports it."""

import re

from qa.evaluate.metrics.evidence_match import on_page
from qa.evaluate.metrics.text_match import fold_for_comparison, holds, share_of_words
from qa.evaluate.question import Question
from qa.model import Answer

# Yes or no as a verdict, alone or first and set off; "No data available" and "No information was found" are not.
_VERDICT = re.compile(r'^["(]?(yes|no|si|oui|non|ja|nein)(?=$|[.,:;!)"]| -)')
_VERDICT_WORDS = frozenset(("yes", "no", "si", "oui", "non", "ja", "nein"))
ENOUGH_OF_ITEM = 0.8
"""Minimum share of a list item's words in an answer that names it."""


def is_right(question: Question, answer: Answer) -> bool:
    """Return True if the text of an answer is right and one of its citations is on an evidence page."""
    return answer.answered and says_it(question, answer.text) and cites_evidence_page(question, answer)


def says_it(question: Question, text: str) -> bool:
    """Return True if the text contains an accepted variant and everything that the note requires."""
    accepted = any(_is_said(question, variant, text) for variant in question.answers)
    return accepted and all(holds(text, part) for part in question.need_all)


def cites_evidence_page(question: Question, answer: Answer) -> bool:
    """Return True if at least one citation is on a page that supports the answer."""
    return any(on_page(citation, evidence) for citation in answer.citations for evidence in question.evidence)


def share_of_items(gold: str, text: str) -> float:
    """Return the share of the items of a gold list, separated by "; ", that the text names."""
    items = [item for item in gold.split("; ") if item.strip()]
    return sum(share_of_words(item, text) >= ENOUGH_OF_ITEM for item in items) / len(items)


def _is_said(question: Question, variant: str, text: str) -> bool:
    if question.kind == "yes_no" and fold_for_comparison(variant) in _VERDICT_WORDS:
        verdict = _VERDICT.match(fold_for_comparison(text))
        return verdict is not None and verdict[1] == fold_for_comparison(variant)
    return holds(text, variant)
