"""Compare two things that a question sets side by side, wherever their values are: "the Prism or the Tide voucher"."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from qa.answering.across.findings import Finding, found_in
from qa.answering.across.rank import QUANTITIES, YEARS, computed_text, extreme_line
from qa.answering.across.table_answer import TableAnswer, cited, message, write_table
from qa.answering.across.values import Value, value_about
from qa.answering.across.wording import (
    Operation,
    extreme_of,
    operation_of,
    without_comparison,
    without_years,
    year_row_of,
)
from qa.answering.answer_finder import AskedQuestion
from qa.answering.pipeline import AnswerPipeline
from qa.model import Answer, Computed
from qa.question.plan import Filters, Plan
from qa.retrieval.features import stems_of
from qa.retrieval.query import Query
from qa.text.normalize import WORD, fold, is_content, stem

_BETWEEN = re.compile(r"\b(?:between|entre|zwischen) (?P<one>.+?) (?:and|y|e|et|und) (?P<other>[^,]+?)\s*[?.!]*$", re.I)
_OF = re.compile(r".+? (?:of|de|del|du|des|von|der) ", re.I)
"""What both things have, where only the first is said to have it: "the budgets of A and B"."""
_OR = re.compile(r"(?P<rest>.+?)[,:] (?P<one>[^,]+?) (?:or|o|u|ou|oder) (?P<other>[^,]+?)\s*[?.!]*$", re.I)
_ENOUGH = 0.3
"""Share of the threshold of confidence at which a quote counts that names the thing."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two things: its name in the question, what states its value, and how surely."""

    name: str
    finding: Finding
    value: Value
    confidence: float


def two_things(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer which of two named things has more, or what lies between them; None if one of them states no value."""
    questions = _questions(plan.text)
    is_compared = extreme_of(plan.text) is not None or operation_of(plan.text) == "difference"
    if not questions or not is_compared or len(plan.scope.countries) > 1:
        return None
    asked = AskedQuestion.of(plan)
    found = [_side(pipeline, asked, plan, name, question) for name, question in questions]
    sides = [side for side in found if side is not None]
    if len(sides) < len(questions) or len({side.value.unit for side in sides}) > 1:
        return None
    return _written(pipeline, asked, plan, sides)


def _questions(question: str) -> list[tuple[str, str]]:
    """Return the names of the two things that a question compares, each with what is asked of it; none without two."""
    between = _BETWEEN.search(question)
    if between and operation_of(question) == "difference":
        one, other = between["one"], between["other"]
        shared = _OF.match(one)
        return [(one, one), (other, f"{shared[0]}{other}" if shared and not _OF.match(other) else other)]
    found = _OR.fullmatch(question)
    if found is None:
        return []
    rest = without_comparison(found["rest"])
    return [(found[side], f"{rest} {found[side]}") for side in ("one", "other")]


def _side(pipeline: AnswerPipeline, asked: AskedQuestion, plan: Plan, name: str, question: str) -> _Side | None:
    """Return what states the value of a thing: the best quote with all words of its name; None without one."""
    finder, extreme = pipeline.finder, extreme_of(plan.text)
    row = (extreme.cue if extreme else "") or year_row_of(question, "start", "end")
    is_filtered = plan.filters != Filters()
    documents = plan.scope.documents if is_filtered else tuple(pipeline.index.documents)
    scope = replace(plan.scope, documents=documents)
    attempt = finder.find(replace(asked, question=f"{question} {row}".strip(), scope=scope, own="", last_answer=""))
    own = _own_stems(name, attempt.query, pipeline.index.vocabulary.known)
    by_id = {document.id: document for document in documents}
    for each in attempt.spans:
        finding = found_in(finder, by_id[each.span.passage.document_id], each)
        units, language = YEARS if row else QUANTITIES, finding.document.language
        value = value_about(finding.text, units, attempt.query.translation, language, finding.read)
        if value is not None and own and own <= stems_of(each.span.passage):
            return (
                _Side(name, finding, value, attempt.confidence)
                if attempt.confidence >= _ENOUGH * finder.threshold
                else None
            )
    return None


def _own_stems(name: str, query: Query, known: Container[str]) -> frozenset[str]:
    """Return the stems by which a thing is known, without common nouns of another language than the documents'."""
    written = [word.group() for word in WORD.finditer(without_years(name)) if is_content(word.group())]
    return frozenset(
        stem(fold(word)) for word in written if not (query.is_foreign and word.islower() and fold(word) not in known)
    )


def _written(pipeline: AnswerPipeline, asked: AskedQuestion, plan: Plan, sides: Sequence[_Side]) -> Answer:
    """Return the answer: the larger one or the difference, and the quotes that it was computed from."""
    extreme = extreme_of(plan.text)
    direction = extreme.direction if extreme else "maximum"
    ordered = sorted(sides, key=lambda side: side.value.number, reverse=direction == "maximum")
    if extreme is None:
        operation: Operation = "difference"
        result = computed_text(ordered[0].value.number - ordered[-1].value.number, ordered[0].value.unit)
        heading = message(plan.language, "difference", what=result)
    else:
        operation, winners = "rank", [side.name for side in ordered if side.value.number == ordered[0].value.number]
        result = f"{direction}: {', '.join(winners)}"
        heading = message(plan.language, extreme_line(direction, ordered[0].value), winners)
    table = TableAnswer([side.finding for side in ordered], min(side.confidence for side in sides), heading)
    answer = write_table(pipeline.writer, asked.clock, plan, table)
    operands = tuple(citation for side in ordered for citation in cited(side.finding))
    return replace(answer, computed=(Computed(operation, result, operands),))
