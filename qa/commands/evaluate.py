"""The commands `evaluate` and `calibrate`: measure the engine on question sets, and adapt its confidence to them."""

from pathlib import Path
from typing import Annotated

import typer

from qa.commands.evaluation_output import ReportFiles, show_comparison, show_outcome
from qa.commands.evaluation_runs import EvaluationRequest, Mode, run_evaluation
from qa.commands.options import DocumentOption, IndexOption, index_place
from qa.commands.output import messages
from qa.commands.progress import step_progress

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


def calibrate(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET...", help="Question sets on the index's documents, with gold answers.")
    ],
    out: Annotated[Path, typer.Option(help="The file to write, to be named in FACTSHEET_QA_CALIBRATION.")] = Path(
        "calibration.json"
    ),
    index: IndexOption = None,
) -> None:
    """Fit the confidence, its threshold and the reader's scores to questions whose answers are known."""
    from qa.engine import FactsheetQA
    from qa.evaluate.calibrate import fit_calibration
    from qa.evaluate.question_sets.load import load_question_sets
    from qa.settings import Settings

    questions = load_question_sets(sets)
    settings = Settings(calibration="")
    engine = FactsheetQA.open(index_place(index), settings)
    with step_progress() as progress:
        found = fit_calibration(engine, questions, settings.reader, progress)
    out.write_text(found.calibration.model_dump_json(indent=1) + "\n", encoding="utf-8")
    messages.print(
        f"{found.questions} answers. Calibration error {found.error_before:.3f}, now {found.error_after:.3f} on "
        f"questions left out. The threshold {found.calibration.threshold:.2f} refuses {found.wrong_refused:.0%} of "
        f"the wrong and {found.right_refused:.0%} of the right answers.\nTo use it: FACTSHEET_QA_CALIBRATION={out}",
        highlight=False,
        soft_wrap=True,
    )
