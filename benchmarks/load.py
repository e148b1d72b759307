"""Test the page under load: does each of many sessions get its own right answers, and does memory stay flat?

    python -m benchmarks.load [FOLDER] [--sessions 32] [--minutes 10] [--hostile]

Serves an index of a folder of factsheets, by default the bundled ones. Every session opens the page, asks, asks again
in the same conversation, starts another one and closes its tab now and then. Halfway through, one file changes but
keeps its words, and another process updates the index. With `--hostile`, hostile visitors attack the server from a
third of the run on until shortly before its end (`benchmarks.hostile_visitors`). Each answer is compared with the
engine's quotes without load, and each conversation with what its session asked; memory is the server's own. The exit
code is 1 if anything failed.
"""

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from benchmarks.hostile_visitors import Attack, attackers
from benchmarks.material import BUNDLED, write
from benchmarks.serving import served
from benchmarks.tab import Tab, Trouble
from qa import FactsheetQA
from qa.web.example_questions import examples
from qa.web.translations import translations_for
from qa.web.views.labels import place

WARM_UP = 0.2
"""Share of the run after which memory is first read."""
FLAT = 0.05
"""Maximum growth of memory after that, as a share."""
PAUSE = (4.0, 12.0)
"""Range of the pause in which a person reads an answer, in seconds."""
PATIENCE = 60.0
"""Maximum time of a request before it counts as an error, in seconds."""
CONVERSATIONS = 5
"""Number of conversations in a tab before it is closed and another one opened."""
ATTACKED = (0.35, 0.85)
"""Shares of the run after which hostile visitors come and go."""
UNANSWERABLE = ("How do I bake sourdough bread?", "Who is the king of Mexico?")

Quotes = list[tuple[str, str]]
Wanted = dict[tuple[str | None, str], Quotes]
"""Expected quotes (file, page and words) of a question by the question before it, if any."""


@dataclass
class Outcome:
    """The results of all sessions; `seconds` has the time when a question was asked and that until its answer."""

    seconds: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    mixed_up: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def expected(index: Path) -> Wanted:
    """Return the engine's quotes for each question, alone and after each other one, without load."""
    engine = FactsheetQA.open(index)
    questions = [*(example.question for example in examples(engine, count=6)), *UNANSWERABLE]
    alone = {question: engine.ask(question).text for question in questions}
    return {
        (earlier, question): quotes(engine, question, [(earlier, alone[earlier])] if earlier else [])
        for earlier in (None, *questions)
        for question in questions
    }


def quotes(engine: FactsheetQA, question: str, history: list[tuple[str, str]]) -> Quotes:
    """Return an answer's quotes with documents and pages; none for a refusal."""
    answer = engine.ask(question, history=history)
    return [(f"{cited.document} · {place(cited, translations_for('en'))}", cited.quote) for cited in answer.citations]


def session(address: str, wanted: Wanted, until: float, seed: int, outcome: Outcome) -> None:
    """Open tabs and ask in them until the time is over."""
    choose = random.Random(seed)
    time.sleep(choose.uniform(0, PAUSE[1]))
    while time.monotonic() < until:
        try:
            with Tab(address, PATIENCE) as tab:
                for _ in range(CONVERSATIONS):
                    if time.monotonic() < until:
                        converse(tab, wanted, choose, outcome)
        except (Trouble, httpx.HTTPError, ValueError) as error:
            with outcome.lock:
                outcome.errors.append(f"{type(error).__name__}: {error}")


def converse(tab: Tab, wanted: Wanted, choose: random.Random, outcome: Outcome) -> None:
    """Ask two questions in one conversation, with a pause to read each answer, and check what is shown."""
    asked: list[str] = []
    for _ in range(2):
        question = choose.choice([question for _, question in wanted])
        started = time.monotonic()
        shown, cards = tab.ask(question)
        earlier = asked[-1] if asked else None
        asked.append(question)
        with outcome.lock:
            outcome.seconds.append((started, time.monotonic() - started))
            if shown != asked:
                outcome.mixed_up.append(f"asked {asked}, shown {shown}")
            elif cards != wanted[earlier, question]:
                outcome.wrong.append(f"{question} (after {earlier})")
        time.sleep(choose.uniform(*PAUSE))
    tab.new_conversation()


def watch(pid: int, start: float, until: float, outcome: Outcome) -> None:
    """Read the server's resident memory every two seconds after the warm-up."""
    time.sleep((until - start) * WARM_UP)
    while time.monotonic() < until:
        outcome.memory.append(resident(pid))
        time.sleep(2)


def resident(pid: int) -> float:
    """Return the resident memory of a process in megabytes."""
    fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def index_anew(factsheets: Path, index: Path) -> None:
    """Change a file and update the index that is being served, in another process.

    The file's bytes differ after its end; all that is quoted stays.
    """
    changed = next(file for file in sorted(factsheets.iterdir()) if file.suffix == ".pdf")
    with changed.open("ab") as file:
        file.write(b"\n% another version\n")
    command = [sys.executable, "-m", "qa", "index", str(factsheets), "--index", str(index), "--json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    if json.loads(done.stdout)["indexed"] != [changed.name]:
        raise SystemExit(f"{changed.name} was not re-indexed")


@dataclass(frozen=True)
class Plan:
    """When a run begins and ends, and when hostile visitors are there; never if `hostile` is False."""

    start: float
    minutes: float
    hostile: bool

    def at(self, share: float) -> float:
        """Return the time when a share of the run has passed."""
        return self.start + 60 * self.minutes * share

    def is_attacked(self, when: float) -> bool:
        """Return True if hostile visitors were there."""
        return self.hostile and self.at(ATTACKED[0]) <= when <= self.at(ATTACKED[1])


def attack(address: str, plan: Plan, outcomes: Counter[tuple[str, str]]) -> None:
    """Let hostile visitors come and go at their times."""
    attacked = Attack(address, outcomes=outcomes)
    time.sleep(max(plan.at(ATTACKED[0]) - time.monotonic(), 0))
    threads = attackers(attacked)
    time.sleep(max(plan.at(ATTACKED[1]) - time.monotonic(), 0))
    attacked.over.set()
    for thread in threads:
        thread.join()


def run(folder: Path, sessions: int, minutes: float, hostile: bool) -> dict[str, Any]:
    """Run once over an index of a copy of a folder's files and return the figures."""
    outcomes: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as place:
        factsheets, index = Path(place) / "factsheets", Path(place) / "index"
        shutil.copytree(folder, factsheets)
        FactsheetQA.build([factsheets], index=index)
        wanted, outcome = expected(index), Outcome()
        with served(index) as (address, pid):
            plan = Plan(time.monotonic(), minutes, hostile)
            until = plan.at(1)
            threads = [
                threading.Thread(target=session, args=(address, wanted, until, seed, outcome))
                for seed in range(sessions)
            ]
            threads.append(threading.Thread(target=watch, args=(pid, plan.start, until, outcome)))
            if hostile:
                threads.append(threading.Thread(target=attack, args=(address, plan, outcomes)))
            for thread in threads:
                thread.start()
            time.sleep(60 * minutes / 2)
            index_anew(factsheets, index)
            for thread in threads:
                thread.join()
    tries = {f"{kind}: {result}": count for (kind, result), count in sorted(outcomes.items())}
    return {**figures(outcome, sessions, plan), "hostile": tries}


def figures(outcome: Outcome, sessions: int, plan: Plan) -> dict[str, Any]:
    """Summarise a run."""
    third = max(len(outcome.memory) // 3, 1)
    early, late = (statistics.median(part) for part in (outcome.memory[:third], outcome.memory[-third:]))
    growth = round(late / early - 1, 4)
    attacked = [seconds for when, seconds in outcome.seconds if plan.is_attacked(when)]
    return {
        "sessions": sessions,
        "minutes": plan.minutes,
        "answers": len(outcome.seconds),
        "errors": outcome.errors,
        "wrong": outcome.wrong,
        "mixed_up": outcome.mixed_up,
        **quantiles("seconds", [seconds for when, seconds in outcome.seconds if not plan.is_attacked(when)]),
        **quantiles("attacked_seconds", attacked),
        "attacked_answers": len(attacked),
        "memory_mb": [round(value) for value in outcome.memory[::15]],
        "memory_mb_early": round(early),
        "memory_mb_late": round(late),
        "memory_growth": growth,
        "holds": not (outcome.errors or outcome.wrong or outcome.mixed_up) and growth <= FLAT,
    }


def quantiles(name: str, seconds: list[float]) -> dict[str, float | None]:
    """Return the median and the 95th percentile; None if there are no values."""
    ordered = sorted(seconds)
    shares = {"p50": 0.5, "p95": 0.95}
    return {
        f"{name}_{label}": round(ordered[int(share * (len(ordered) - 1))], 3) if ordered else None
        for label, share in shares.items()
    }


def main(
    folder: Annotated[Path, typer.Argument()] = BUNDLED,
    sessions: int = 32,
    minutes: float = 10.0,
    hostile: bool = False,
) -> None:
    """Measure and write the figures."""
    found, name = run(folder, sessions, minutes, hostile), "load_attacked" if hostile else "load"
    write(name, found)
    if not found["holds"]:
        raise SystemExit(f"it does not hold: see benchmarks/results/{name}.json")


if __name__ == "__main__":
    typer.run(main)
