"""Fit the engine's weights on development questions: `qa/retrieval/weights.json` and what the report shows of them.

`ranking` fits which passage shows the evidence, which one is to be quoted, which of its spans holds the answer and
how the reader changes their order (softmax over the candidates of a question); `confidence` fits whether the answer is
right (logistic). All have an L2 penalty and are judged with whole collections of documents left out. The signals come
from the engine itself, which reads, searches and ranks with the weights fitted so far.

    python -m benchmarks.fitting.fit ranking INDEX=SET... --parallel INDEX=SET=GOLD [--stage NAME] [--write]
    python -m benchmarks.fitting.fit confidence INDEX=SET... --off-topic INDEX=SET [--write]
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import typer

from benchmarks.fitting import confidence as confidence_model
from benchmarks.fitting.examples import (
    confidence_examples,
    hit_examples,
    passage_examples,
    rereading_examples,
    span_examples,
)
from benchmarks.fitting.models import Example, ablation, fit_ranking, left_out
from benchmarks.fitting.questions import Collections, FitQuestion, console, read_collections
from benchmarks.material import stored, write
from benchmarks.tables import write_tables
from qa.retrieval.weights import Weights, fitted

app = typer.Typer(help=__doc__, no_args_is_help=True)

_WEIGHTS = Path(__file__).parent.parent.parent / "qa" / "retrieval" / "weights.json"
StageName: TypeAlias = Literal["hits", "passages", "spans", "rereading"]
_STAGES: Mapping[StageName, Callable[[Sequence[FitQuestion], Weights], list[Example]]] = {
    "hits": hit_examples,
    "passages": passage_examples,
    "spans": span_examples,
    "rereading": rereading_examples,
}

Sets = Annotated[list[str], typer.Argument(help="INDEX=SET pairs: an index folder and a question set asked of it.")]
Parallel = Annotated[
    list[str] | None,
    typer.Option(help="INDEX=SET=GOLD: a set in another language, with the set that has its evidence."),
]
OffTopic = Annotated[list[str] | None, typer.Option(help="INDEX=SET pairs without any answerable question.")]
Stage = Annotated[StageName | None, typer.Option(help="Fit only this one.")]
Penalty = Annotated[float, typer.Option(help="Strength of the L2 penalty.")]
Write = Annotated[bool, typer.Option("--write", help="Write weights and report.")]


@app.command()
def ranking(
    sets: Sets, parallel: Parallel = None, stage: Stage = None, penalty: Penalty = 1.0, save: Write = False
) -> None:
    """Fit the four ranking models, and show what each signal adds and what unseen collections gain."""
    collections = {
        name: [one for one in found if one.question.answerable]
        for name, found in read_collections(sets, parallel or (), ()).items()
    }
    weights, report = fitted(), {}
    for name in (stage,) if stage else _STAGES:
        examples = {collection: _STAGES[name](found, weights) for collection, found in collections.items()}
        everything = [one for found in examples.values() for one in found]
        report[name] = ablation(everything, penalty)
        report[name]["collections left out"] = left_out(examples, getattr(fitted(), name), penalty)
        weights = replace(weights, **{name: fit_ranking(everything, penalty)})
    _finish(weights, report, save)


@app.command()
def confidence(
    sets: Sets,
    parallel: Parallel = None,
    off_topic: OffTopic = None,
    penalty: Penalty = 3.0,
    save: Write = False,
) -> None:
    """Fit the confidence and its threshold, and show what they do on collections that were left out."""
    collections = _found(read_collections(sets, parallel or (), off_topic or ()))
    judged = {name: confidence_examples(found, fitted()) for name, found in collections.items()}
    weights, report = confidence_model.fit_confidence(fitted(), judged, penalty)
    _finish(weights, {"confidence": report}, save)


def _found(collections: Collections) -> Collections:
    """Return the questions that are answered by their best span."""
    return {name: [one for one in questions if one.is_found] for name, questions in collections.items()}


def _finish(weights: Weights, report: Mapping[str, Any], save: bool) -> None:
    """Print the report, and write it with the weights if asked to; figures of the other command are kept."""
    console.print_json(data={"weights": asdict(weights), **report})
    if save:
        _WEIGHTS.write_text(json.dumps(asdict(weights), indent=1) + "\n", encoding="utf-8")
        write("fit", {**stored("fit"), **report})
        write_tables()


if __name__ == "__main__":
    app()
