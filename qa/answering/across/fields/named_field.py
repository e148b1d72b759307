"""Answer a question that asks, of no document, for a field that several documents have, such as "Legal basis"."""

from collections.abc import Mapping, Sequence

from corpus.model import Document
from qa.answering.across.fields.fact_rows import CONFIDENCE, MOST_DOCUMENTS
from qa.answering.across.findings import Finding, in_brief, meant, of_years, tables_of
from qa.answering.across.table_answer import TableAnswer, write_table
from qa.answering.direct.facts import generic_stems
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.yes_no import HAVING_STEMS
from qa.answering.timer import Stopwatch
from qa.model import Answer
from qa.question.plan import Plan
from qa.text.analyzed_text import analyzed
from qa.text.patterns import YEAR

_NAMED = 0.5
"""Minimum share of the words of a field's label that the question has."""
_NOT_IN_CELLS = frozenset(("reason", "person", "page", "yes_no"))
"""Answer types that a field does not give."""


def named_field(pipeline: AnswerPipeline, plan: Plan, documents: Sequence[Document], note: str = "") -> Answer | None:
    """Quote the field of which the question is the name from each document; None unless several have it."""
    if len(documents) > MOST_DOCUMENTS or plan.expected in _NOT_IN_CELLS:
        return None
    clock = Stopwatch()
    with clock.step("search"):
        tables = tables_of(pipeline.finder, documents)
        meanings = pipeline.finder.retriever.meanings(YEAR.sub(" ", plan.text), plan.language)
        asked = [stems for stems in meanings if not stems & (generic_stems() | HAVING_STEMS)]
        label = next(iter(fields_named(asked, tables)), "")
        found = [cell for table in tables for cell in table.get(label, ()) if cell.text]
    if not asked or all(_named(asked, each)[0] < len(asked) for each in _labels(label, found)):
        return None
    cells = of_years(found, plan.text)
    findings = [in_brief(each, each) for each in meant(cells, analyzed(plan.text), ())]
    return write_table(pipeline.writer, clock, plan, TableAnswer(findings, CONFIDENCE, note=note, calibrated=False))


def fields_named(asked: Sequence[frozenset[str]], tables: Sequence[Mapping[str, Sequence[Finding]]]) -> list[str]:
    """Return the fields of several documents whose labels consist mostly of what is asked, the best named first.

    `asked` are the stems of the meanings of each word of a question.
    """
    fitting = []
    for label in dict.fromkeys(label for table in tables for label in table):
        cells = [cell for table in tables for cell in table.get(label, ())]
        documents = len({cell.document.id for cell in cells})
        named, share = max(_named(asked, each) for each in _labels(label, cells))
        if documents > 1 and named and share >= _NAMED:
            fitting.append((-named, -share, -documents, label))
    return [label for *_, label in sorted(fitting)]


def _labels(label: str, cells: Sequence[Finding]) -> set[str]:
    """Return the common label of a field, and those by which the documents name it."""
    return {label, *(cell.own_row for cell in cells)}


def _named(asked: Sequence[frozenset[str]], label: str) -> tuple[int, float]:
    """Return how many of the words asked for a label has, brackets aside, and which share of the label they are."""
    own = analyzed(label.partition("(")[0]).content_stems
    share = len(own & frozenset[str]().union(*asked)) / len(own) if own else 0.0
    return sum(bool(stems & own) for stems in asked), share
