"""Ask each of several documents that a question names the same question, and compare what they state."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from corpus.model import Document
from qa.answering.across.findings import Finding
from qa.answering.across.rank import QUANTITIES, YEARS, Ranking, ranking_of
from qa.answering.across.table_grid import same_unit
from qa.answering.across.values import Value, stated_value
from qa.answering.across.wording import Extreme, without_comparison, without_selection
from qa.question.document_filter import title_words
from qa.question.title_names import TitleName, are_joined, title_names
from qa.retrieval.features import stems_of
from qa.retrieval.query import Query

_WHEN = {"en": "When", "es": "Cuándo", "fr": "Quand", "de": "Wann"}


def question_of_each(question: str, documents: Sequence[Document]) -> list[str]:
    """Return for each document the question with its own name in place of all names that are set side by side.

    "What do Ashford and Oakham spend?" asks "What do Ashford spend?" of Ashford.
    """
    by_word = {word: document.id for document, own in title_words(documents) for word in own}
    runs = _runs(question, title_names(question, by_word))
    return [_of_side(question, runs, document.id) for document in documents]


def measured_by(extreme: Extreme, question: str, language: str) -> str:
    """Return the question for the value by which documents are compared: "When the policy started" for "earlier"."""
    if not extreme.cue:
        return without_comparison(question)
    return f"{_WHEN[language]} {without_comparison(without_selection(question))}"


def rank_sides(sides: Sequence[tuple[Finding, Query]], names: frozenset[str], extreme: Extreme) -> Ranking | None:
    """Return the order of what each document states to its query; None if a value is missing or may be another one.

    Unless it counts what is asked, a value is compared only if its place has all words of the question, the `names` of
    the documents aside.
    """
    findings = [side for side, _ in sides]
    if len(sides) < 2 or not same_unit([side.ranked.span.passage for side in findings]):
        return None
    ranking = ranking_of([(side, _value(side, query, names, extreme)) for side, query in sides], extreme)
    return None if ranking is None or ranking.without else ranking


def _value(side: Finding, query: Query, names: frozenset[str], extreme: Extreme) -> Value | None:
    passage = side.ranked.span.passage
    is_answer = query.stems - names <= stems_of(passage)
    if extreme.cue and not is_answer:
        return None
    units, language = YEARS if extreme.cue else QUANTITIES, side.document.language
    return stated_value(side.text, units, query.translation, is_answer=is_answer, language=language, read=side.read)


def _runs(question: str, names: Sequence[TitleName]) -> list[list[TitleName]]:
    """Group names that follow each other, with nothing but a conjunction or blanks between them."""
    runs: list[list[TitleName]] = [list(names[:1])] if names else []
    for one, other in pairwise(names):
        if are_joined(question, one, other) or not question[one.end : other.start].strip():
            runs[-1].append(other)
        else:
            runs.append([other])
    return runs


def _of_side(question: str, runs: Sequence[Sequence[TitleName]], document: str) -> str:
    """Return a question with the name of one document in place of each run of names; without the runs of others."""
    for run in reversed(runs):
        own = [list(names) for named, names in groupby(run, key=lambda name: name.document) if named == document]
        name = question[own[0][0].start : own[0][-1].end] if own else ""
        question = f"{question[: run[0].start]}{name}{question[run[-1].end :]}"
    return " ".join(question.split())
