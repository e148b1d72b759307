"""Rank documents or policies by a value that they state, or compute its sum or difference."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answering.across.editions import newest_editions
from qa.answering.across.fields.named_field import fields_named
from qa.answering.across.findings import Finding, Topic, best_of_each, meant, of_years, tables_of, topic_in
from qa.answering.across.selection.limits import limit_of, without_limit
from qa.answering.across.table_answer import TableAnswer, cited, message, write_table
from qa.answering.across.values import MONEY, Value, stated_value, unit_of_most, values_of
from qa.answering.across.wording import Direction, Extreme, extreme_of, operation_of, without_comparison, year_row_of
from qa.answering.multi_document import topic_of
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.answer_type_checks import states_absence
from qa.answering.timer import Stopwatch
from qa.model import Answer, Citation, Computed
from qa.question.plan import Plan
from qa.retrieval.query import Query
from qa.text.analyzed_text import AnalyzedText, analyzed

QUANTITIES = (*MONEY, "percent", "count", "year")
YEARS = ("calendar",)
"""Units of the values that are compared, and of years."""
_SUMMED = Extreme("largest", "maximum", "")
"""Order of the values that are added or subtracted."""
_HALF = 0.5
"""Minimum share of the words of a row's label in a question on one document that is about the row."""
_SHOWN = 12
"""Maximum number of values shown."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Findings with a comparable value, the extreme ones first, and findings without."""

    ordered: Sequence[tuple[Finding, Value]]
    without: Sequence[Finding]
    confidence: float

    def winners(self) -> list[str]:
        """Return the labels of the findings with the first value."""
        first = self.ordered[0][1].number
        return [finding.label for finding, value in self.ordered if value.number == first]


def rank(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer which is the largest, oldest, last, or what the sum or difference is; None if nothing can be compared."""
    within = limit_of(plan.text, plan.language)
    extreme = extreme_of(without_limit(plan.text, within)) or (_SUMMED if operation_of(plan.text) != "rank" else None)
    if extreme is None or plan.scope.absent_countries or plan.scope.absent_years:
        return None
    clock = Stopwatch()
    finder, documents = pipeline.finder, newest_editions(plan.scope.documents)
    cue = extreme.cue or year_row_of(plan.text, "each")
    topic = f"{topic_of(plan, finder.countries, without_comparison(plan.text))} {cue}".strip()
    with clock.step("embed"):
        query = finder.retriever.query(topic, plan.language)
    found = topic_in(finder, query, documents, clock)
    ranking = _ranking(pipeline, plan, found, extreme)
    if ranking is None:
        return None
    return _written(pipeline, clock, plan, ranking, extreme)


def _ranking(pipeline: AnswerPipeline, plan: Plan, topic: Topic, extreme: Extreme) -> Ranking | None:
    """Return the values of the best row with comparable ones, else of running text, else of a row that lacks some."""
    units = YEARS if extreme.cue else QUANTITIES
    confidence = max((attempt.confidence for _, attempt in topic.attempts), default=0.0)
    question = pipeline.finder.retriever.query(plan.text, plan.language).bilingual
    tables = tables_of(pipeline.finder, [document for document, _ in topic.attempts])
    asked = pipeline.finder.retriever.meanings(without_comparison(topic.query.question.text), plan.language)
    labels = dict.fromkeys([*_rows(topic, extreme, tables), *([] if extreme.cue else fields_named(asked, tables))])
    rows = [[cell for table in tables for cell in table.get(row, ())] for row in labels]
    meant_rows = [meant(of_years(cells, plan.text), question, plan.scope.countries) for cells in rows]
    candidates = [*meant_rows, best_of_each(pipeline.finder, topic)]
    rankings = [found for cells in candidates if (found := _ordered(cells, units, topic.query, extreme))]
    comparable = [found for found in rankings if _documents(found.ordered) > 1]
    stated = [found for found in rankings if all(states_absence(analyzed(each.text)) for each in found.without)]
    best = next(iter([*comparable, *stated]), None)
    if best is None or len(best.ordered) + len(best.without) < 2:
        return None
    return replace(best, confidence=confidence)


def _rows(topic: Topic, extreme: Extreme, tables: Sequence[Mapping[str, Sequence[Finding]]]) -> list[str]:
    """Return the rows that fit the topic, then those that it names; of one document those that it names best."""
    if len(topic.attempts) == 1:
        shares = {row: _named(row, topic.query.stems) for row, cells in tables[0].items() if len(cells) > 1}
        return sorted((row for row in shares if shares[row] >= _HALF), key=lambda row: -shares[row])
    named = [row for row in topic.shared_rows if extreme.cue or analyzed(row).stems & topic.query.stems]
    return list(dict.fromkeys([*topic.rows, *named]))


def _named(row: str, stems: frozenset[str]) -> float:
    """Return the share of the words of a row's label, without what is in brackets, that are among some stems."""
    own = analyzed(row.partition("(")[0].rpartition(" / ")[2]).content_stems
    return len(own & stems) / len(own) if own else 0.0


def _documents(ordered: Sequence[tuple[Finding, Value]]) -> int:
    return len({finding.document.id for finding, _ in ordered})


def _ordered(findings: Sequence[Finding], units: Collection[str], query: Query, extreme: Extreme) -> Ranking | None:
    """Return the findings in the order of the values that they state; None if none has one."""
    read = [(finding, _value(finding, units, query.translation)) for finding in findings]
    return ranking_of(read, extreme)


def ranking_of(read: Sequence[tuple[Finding, Value | None]], extreme: Extreme) -> Ranking | None:
    """Return findings in the order of the values read in them, in the commonest unit; None if none has a value."""
    unit = unit_of_most([value for _, value in read if value is not None])
    valued = [(finding, value) for finding, value in read if value is not None and value.unit == unit]
    without = [finding for finding, value in read if value is None or value.unit != unit]
    if not valued:
        return None
    ordered = sorted(valued, key=lambda each: each[1].number, reverse=extreme.direction == "maximum")
    return Ranking(ordered, without, 0.0)


def _value(finding: Finding, units: Collection[str], counted: AnalyzedText) -> Value | None:
    """Return the value of a finding: a cell's first one in the units, or what a sentence counts.

    Several shares in a cell are parts of something, of which none is the cell's value.
    """
    language, is_cell = finding.document.language, finding.ranked.span.passage.kind == "cell"
    if is_cell and not finding.is_number:
        shares = [value for value, _ in values_of(finding.text, language) if value.unit == "percent"]
        left_out = ("count", "percent") if len(shares) > 1 else ("count",)
        units = [unit for unit in units if unit not in left_out]
    is_answer = finding.is_number or not is_cell
    return stated_value(finding.with_unit, units, counted, is_answer=is_answer, language=language, read=finding.read)


def _written(pipeline: AnswerPipeline, clock: Stopwatch, plan: Plan, ranking: Ranking, extreme: Extreme) -> Answer:
    """Return the answer with its heading and its computed result."""
    operation = operation_of(plan.text)
    result = _result(ranking, extreme, operation)
    heading, note = _heading(plan.language, ranking, extreme, operation, result), ""
    if ranking.without:
        note = message(plan.language, "no_value", (finding.label for finding in ranking.without))
    shown = [*(finding for finding, _ in ranking.ordered), *ranking.without][:_SHOWN]
    answer = write_table(pipeline.writer, clock, plan, TableAnswer(shown, ranking.confidence, heading, note))
    computed = Computed(operation, result, _operands(ranking))
    return replace(answer, computed=(computed,)) if result else answer


def computed_rank(ranking: Ranking, extreme: Extreme) -> Computed:
    """Return the result of a ranking with the values that it was computed from."""
    return Computed("rank", f"{extreme.direction}: {', '.join(ranking.winners())}", _operands(ranking))


def _operands(ranking: Ranking) -> tuple[Citation, ...]:
    return tuple(citation for finding, _ in ranking.ordered for citation in cited(finding))


def _result(ranking: Ranking, extreme: Extreme, operation: str) -> str:
    """Return the computed result as text; empty if there is none."""
    numbers = [value.number for _, value in ranking.ordered]
    unit = ranking.ordered[0][1].unit
    if operation in ("sum", "average"):
        total = sum(numbers) / (len(numbers) if operation == "average" else 1)
        return "" if ranking.without or unit == "calendar" else computed_text(total, unit)
    if _documents(ranking.ordered) < 2 and ranking.without:
        return ""
    if operation == "difference":
        return computed_text(abs(numbers[0] - numbers[1]), unit) if len(numbers) == 2 else ""
    if operation == "ratio":
        return f"{max(numbers) / min(numbers):.3g}" if len(numbers) == 2 and min(numbers) > 0 else ""
    return f"{extreme.direction}: {', '.join(ranking.winners())}"


def _heading(language: str, ranking: Ranking, extreme: Extreme, operation: str, result: str) -> str:
    if operation == "sum":
        return message(language, "sum", what=result) if result else message(language, "no_sum")
    if operation in ("difference", "average", "ratio") and result:
        return message(language, operation, what=result)
    if not result:
        return message(language, "not_comparable" if _documents(ranking.ordered) < 2 else "unclear")
    return rank_heading(language, ranking, extreme)


def rank_heading(language: str, ranking: Ranking, extreme: Extreme) -> str:
    """Return the line that names the findings with the extreme value."""
    return message(language, extreme_line(extreme.direction, ranking.ordered[0][1]), ranking.winners())


def extreme_line(direction: Direction, value: Value) -> str:
    """Return the name of the message that tells the extreme one of values like this."""
    by_year = value.unit == "calendar"
    names = {"maximum": "latest" if by_year else "largest", "minimum": "earliest" if by_year else "smallest"}
    return names[direction]


def computed_text(number: float, unit: str) -> str:
    """Return a computed number with its unit: "EUR 96 million", "14 %", "9 years"."""
    scaled = f"{number / 1e6:,.4g} million" if number >= 1e6 else f"{number:,.4g}" if number < 1e4 else f"{number:,.0f}"
    if unit in MONEY:
        return f"{unit} {scaled}"
    return {"percent": f"{scaled} %", "year": f"{scaled} years", "calendar": f"{scaled} years"}.get(unit, scaled)
