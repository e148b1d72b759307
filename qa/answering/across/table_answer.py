"""Write answers over several documents: a line and a row for each finding, each with its quote."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from corpus.model import Document
from qa.answering.across.findings import Finding
from qa.answering.answer_writer import AnswerWriter
from qa.answering.citations import citations_of
from qa.answering.messages import not_stated_by
from qa.answering.timer import Stopwatch
from qa.model import Answer, AnswerCell, AnswerRow, Citation
from qa.question.plan import Plan


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """The content of an answer over several documents.

    `heading` precedes the quotes of `shown` and `note` follows them; `others` are findings that do not match, of which
    only names are shown; `silent` documents say nothing. `calibrated` is False if the cells were found by their labels.
    """

    shown: Sequence[Finding]
    confidence: float
    heading: str = ""
    note: str = ""
    others: Sequence[Finding] = ()
    silent: Sequence[Document] = ()
    selects: bool = False
    calibrated: bool = True


@cache
def _messages() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("qa.answering.across").joinpath("messages.toml").read_text(encoding="utf-8"))


def message(language: str, name: str, names: Iterable[str] = (), what: str = "") -> str:
    """Return a line in a language, with names and a result filled in."""
    return _messages()[language][name].format(names=", ".join(dict.fromkeys(names)), what=what)


def write_table(writer: AnswerWriter, clock: Stopwatch, plan: Plan, table: TableAnswer) -> Answer:
    """Return the answer: heading, one line for each finding, what does not match, and which documents say nothing."""
    answer = writer.quoted(
        plan.text, plan.language, clock, table.confidence, [finding.ranked for finding in table.shown]
    )
    parts = [table.heading, answer.text, table.note]
    if table.others:
        parts.append(message(plan.language, "no_match", (finding.label for finding in table.others)))
    if table.silent:
        parts.append(not_stated_by(plan.language, table.silent))
    rows = [
        *(_row(finding, True if table.selects else None) for finding in table.shown),
        *(_row(finding, False) for finding in table.others),
        *(AnswerRow(document.country or document.title, document.name, ()) for document in table.silent),
    ]
    return replace(
        answer,
        text="\n".join(part for part in parts if part),
        plan=plan,
        rows=tuple(rows),
        others=tuple(citation for finding in table.others for citation in cited(finding)),
        calibrated=table.calibrated,
    )


def cited(finding: Finding) -> list[Citation]:
    """Return the citations of a finding."""
    return citations_of(finding.ranked, finding.document)


def _row(finding: Finding, matches: bool | None) -> AnswerRow:
    heading = finding.row or finding.ranked.span.passage.row or ""
    text = " ".join(finding.text.split())
    return AnswerRow(finding.label, finding.document.name, (AnswerCell(heading, text, tuple(cited(finding))),), matches)
