"""Answer a question for a fact, asked of no document, from the row that states the fact in each of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.model import Document
from qa.answering.across.findings import Finding, meant, of_years, statements_of, tables_of
from qa.answering.across.table_answer import TableAnswer, write_table
from qa.answering.direct.facts import fact_of
from qa.answering.direct.stated_fact import asks_only_for, fact_topics
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.empty_cells import with_explanations
from qa.answering.timer import Stopwatch
from qa.model import Answer
from qa.question.kind_classifier import words_of_fact
from qa.question.plan import Plan
from qa.text.analyzed_text import analyzed
from qa.text.normalize import stem, words

MOST_DOCUMENTS = 12
"""Maximum number of documents that are quoted side by side."""
_LONGEST = 60
"""Maximum number of words of a cell that is quoted whole beside others; of a longer one, its first statements are."""
_NOT_IN_ROWS = frozenset(("reason", "person", "page"))
"""Answer types that a row on a fact does not give."""
CONFIDENCE = 0.95
"""Confidence in cells that are taken from the very field asked for."""


def fact_rows(pipeline: AnswerPipeline, plan: Plan, documents: Sequence[Document], note: str = "") -> Answer | None:
    """Quote the row of the fact in each document; None unless several have one, or if anything else is asked for."""
    topics = fact_topics(plan)
    in_full = replace(plan, asked=plan.text)
    if (
        not topics
        or len(documents) > MOST_DOCUMENTS
        or plan.expected in _NOT_IN_ROWS
        or not asks_only_for(in_full, topics)
    ):
        return None
    clock = Stopwatch()
    with clock.step("search"):
        tables = tables_of(pipeline.finder, documents)
        by_document = [found for table in tables if (found := _stating(table, topics))]
    if len(by_document) < 2:
        return None
    stating = of_years([each for found in by_document for each in found], plan.text)
    findings = meant(stating, analyzed(_beside_fact(plan.text, topics)), ())
    shown = [part for finding in findings for part in _explained(pipeline, _in_brief(finding))]
    return write_table(pipeline.writer, clock, plan, TableAnswer(shown, CONFIDENCE, note=note, calibrated=False))


def _beside_fact(question: str, topics: Sequence[str]) -> str:
    """Return a question without the words that ask for the facts: "which sectors" asks for no policy for sectors."""
    known = frozenset[str]().union(*(words_of_fact(topic) for topic in topics))
    return " ".join(word for word in words(question) if stem(word) not in known)


def _stating(table: Mapping[str, Sequence[Finding]], topics: Sequence[str]) -> list[Finding]:
    """Return the cells of one table that state the facts, of the rows whose labels say so in most words."""
    found: list[Finding] = []
    for topic in topics:
        facts = {row: fact for row in table if (fact := fact_of(row)) is not None and fact[0] == topic}
        most = max((length for _, length in facts.values()), default=0)
        found += [cell for row, (_, length) in facts.items() if length == most for cell in table[row] if cell.text]
    tables = Counter(each.ranked.span.passage.table for each in found)
    return [each for each in found if each.ranked.span.passage.table == tables.most_common(1)[0][0]]


def _in_brief(finding: Finding) -> Finding:
    """Return a whole cell, or the first statements of a long one, of which the later ones go into details."""
    if len(finding.text.split()) <= _LONGEST:
        return finding
    span = finding.ranked.span
    end = span.end
    for statement in statements_of(finding):
        if len(span.passage.text[span.start : statement.ranked.span.end].split()) > _LONGEST:
            break
        end = statement.ranked.span.end
    return replace(finding, ranked=replace(finding.ranked, span=replace(span, end=end)))


def _explained(pipeline: AnswerPipeline, finding: Finding) -> list[Finding]:
    """Return a finding; if it is an empty cell, with the sentence that explains it."""
    passages = pipeline.index.document_passages(finding.document.id)
    return [replace(finding, ranked=ranked) for ranked in with_explanations([finding.ranked], passages)]
