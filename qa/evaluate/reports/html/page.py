"""Render the report as one self-contained HTML file, which fetches nothing and runs only its own script."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from qa.evaluate.evaluation import Outcome
from qa.evaluate.metrics.measures import MEASURES, Estimate
from qa.evaluate.metrics.record import JUDGED, QuestionRecord
from qa.evaluate.reports.curves import calibration, risk_coverage
from qa.evaluate.reports.html import charts
from qa.evaluate.reports.html.pictures import Picture, Pictures
from qa.evaluate.reports.html.svg import percent
from qa.evaluate.reports.rows import ARM_MEASURES, format_interval, format_number, same_questions
from qa.evaluate.reports.summary import Figures, Summary, summarise

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

HEADLINES = (
    ("right", "Right answers"),
    ("cited page right", "Answers that cite an evidence page"),
    ("verbatim quotes", "Quotes found word for word"),
    ("nDCG@10", "nDCG@10 of passages"),
    ("document nDCG@10", "nDCG@10 of documents"),
    ("refusal recall", "Unanswerable questions refused"),
    ("false refusals", "Answerable questions refused"),
    ("latency p50", "Median time of an answer"),
)
"""Figures at the top of the report, where they apply."""
GROUP_COLUMNS = (
    (JUDGED, "Right or rightly refused"),
    ("R@1", "Evidence in the first passage, R@1"),
    ("citation recall", "Citation recall"),
)
REFUSAL_COLUMNS = (("refusal recall", "Refused"), ("refusal reason right", "With the right reason"))
FONTS = (
    ("Source Sans 3", "source-sans-3-latin-wght-normal.woff2"),
    ("Source Serif 4", "source-serif-4-latin-wght-normal.woff2"),
)
FAULTS = {
    "wrong": "Wrong answer",
    "refused": "Refused, though answerable",
    "answered": "Answered, though unanswerable",
}
_FAULT_OF = {(True, True): "wrong", (False, True): "refused", (True, False): "answered"}
"""Kind of error of a question, by whether it was answered and whether it is answerable."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of a table of figures: a group or a measure, and its figures where there are any."""

    name: str
    figures: Sequence[Estimate | None]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of figures with headings and rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[ReportRow]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question with a wrong answer or refusal, with pictures of the pages cited and of the evidence pages."""

    record: QuestionRecord
    fault: str
    documents: Sequence[str]
    pictures: Sequence[Picture]


def run_to_html(outcome: Outcome, engine: "FactsheetQA") -> str:
    """Render the whole report as HTML."""
    records, summary = outcome.records, summarise(outcome.records)
    pictures = Pictures(engine)
    mistakes = [_mistake(record, pictures) for record in records if record.judged and not record.correct]
    style, script = _static("page.css").replace("/* fonts */", _font_faces()), _static("page.js")
    return _environment().get_template("page.html").render(
        about=outcome.about,
        style=Markup(style), style_digest=_digest(style), script=Markup(script), script_digest=_digest(script),
        summary=summary,
        headlines=[(label, summary.overall[name], _unit(name)) for name, label in HEADLINES if name in summary.overall],
        groups=list(_group_tables(summary)),
        arms=_arms_table(records, outcome.known) if outcome.known else None,
        confidence=_confidence_charts(records, summary),
        latency=_latency_chart(records, summary), times=list(_times(outcome, summary)),
        measures=[(measure, summary.overall[measure.name]) for measure in MEASURES if measure.name in summary.overall],
        mistakes=mistakes, images=list(pictures.images.values()), faults=FAULTS, filters=_filters(mistakes),
    )  # fmt: skip


def _environment() -> Environment:
    """Return a template environment that escapes all values."""
    environment = Environment(
        loader=PackageLoader("qa.evaluate.reports", "html"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "number": format_number,
        "interval": format_interval,
        "whisker": charts.whisker,
        "percent": percent,
    }
    return environment


def _static(name: str) -> str:
    return files("qa.evaluate.reports").joinpath("html", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return the name of an inline style or script in a content security policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _font_faces() -> str:
    """Return the page's own fonts, embedded."""
    folder = files("qa.web").joinpath("static", "fonts")
    return "\n".join(
        f'@font-face {{ font-family: "{name}"; font-weight: 200 900; src: url("data:font/woff2;base64,'
        f'{base64.b64encode(folder.joinpath(file).read_bytes()).decode("ascii")}") format("woff2"); }}'
        for name, file in FONTS
    )


def _unit(name: str) -> str:
    return next(measure.unit for measure in MEASURES if measure.name == name)


def _group_tables(summary: Summary) -> Iterator[ReportTable]:
    for name, groups in summary.groups.items():
        if not groups:
            continue
        columns = REFUSAL_COLUMNS if name == "refusal" else GROUP_COLUMNS
        rows = [_row(group, found, [column for column, _ in columns]) for group, found in groups.items()]
        yield ReportTable(name, [label for _, label in columns], rows)


def _row(name: str, figures: Figures, measures: Iterable[str]) -> ReportRow:
    return ReportRow(name, [figures.get(measure) for measure in measures])


def _arms_table(whole: Sequence[QuestionRecord], known: Sequence[QuestionRecord]) -> ReportTable:
    arms = same_questions(whole, known)
    rows = [ReportRow(name, [arm.get(name) for arm in arms]) for name in ARM_MEASURES if name in arms[0]]
    return ReportTable("measure", ["Whole corpus", "Known document"], rows)


def _confidence_charts(records: Sequence[QuestionRecord], summary: Summary) -> dict[str, object] | None:
    """Draw both curves and return them with their points; None if nothing was answered."""
    points = risk_coverage(records)
    if not points:
        return None
    bins = calibration(records)
    return {
        "risk": charts.risk_coverage_chart(points), "points": _every_tenth(points), "last": points[-1],
        "calibration": charts.calibration_chart(bins), "bins": bins,
        "figures": {name: summary.overall.get(name) for name in ("AURC", "ECE", "confidence AUROC", "refusal AUROC")},
    }  # fmt: skip


def _every_tenth(points: Sequence[object]) -> Sequence[object]:
    """Return about ten points of a curve, including the last."""
    step = max(1, len(points) // 10)
    return points[::-1][::step][::-1]


def _latency_chart(records: Sequence[QuestionRecord], summary: Summary) -> Markup:
    marked = {name: summary.overall[f"latency {name}"].value for name in ("p50", "p95")}
    return charts.latency_chart([record.values["latency"] for record in records], marked)


def _times(outcome: Outcome, summary: Summary) -> Iterator[tuple[str, Estimate, str]]:
    yield "Answer, median", summary.overall["latency p50"], "ms"
    yield "Answer, 95th percentile", summary.overall["latency p95"], "ms"
    if outcome.index_seconds is not None:
        yield "Indexing, per document", outcome.index_seconds, "s"


def _mistake(record: QuestionRecord, pictures: Pictures) -> Mistake:
    fault = _FAULT_OF[record.answered, record.answerable]
    cited = (citation.document for citation in record.citations)
    return Mistake(record, fault, list(dict.fromkeys((*record.documents, *cited))), pictures.of(record))


def _filters(mistakes: Sequence[Mistake]) -> Mapping[str, Sequence[str]]:
    """Return the fields by which wrong answers can be filtered, with the values that occur."""
    return {
        "kind": sorted({mistake.record.kind for mistake in mistakes}),
        "language": sorted({mistake.record.language for mistake in mistakes}),
        "document": sorted({name for mistake in mistakes for name in mistake.documents}),
    }
