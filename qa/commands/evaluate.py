"""`evaluate`: how well the engine does on question sets."""

import json as json_format
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress

from qa.commands.options import DocumentOption, IndexOption, index_folder
from qa.commands.output import console, messages, print_json
from qa.errors import UsageError

if TYPE_CHECKING:
    from qa.evaluate.questions import Question
    from qa.evaluate.record import Record

REGRESSED = 4


def evaluate(
    sets: Annotated[list[Path], typer.Argument(metavar="SET...", help="Question sets: JSON Lines, or SQuAD JSON.")],
    document: DocumentOption = None,
    json: Annotated[
        Path | None, typer.Option("--json", help="Write figures and a record for each question to this file; - prints.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="A file that --json wrote: exit with 4 if this run is worse.")
    ] = None,
    max_drop: Annotated[
        float, typer.Option(min=0, max=1, help="How far the share right or rightly refused may drop.")
    ] = 0.02,
    index: IndexOption = None,
) -> None:
    """Measure search, answers, citations and refusals on question sets."""
    from qa.evaluate.baseline import compare, load_baseline
    from qa.evaluate.questions import load_question_sets
    from qa.evaluate.report import print_comparison, print_run, run_to_json

    folder = index_folder(index)
    questions = load_question_sets(sets)
    before = load_baseline(baseline) if baseline is not None else None
    records, about = _run(folder, questions, document)
    about |= {"sets": [path.name for path in sets], "documents": document}
    if json == Path("-"):
        print_json(run_to_json(records, about))
    else:
        print_run(console, records)
    if json is not None and json != Path("-"):
        _write(json, run_to_json(records, about))
    if before is None:
        return
    comparison = compare(before, records)
    print_comparison(messages if json == Path("-") else console, comparison)
    if comparison.regressed(max_drop):
        raise typer.Exit(REGRESSED)


def _run(
    folder: Path, questions: "Sequence[Question]", documents: Sequence[str] | None
) -> "tuple[list[Record], dict[str, Any]]":
    """Run the questions under a progress bar; also what was run, for the JSON."""
    from qa import FactsheetQA
    from qa.evaluate.run import evaluate as run
    from qa.evaluate.sources import PageTexts

    engine = FactsheetQA.open(folder)
    sources = PageTexts.of_index(folder)
    with Progress(console=messages) as progress:
        task = progress.add_task("Asking", total=len(questions))
        records = run(engine, questions, documents=documents, sources=sources, progress=lambda: progress.advance(task))
    return records, {"index": [asdict(document) for document in engine.documents()]}


def _write(path: Path, run: dict[str, Any]) -> None:
    try:
        path.write_text(json_format.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
