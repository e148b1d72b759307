"""Answer a question that asks, of no document, for a field that several documents have, such as "Legal basis"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.model import Document
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

_MOST = 12
"""Maximum number of documents that are quoted side by side."""
_NAMED = 0.5
"""Minimum share of the words of a field's label that the question has."""
_NOT_IN_CELLS = frozenset(("reason", "person", "page", "yes_no"))
"""Answer types that a field does not give."""
_CONFIDENCE = 0.95
"""Confidence in cells that are taken from the very field asked for."""


def named_field(pipeline: AnswerPipeline, plan: Plan, documents: Sequence[Document], note: str = "") -> Answer | None:
    """Quote the field of which the question is the name from each document; None unless several have it."""
    if len(documents) > _MOST or plan.expected in _NOT_IN_CELLS:
        return None
    clock = Stopwatch()
    with clock.step("search"):
        tables = tables_of(pipeline.finder, documents)
        meanings = pipeline.finder.retriever.meanings(YEAR.sub(" ", plan.text), plan.language)
        asked = [stems for stems in meanings if not stems & (generic_stems() | HAVING_STEMS)]
        label = next(iter(fields_named(asked, tables)), "")
    if not asked or not all(stems & _own(label) for stems in asked):
        return None
    cells = of_years([cell for table in tables for cell in table.get(label, ()) if cell.text], plan.text)
    findings = [in_brief(each, each) for each in meant(cells, analyzed(plan.text), ())]
    table = TableAnswer(findings, _CONFIDENCE, note=note, calibrated=False)
    return replace(write_table(pipeline.writer, clock, plan, table), timings=clock.timings())


def fields_named(asked: Sequence[frozenset[str]], tables: Sequence[Mapping[str, Sequence[Finding]]]) -> list[str]:
    """Return the fields of several documents whose labels consist mostly of what is asked, the best named first.

    `asked` are the stems of the meanings of each word of a question.
    """
    every = frozenset[str]().union(*asked)
    fitting = []
    for label in dict.fromkeys(label for table in tables for label in table):
        documents = sum(label in table for table in tables)
        own = _own(label)
        named = sum(bool(stems & own) for stems in asked)
        share = len(own & every) / len(own) if own else 0.0
        if documents > 1 and named and share >= _NAMED:
            fitting.append((-named, -share, -documents, label))
    return [label for *_, label in sorted(fitting)]


def _own(label: str) -> frozenset[str]:
    """Return the stems of a label without what is in brackets."""
    return analyzed(label.partition("(")[0]).content_stems
