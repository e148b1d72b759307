"""Compare this project with LangChain, LlamaIndex, Haystack and txtai: same files, questions and weights, one run.

    python -m benchmarks.compare_peers [--set NAME]... [--peer NAME]... [--no-costs] [--no-write]

Each peer runs in an environment of its own, by its adapter in `benchmarks/peers/`. Every question goes to all of them
in turn before the next one is asked, in an order that moves on by one, so that a busy machine is busy for all.
"""

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import getloadavg
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.environments import Environment, EnvironmentFailure
from benchmarks.material import stored, write
from benchmarks.peer_sets import PeerSet, peer_sets
from benchmarks.worker import Worker, WorkerError
from qa.evaluate.metrics.evidence_match import page_rank, passage_rank
from qa.evaluate.metrics.ranking import DEPTH, by_question
from qa.evaluate.question import Question
from qa.model import Hit

MEASURES = ("R@1", "R@5", "nDCG@10", "page R@1", "page R@5")

console = Console(width=150)


@dataclass(frozen=True, slots=True)
class Contender:
    """A peer under measurement: the adapter's module, its environment and its arguments."""

    name: str
    module: str
    environment: str
    arguments: tuple[str, ...] = ()

    def install(self) -> Path:
        """Install its environment, unless that was done, and return the interpreter; raises `EnvironmentFailure`."""
        return Environment(self.environment).make()

    def start(self) -> Worker:
        """Start its process; raises `EnvironmentFailure` or `WorkerError`."""
        return Worker(self.name, self.install(), f"benchmarks.peers.{self.module}", self.arguments)


CONTENDERS = (
    Contender("this project", "ours", "ours"),
    Contender("this project, MiniLM", "ours", "ours", ("all-MiniLM-L6-v2",)),
    Contender("LangChain", "langchain", "langchain"),
    Contender("LangChain hybrid", "langchain", "langchain", ("hybrid",)),
    Contender("LlamaIndex", "llamaindex", "llamaindex"),
    Contender("LlamaIndex hybrid", "llamaindex", "llamaindex", ("hybrid",)),
    Contender("LlamaIndex hybrid, 1,024 tokens", "llamaindex", "llamaindex", ("hybrid", "large")),
    Contender("Haystack hybrid", "haystack", "haystack"),
    Contender("txtai hybrid", "txtai", "txtai"),
    Contender("haiku.rag", "haiku", "haiku"),
)


@dataclass(slots=True)
class Seen:
    """The results of one contender on one set."""

    passages: int = 0
    index_seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    ranks: dict[str, int | None] = field(default_factory=dict)
    page_ranks: dict[str, int | None] = field(default_factory=dict)

    def add(self, question: Question, hits: Sequence[Hit], seconds: float) -> None:
        """Judge one answer. Evidence is matched by the rules of `qa.evaluate.metrics.evidence_match`, for all alike."""
        self.milliseconds.append(seconds * 1000)
        self.words.append(sum(len(hit.text.split()) for hit in hits[:5]))
        self.ranks[question.id] = passage_rank(question, hits)
        self.page_ranks[question.id] = page_rank(question, hits)

    def to_json(self, paged: bool) -> dict[str, float | None]:
        """Return the figures of the set."""
        passages = _means(by_question(self.ranks))
        pages = _means(by_question(self.page_ranks)) if paged else {}
        figures = passages | {f"page {name}": value for name, value in pages.items()}
        # The first search also loads what is loaded late; it has a figure of its own.
        warm = self.milliseconds[1:]
        return {
            **{name: figures.get(name) for name in MEASURES},
            "passages": self.passages,
            "words_in_five": median(self.words),
            "index_seconds": self.index_seconds,
            "first_ms": self.milliseconds[0],
            "p50_ms": float(np.percentile(warm, 50)),
            "p95_ms": float(np.percentile(warm, 95)),
        }


def _means(values: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([one[name] for one in values.values()])) for name in next(iter(values.values()))}


def hits_of(reply: Mapping[str, Any]) -> list[Hit]:
    """Convert a worker's passages to hits, so that they are judged like the project's own."""
    return [
        Hit(
            text=one["text"], context="", document=one["document"], country=None, year=None, page=one["page"],
            section="", row=one["row"], column=None, boxes=(), score=0.0,
        )
        for one in reply["found"]
    ]  # fmt: skip


def asked_as(question: Question) -> str:
    """Return the query for search: a follow-up has the previous question in front of it, for every peer."""
    before = f"{question.history[-1].question} " if question.history else ""
    return before + question.question


class Run:
    """The contenders that are running, and the reasons why others are not."""

    def __init__(self, contenders: Sequence[Contender]) -> None:
        self.workers: dict[str, Worker] = {}
        self.failed: dict[str, str] = {}
        for contender in contenders:
            try:
                self.workers[contender.name] = contender.start()
            except (EnvironmentFailure, WorkerError) as error:
                self.failed[contender.name] = str(error)

    def on(self, peer_set: PeerSet) -> dict[str, Seen]:
        """Index and ask one set."""
        seen = self._indexed(peer_set.files)
        for number, question in enumerate(track(peer_set.questions, peer_set.name, console=console)):
            names = list(self.workers)
            shift = number % max(1, len(names))
            for name in names[shift:] + names[:shift]:
                start = perf_counter()
                reply = self._ask(name, search=asked_as(question), k=DEPTH)
                if reply is not None:
                    seen[name].add(question, hits_of(reply), perf_counter() - start)
        return {name: one for name, one in seen.items() if name in self.workers}

    def _indexed(self, files: Sequence[Path]) -> dict[str, Seen]:
        seen: dict[str, Seen] = defaultdict(Seen)
        for name in list(self.workers):
            start = perf_counter()
            reply = self._ask(name, index=[str(path) for path in files])
            if reply is not None:
                seen[name].passages, seen[name].index_seconds = reply["passages"], perf_counter() - start
        return seen

    def _ask(self, name: str, **request: object) -> dict[str, Any] | None:
        """Return a reply, or None from a worker that ended; it leaves the run, and the reason is recorded."""
        try:
            return self.workers[name].ask(**request)
        except WorkerError as error:
            self.failed[name] = str(error)
            self.workers.pop(name).close()
            return None

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers.values():
            worker.close()


def first_answers(contenders: Sequence[Contender], peer_set: PeerSet) -> dict[str, dict[str, float]]:
    """Measure each contender alone: seconds to import, to index and to the first answer, and peak memory."""
    figures = {}
    for contender in track(contenders, "Alone", console=console):
        try:
            with contender.start() as worker:
                start = perf_counter()
                worker.ask(index=[str(path) for path in peer_set.files])
                indexed = perf_counter()
                worker.ask(search=asked_as(peer_set.questions[0]), k=DEPTH)
                figures[contender.name] = {
                    "import_seconds": worker.start_seconds,
                    "index_seconds": indexed - start,
                    "first_answer_seconds": worker.start_seconds + perf_counter() - start,
                    "peak_mb": worker.peak_mb,
                    "installed_mb": Environment(contender.environment).size_mb(),
                }
        except (EnvironmentFailure, WorkerError):
            continue
    return figures


def print_set(name: str, by_contender: Mapping[str, Mapping[str, float | None]]) -> None:
    """Print the table of a set."""
    table = Table("", *next(iter(by_contender.values())), title=name, title_justify="left")
    for contender, figures in by_contender.items():
        cells = ["–" if one is None else f"{one:.2f}" if one <= 1 else f"{one:.0f}" for one in figures.values()]
        table.add_row(contender, *cells)
    console.print(table)


def main(
    chosen_sets: Annotated[list[str] | None, typer.Option("--set", help="Only these sets; others keep theirs.")] = None,
    peer: Annotated[list[str] | None, typer.Option(help="Only these contenders; nothing is written then.")] = None,
    costs: Annotated[bool, typer.Option("--costs/--no-costs", help="Measure what each needs alone, too.")] = True,
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write benchmarks/results/peers.json.")] = True,
) -> None:
    """Measure all that run here and write the figures after each set."""
    contenders = [one for one in CONTENDERS if peer is None or one.name in peer]
    keep = write if save and peer is None else _forget
    result: dict[str, Any] = {"questions": {}, "sets": {}, "load": {}, "alone": {}, "cannot_run": {}} | stored("peers")
    with tempfile.TemporaryDirectory() as scratch:
        sets = [one for one in peer_sets(Path(scratch)) if chosen_sets is None or one.name in chosen_sets]
        if costs:
            result["alone"] = {"set": sets[0].name, **first_answers(contenders, sets[0])}
        run = Run(contenders)
        for one in sets:
            result["sets"][one.name] = _plain(run.on(one), one)
            result["questions"][one.name] = len(one.questions)
            result["load"][one.name] = round(getloadavg()[1], 1)
            result["cannot_run"] = run.failed
            keep("peers", result)
            print_set(one.name, result["sets"][one.name])
        run.close()
    console.print(result["alone"])
    for name, reason in run.failed.items():
        console.print(f"{name} cannot run: {reason}", markup=False)


def _forget(name: str, result: Mapping[str, Any]) -> None:
    """Write nothing."""


def _plain(seen: Mapping[str, Seen], peer_set: PeerSet) -> dict[str, dict[str, float | None]]:
    paged = any(path.suffix == ".pdf" for path in peer_set.files)
    return {name: one.to_json(paged) for name, one in seen.items()}


if __name__ == "__main__":
    typer.run(main)
