"""Answer a plan: its parts one by one, else by the executor of its kind, narrowly first and then in all documents."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document
from qa.answering.across.duration import with_duration
from qa.answering.across.wording import conditions_of
from qa.answering.direct.stated_fact import stated_fact
from qa.answering.executors import executed
from qa.answering.messages import filter_note
from qa.answering.pipeline import AnswerPipeline
from qa.model import Answer, Timings
from qa.question.countries import countries_named
from qa.question.plan import Filters, Plan
from qa.question.planner import without_subject
from qa.text.normalize import fold

_MARKS = re.compile(r"(?: \[\d+\])+$", re.MULTILINE)
_MARK = re.compile(r"\d+")


def answer_plan(pipeline: AnswerPipeline, plan: Plan, documents: Sequence[Document]) -> Answer:
    """Return the answer to a plan; `documents` are all that pass the caller's filters."""
    if plan.parts and len(conditions_of(plan.text)) > 1:
        plan = replace(plan, kind="select", parts=())
    if plan.parts:
        parts = [answer_plan(pipeline, part, documents) for part in plan.parts]
        return replace(_joined(plan, parts), plan=plan)
    answer = executed(pipeline, plan) or _found(pipeline, plan, documents)
    is_filtered = not answer.answered and len(documents) < len(pipeline.index.documents)
    text = f"{answer.text} {filter_note(plan.language, _names(plan.filters))}" if is_filtered else answer.text
    return replace(answer, question=plan.asked, text=text, plan=plan)


def _names(filters: Filters) -> list[str]:
    """Return filters as people read them."""
    return [*filters.countries, *(str(year) for year in filters.years), *filters.documents]


def _found(pipeline: AnswerPipeline, plan: Plan, documents: Sequence[Document]) -> Answer:
    """Search the plan's scope; if that fails, all documents, where a quote must name what narrowed the search."""
    stated = stated_fact(pipeline, plan)
    answer = with_duration(plan, stated) if stated is not None else pipeline.ask(plan)
    if answer.answered or len(plan.scope.documents) == len(documents) or _would_mislead(plan):
        return answer
    anywhere = pipeline.ask(without_subject(plan, documents))
    return anywhere if anywhere.answered and _is_on_subject(anywhere, plan) else answer


def _would_mislead(plan: Plan) -> bool:
    """Return True if documents beside the conversation's may not answer: their yes or no is on another subject."""
    return plan.expected == "yes_no" and bool(plan.last_answer)


def _is_on_subject(answer: Answer, plan: Plan) -> bool:
    """Return True if a quote names a country or policy of the plan, or the question itself names none."""
    subject = plan.subject
    if not plan.carried and not _names_subject(plan.text, plan):
        return True
    texts = [f"{citation.section} {citation.row} {citation.column} {citation.quote}" for citation in answer.citations]
    return any(
        countries_named(text, subject.countries) or any(fold(policy) in fold(text) for policy in subject.policies)
        for text in texts
    )


def _names_subject(text: str, plan: Plan) -> bool:
    """Return True if a text names the plan's subject."""
    subject = plan.subject
    return bool(countries_named(text, subject.countries) or subject.documents) or any(
        fold(policy) in fold(text) for policy in subject.policies
    )


def _joined(plan: Plan, parts: Sequence[Answer]) -> Answer:
    """Return the answers to several questions as one, with the marks of their citations numbered through."""
    lines: list[str] = []
    count = 0
    for question, answer in zip(plan.parts, parts, strict=True):
        lines += [question.text, _renumbered(answer.text, count)]
        count += len(answer.citations)
    answered = [answer for answer in parts if answer.answered]
    return Answer(
        question=plan.asked,
        answered=bool(answered),
        text="\n".join(lines),
        reason=None if answered else parts[0].reason,
        confidence=min(answer.confidence for answer in answered or parts),
        language=plan.language,
        citations=tuple(citation for answer in parts for citation in answer.citations),
        nearest=() if answered else parts[0].nearest,
        timings=_total([answer.timings for answer in parts]),
        parts=tuple(parts),
        rows=tuple(row for answer in parts for row in answer.rows),
        computed=tuple(result for answer in parts for result in answer.computed),
        others=tuple(citation for answer in parts for citation in answer.others),
        calibrated=all(answer.calibrated for answer in answered or parts),
    )


def _renumbered(text: str, offset: int) -> str:
    """Return an answer's text with the numbers of its citations at the ends of lines raised by an offset."""
    return _MARKS.sub(lambda marks: _MARK.sub(lambda mark: str(int(mark[0]) + offset), marks[0]), text)


def _total(timings: Sequence[Timings]) -> Timings:
    """Return the sums of several timings."""
    return Timings(*(sum(getattr(each, step) for each in timings) for step in Timings.__dataclass_fields__))
