"""Decide whether an answer is right: it says what the gold asks for and cites what supports it."""

import re
from collections.abc import Iterable

from qa.evaluate.metrics.evidence_match import document_key, on_page, supports
from qa.evaluate.metrics.text_match import first_place, fold_for_comparison, holds, share_of_words
from qa.evaluate.question import Lead, Question
from qa.model import Answer

# Yes or no as a verdict, alone or first and set off; "No data available" and "No information was found" are not.
_VERDICT = re.compile(r'^["(]?(yes|no|si|oui|non|ja|nein)(?=$|[.,:;!)"]| -)')
_WORDS_OF = {"yes": frozenset(("yes", "si", "oui", "ja")), "no": frozenset(("no", "non", "nein"))}
_VERDICT_WORDS = _WORDS_OF["yes"] | _WORDS_OF["no"]
_MARK = re.compile(r"\[\d+\]")
ENOUGH_OF_ITEM = 0.8
"""Minimum share of a list item's words in an answer that names it."""


def is_right(question: Question, answer: Answer) -> bool:
    """Return True if an answer says what is asked for, nothing that is excluded, and cites what supports it.

    Small talk is right if it is recognised as such and cites nothing.
    """
    if question.kind == "conversation":
        return answer.mode == "about" and not answer.citations
    return (
        answer.answered
        and says_it(question, answer.text)
        and gives_verdict(question, answer)
        and cites_evidence_page(question, answer)
        and cites_only_allowed(question, answer)
    )


def says_it(question: Question, text: str) -> bool:
    """Return True if the text contains an accepted variant and all that is required, in order, and nothing excluded."""
    said = _MARK.sub(" ", text)
    return (
        (not question.answers or any(_is_said(question, variant, said) for variant in question.answers))
        and all(any(holds(said, variant) for variant in group) for group in question.required)
        and not any(holds(said, word) for word in question.exclude)
        and (question.kind != "ranking" or question.lead is None or names_first(question.lead, said))
    )


def names_first(lead: Lead, text: str) -> bool:
    """Return True if the text names the winner before all others."""
    said, before = (_first_of(variants, text) for variants in (lead.said, lead.before))
    return said is not None and (before is None or said < before)


def gives_verdict(question: Question, answer: Answer) -> bool:
    """Return True if the answer begins with the gold verdict, or proves it without saying the opposite."""
    if question.verdict is None:
        return True
    found = _VERDICT.match(fold_for_comparison(answer.text))
    if found is not None:
        return found[1] in _WORDS_OF[question.verdict]
    return any(supports(one, place, question.variants) for one in answer.citations for place in question.evidence)


def cites_evidence_page(question: Question, answer: Answer) -> bool:
    """Return True if a citation is on an evidence page, and on one of each country or year where each is needed."""
    cited = [
        any(on_page(citation, place) for citation in answer.citations for place in statement)
        for statement in question.statements
    ]
    return any(cited) or not cited if question.needs_every_place else all(cited)


def cites_only_allowed(question: Question, answer: Answer) -> bool:
    """Return True if no citation is from a document that the question excludes."""
    excluded = {document_key(name) for name in question.exclude_documents}
    return not any(document_key(citation.document) in excluded for citation in answer.citations)


def share_of_items(gold: str, text: str) -> float:
    """Return the share of the items of a gold list, separated by "; ", that the text names."""
    items = [item for item in gold.split("; ") if item.strip()]
    return sum(share_of_words(item, text) >= ENOUGH_OF_ITEM for item in items) / len(items)


def _first_of(variants: Iterable[str], text: str) -> int | None:
    places = (first_place(text, variant) for variant in variants)
    return min((place for place in places if place is not None), default=None)


def _is_said(question: Question, variant: str, text: str) -> bool:
    if question.kind == "yes_no" and fold_for_comparison(variant) in _VERDICT_WORDS:
        verdict = _VERDICT.match(fold_for_comparison(text))
        return verdict is not None and verdict[1] == fold_for_comparison(variant)
    return holds(text, variant)
