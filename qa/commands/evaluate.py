"""The command `evaluate`: measure the engine on question sets."""

from pathlib import Path
from typing import Annotated

import typer

from qa.commands.evaluation_output import ReportFiles, show_comparison, show_outcome
from qa.commands.evaluation_runs import EvaluationRequest, Mode, run_evaluation
from qa.commands.options import DocumentOption, IndexOption

REGRESSED = 4
"""Exit code when a gated measure dropped against the baseline."""


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
        bool, typer.Option("--own-texts", help="Index and search the texts contained in SQuAD and BEIR sets.")
    ] = False,
    index_time: Annotated[
        bool, typer.Option("--index-time", help="Re-index into a temporary folder and time it.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ignore cached answers.")] = False,
    mode: Annotated[
        Mode, typer.Option(help="generated: by the language model of the settings, beside the quotes alone.")
    ] = Mode.EXTRACTIVE,
    run: Annotated[
        Path | None, typer.Option(help="Judge the answers of another system in this file, and ask nothing.")
    ] = None,
    index: IndexOption = None,
) -> None:
    """Measure search, answers, citations and refusals on question sets."""
    from qa.evaluate.baseline import compare_runs, load_baseline

    request = EvaluationRequest(sets, document, index, own_texts, index_time, fresh, mode, run)
    files = ReportFiles(json, markdown, report)
    files.check()
    before = load_baseline(baseline) if baseline is not None else None
    outcome, engine = run_evaluation(request)
    files.write(outcome, engine)
    show_outcome(outcome, as_json=files.json_printed)
    if before is None:
        return
    comparison = compare_runs(before, outcome.records)
    show_comparison(comparison, max_drop, json_printed=files.json_printed)
    if comparison.regressed(max_drop):
        raise typer.Exit(REGRESSED)
