"""`evaluate`: how well the engine does on question sets."""

import json as json_format
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.commands.bars import progress_bars
from qa.commands.options import DocumentOption, IndexOption, index_place
from qa.commands.output import console, messages, print_json, warn
from qa.errors import UsageError

if TYPE_CHECKING:
    from qa.engine import FactsheetQA
    from qa.evaluate.cache import AnswerCache
    from qa.evaluate.evaluation import Outcome
    from qa.evaluate.metrics.measures import Estimate
    from qa.evaluate.metrics.record import QuestionRecord
    from qa.evaluate.question import Question
    from qa.settings import Settings

REGRESSED = 4
STANDARD_OUTPUT = Path("-")


class Mode(StrEnum):
    """How answers are made: by quotes alone, or put into words by the language model of the settings."""

    EXTRACTIVE = "extractive"
    GENERATED = "generated"


def evaluate(
    sets: Annotated[
        list[Path],
        typer.Argument(metavar="SET...", help="Question sets: JSON Lines, SQuAD JSON, BEIR folders, FinanceBench."),
    ],
    document: DocumentOption = None,
    json: Annotated[
        Path | None, typer.Option("--json", help="Write figures and a record for each question to this file; - prints.")
    ] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the figures as Markdown tables to this file.")] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write one self-contained HTML page with charts and every wrong answer.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="A file that --json wrote: exit with 4 if this run is worse.")
    ] = None,
    max_drop: Annotated[
        float, typer.Option(min=0, max=1, help="How far a gated measure may drop against the baseline.")
    ] = 0.02,
    own_texts: Annotated[
        bool, typer.Option("--own-texts", help="Index and ask the texts that SQuAD and BEIR sets carry themselves.")
    ] = False,
    index_time: Annotated[
        bool, typer.Option("--index-time", help="Index the documents anew in a temporary folder, and time it.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask anew what an unchanged engine was asked before.")] = False,
    mode: Annotated[
        Mode, typer.Option(help="generated: by the language model of the settings, beside the quotes alone.")
    ] = Mode.EXTRACTIVE,
    run: Annotated[
        Path | None, typer.Option(help="Judge the answers in this file, those of another system, and ask nothing.")
    ] = None,
    index: IndexOption = None,
) -> None:
    """Measure search, answers, citations and refusals on question sets."""
    if run is not None and (document or index_time or fresh or mode is Mode.GENERATED):
        raise UsageError("--run asks and indexes nothing: leave out --document, --index-time, --fresh and --mode")
    from qa.evaluate.baseline import load_baseline
    from qa.evaluate.question_sets.load import load_question_sets
    from qa.settings import Settings

    place = index_place(index)
    settings = Settings()
    if mode is Mode.GENERATED and settings.language_model is None:
        raise UsageError("--mode generated needs a language model: set FACTSHEET_QA_LLM_URL and FACTSHEET_QA_LLM_MODEL")
    with_model, settings = settings, settings.without_model()
    questions = load_question_sets(sets, own_texts=own_texts)
    before = load_baseline(baseline) if baseline is not None else None
    engine = _engine_of_own_texts(sets, index, settings) if own_texts else _engine(place, settings)
    if run is None:
        outcome = _run(engine, settings, sets, questions, document, fresh)
    else:
        outcome = _recorded(engine, sets, questions, run)
    if mode is Mode.GENERATED:
        extractive = outcome.records
        engine = _engine(engine.store.place, with_model)
        # A model is not the same from one run to the next: its answers are never kept.
        outcome = replace(_run(engine, with_model, sets, questions, document, fresh=True), extractive=extractive)
    if index_time:
        outcome = replace(outcome, index_seconds=_index_seconds(engine, settings))
    _write_files(outcome, engine, json, markdown, report)
    _show(outcome, json)
    if before is not None:
        _compare(before, outcome, max_drop, quiet=json == STANDARD_OUTPUT)


def _engine(place: str | Path, settings: "Settings") -> "FactsheetQA":
    from qa import FactsheetQA

    return FactsheetQA.open(place, settings)


def _engine_of_own_texts(sets: Sequence[Path], index: str | None, settings: "Settings") -> "FactsheetQA":
    """An engine over the texts of the sets, in the index folder given, else in a folder of the cache."""
    from tempfile import TemporaryDirectory

    from qa import FactsheetQA
    from qa.evaluate.carried_texts import index_folder_of, write_own_texts

    folder = index or index_folder_of(sets)
    with TemporaryDirectory() as texts, messages.status("Indexing the texts of the sets"):
        write_own_texts(sets, Path(texts))
        return FactsheetQA.build([texts], index=folder, settings=settings)


def _run(
    engine: "FactsheetQA",
    settings: "Settings",
    sets: Sequence[Path],
    questions: "Sequence[Question]",
    documents: Sequence[str] | None,
    fresh: bool,
) -> "Outcome":
    """Run both arms under progress bars."""
    from qa.evaluate.evaluation import measure

    cache = None if fresh else _cache(engine.store.place, settings)
    with progress_bars() as progress:
        names = [path.name for path in sets]
        outcome = measure(engine, questions, sets=names, documents=documents, cache=cache, progress=progress)
    if reused := outcome.about["reused_answers"]:
        messages.print(f"{reused} answers are those that this very engine gave before; --fresh asks anew.")
    return outcome


def _recorded(engine: "FactsheetQA", sets: Sequence[Path], questions: "Sequence[Question]", run: Path) -> "Outcome":
    """Judge the answers of another system."""
    from qa.evaluate.evaluation import judge_recorded
    from qa.evaluate.recorded_answers import load_answers

    seen = load_answers(run, questions)
    return judge_recorded(engine, seen, answers=run.name, sets=[path.name for path in sets])


def _cache(index: str | Path, settings: "Settings") -> "AnswerCache | None":
    """The kept answers of this engine; none where they cannot be kept."""
    from qa.evaluate.cache import AnswerCache, cache_folder

    try:
        return AnswerCache.of_index(index, settings, cache_folder() / "answers")
    except OSError as error:
        warn(f"answers are not kept for the next run: {error}")
        return None


def _index_seconds(engine: "FactsheetQA", settings: "Settings") -> "Estimate | None":
    from qa.evaluate.index_time import index_seconds

    with progress_bars() as progress:
        return index_seconds(engine, settings, progress)


def _show(outcome: "Outcome", json: Path | None) -> None:
    """Print the figures as tables, or as JSON alone where that is asked for."""
    from qa.commands.evaluation_tables import print_arms, print_modes, print_run
    from qa.evaluate.reports.rows import format_interval, format_number, outcome_to_json

    if json == STANDARD_OUTPUT:
        print_json(outcome_to_json(outcome))
        return
    print_run(console, outcome.records)
    if outcome.extractive:
        print_modes(console, outcome.extractive, outcome.records)
    if outcome.known:
        print_arms(console, outcome.records, outcome.known)
    if (seconds := outcome.index_seconds) is not None:
        console.print(
            f"\nIndexing: {format_number(seconds)} s a document ({format_interval(seconds)}, n = {seconds.n})"
        )


def _write_files(
    outcome: "Outcome", engine: "FactsheetQA", json: Path | None, markdown: Path | None, report: Path | None
) -> None:
    """Write the files that were asked for."""
    from qa.evaluate.reports.html.page import run_to_html
    from qa.evaluate.reports.markdown import run_to_markdown
    from qa.evaluate.reports.rows import outcome_to_json

    if json is not None and json != STANDARD_OUTPUT:
        _write(json, json_format.dumps(outcome_to_json(outcome), ensure_ascii=False, indent=1) + "\n")
    if markdown is not None:
        _write(markdown, run_to_markdown(outcome.records, outcome.known, outcome.extractive))
    if report is not None:
        _write(report, run_to_html(outcome, engine))


def _compare(before: "Sequence[QuestionRecord]", outcome: "Outcome", max_drop: float, *, quiet: bool) -> None:
    """Print what changed against the baseline, and leave with 4 if the run is worse."""
    from qa.commands.evaluation_tables import print_comparison
    from qa.evaluate.baseline import compare_runs

    comparison = compare_runs(before, outcome.records)
    print_comparison(messages if quiet else console, comparison, max_drop)
    if comparison.regressed(max_drop):
        raise typer.Exit(REGRESSED)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
