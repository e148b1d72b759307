"""Summarise a document or a policy as a card of facts, each a quote: rows of its tables, else its leading sentences."""

from collections.abc import Iterable, Sequence

from corpus.model import SECTION_SEPARATOR, Document, Passage
from qa.answering.direct.facts import fact_of, facts, generic_stems
from qa.answering.direct.quoted_lines import QuotedLine, lead, leads, quoted_answer
from qa.answering.pipeline import AnswerPipeline
from qa.model import Answer
from qa.question.plan import Plan
from qa.text.normalize import content_words, fold, stem, words

_LINES = 20
"""Maximum number of facts in a card."""
_FEWEST = 3
"""Minimum number of facts that make a card; with fewer, the leading sentences are quoted."""
_WORDS = 30
"""Maximum number of words of a fact, its first sentence aside."""
_DOCUMENTS = 6
"""Maximum number of documents that an overview without a subject introduces."""


def overview(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Return the card of the plan's documents and policies; None if it asks about a topic within them."""
    passages = {d.id: pipeline.index.document_passages(d.id) for d in plan.scope.documents[:_DOCUMENTS]}
    if _asks_of_topic(plan, passages.values()):
        return None
    lines: list[QuotedLine] = []
    for document in plan.scope.documents[:_DOCUMENTS]:
        facts = _facts(plan, document, passages[document.id])
        found = facts if len(facts) >= _FEWEST else _leads(document, passages[document.id])
        lines += found if len(passages) == 1 else found[:2]
    return quoted_answer(plan, lines[:_LINES]) if lines else None


def _facts(plan: Plan, document: Document, passages: Sequence[Passage]) -> list[QuotedLine]:
    """Return the facts of the tables in the order of the card; those of the plan's policies if it names some."""
    rows: dict[tuple[str, str | None], tuple[int, Passage]] = {}
    for passage in passages:
        fact = fact_of(passage.row or "") if passage.kind == "cell" or passage.chosen is not None else None
        if fact is not None and _is_of_policy(plan, passage):
            place, specificity = fact
            known = rows.get((place, passage.column))
            if known is None or specificity > known[0]:
                rows[place, passage.column] = specificity, passage
    order = list(facts())
    chosen = sorted(rows.items(), key=lambda item: order.index(item[0][0]))
    return [
        QuotedLine(_label(passage), span, document)
        for _, (_, passage) in chosen
        for span in (leads(passage, _WORDS) if passage.chosen is None else [lead(passage, _WORDS)])
    ]


def _is_of_policy(plan: Plan, passage: Passage) -> bool:
    """Return True if a cell is in a column of the plan's policies, or in none, or the plan names none."""
    if not plan.subject.policies or passage.column is None:
        return True
    return any(fold(name) in fold(passage.column) for name in plan.subject.policies)


def _leads(document: Document, passages: Sequence[Passage]) -> list[QuotedLine]:
    """Return the first sentences of each section, the whole document's introduction first."""
    lines: dict[str, QuotedLine] = {}
    paths = [passage.section.split(SECTION_SEPARATOR) for passage in passages]
    depth = 2 if len({path[0] for path in paths}) == 1 else 1  # a title above all sections is none of them
    for passage, path in zip(passages, paths, strict=True):
        heading = path[:depth][-1]
        if passage.kind in ("paragraph", "list") and heading not in lines:
            lines[heading] = QuotedLine(heading, lead(passage, _WORDS), document)
    return list(lines.values())[: _LINES // 2]


def _asks_of_topic(plan: Plan, texts: Iterable[Sequence[Passage]]) -> bool:
    """Return True if the question has a word that is neither generic nor of a name, and that a row label has."""
    known = {stem(word) for name in _names(plan) for word in words(name)} | generic_stems()
    asked = {stem(word) for word in content_words(plan.asked)} - known
    labels = {stem(word) for passages in texts for passage in passages for word in content_words(passage.row or "")}
    return bool(asked & (labels - generic_stems()))


def _names(plan: Plan) -> tuple[str, ...]:
    """Return the names that the plan is about."""
    return (*plan.subject.countries, *plan.subject.policies, *plan.subject.documents)


def _label(passage: Passage) -> str:
    """Return the row and, where the table has several policies, the column of a fact."""
    return " – ".join(part for part in (passage.row, passage.column) if part)
