"""Many sessions ask at once, as the page does: does every one get its own right answer, and does memory stay flat?

    python -m benchmarks.load INDEX [--sessions 32] [--minutes 10]

Serves a copy of the index, lets every session ask over loopback, indexes another file in the middle, and writes the
figures. Each answer is compared with what the engine gives for that question alone; memory is the server's own.
"""

import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import httpx
import typer
from gradio_client import Client
from gradio_client.exceptions import AppError
from gradio_client.utils import QueueError

from benchmarks.material import write
from qa import FactsheetQA
from qa.examples import examples

WARM_UP = 0.2
"""Share of the time after which memory is first read."""
PAUSE = (4.0, 12.0)
"""Seconds in which a person reads an answer before asking again."""
PATIENCE = 60.0
"""Seconds after which a request that got no reply counts as an error."""
UNANSWERABLE = ("How do I bake sourdough bread?", "Who is the king of Mexico?")


@dataclass
class Outcome:
    """What the sessions met with."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def expected(index: Path) -> dict[str, Any]:
    """Questions with what the engine quotes for each when nobody else asks."""
    engine = FactsheetQA.open(index)
    questions = [*(example.question for example in examples(engine, 8)), *UNANSWERABLE]
    return {question: quotes(engine.ask(question).to_dict()) for question in questions}


def quotes(answer: dict[str, Any]) -> list[str]:
    """What an answer quotes, with its documents and pages."""
    return [f"{cited['document']} {cited['page']} {cited['quote']}" for cited in answer["citations"]]


@contextmanager
def served(index: Path) -> Iterator[tuple[str, int]]:
    """The address of a server over an index, and its process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {**os.environ, "FACTSHEET_QA_INDEX": str(index), "GRADIO_SERVER_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "app.py"], env=settings, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while not _is_ready(address):
            if server.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(0.2)
        yield address, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def _is_ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5):
            return True
    except (URLError, ConnectionError):
        return False


def session(address: str, wanted: dict[str, Any], until: float, seed: int, outcome: Outcome) -> None:
    """Ask until the time is over, with a short pause to read each answer."""
    choose = random.Random(seed)
    time.sleep(choose.uniform(0, PAUSE[1]))
    client = Client(address, verbose=False, analytics_enabled=False, httpx_kwargs={"timeout": PATIENCE})
    while time.monotonic() < until:
        time.sleep(choose.uniform(*PAUSE))
        question = choose.choice(list(wanted))
        started = time.monotonic()
        try:
            answer = client.predict(question, None, None, None, api_name="/ask")
        except (AppError, QueueError, httpx.HTTPError, OSError, ValueError) as error:
            with outcome.lock:
                outcome.errors.append(f"{type(error).__name__}: {error}")
            continue
        with outcome.lock:
            outcome.seconds.append(time.monotonic() - started)
            if answer["question"] != question or quotes(answer) != wanted[question]:
                outcome.wrong.append(question)
    client.close()


def watch(pid: int, start: float, until: float, outcome: Outcome) -> None:
    """Read the server's resident memory every few seconds after the warm-up."""
    time.sleep((until - start) * WARM_UP)
    while time.monotonic() < until:
        outcome.memory.append(resident(pid))
        time.sleep(2)


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def index_anew(index: Path, folder: Path) -> None:
    """Add a document to the index that is being served, with a program of its own."""
    (folder / "added.md").write_text("# Country factsheet: Nowhere (2023)\n\nNothing is known.\n", encoding="utf-8")
    command = [sys.executable, "-m", "qa", "index", str(folder / "added.md"), "--index", str(index)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def run(index: Path, sessions: int, minutes: float) -> dict[str, Any]:
    """The figures of one run over a copy of an index."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "index"
        shutil.copytree(index, copy)
        wanted, outcome = expected(copy), Outcome()
        with served(copy) as (address, pid):
            start = time.monotonic()
            until = start + 60 * minutes
            threads = [
                threading.Thread(target=session, args=(address, wanted, until, seed, outcome))
                for seed in range(sessions)
            ]
            threads.append(threading.Thread(target=watch, args=(pid, start, until, outcome)))
            for thread in threads:
                thread.start()
            time.sleep(60 * minutes / 2)
            index_anew(copy, Path(folder))
            for thread in threads:
                thread.join()
    return figures(outcome, sessions, minutes)


def figures(outcome: Outcome, sessions: int, minutes: float) -> dict[str, Any]:
    """What a run showed."""
    ordered = sorted(outcome.seconds)
    third = max(len(outcome.memory) // 3, 1)
    early, late = (statistics.median(part) for part in (outcome.memory[:third], outcome.memory[-third:]))
    return {
        "sessions": sessions,
        "minutes": minutes,
        "answers": len(ordered),
        "errors": outcome.errors,
        "wrong_or_mixed_up": outcome.wrong,
        "seconds_p50": round(statistics.median(ordered), 3),
        "seconds_p95": round(ordered[int(0.95 * (len(ordered) - 1))], 3),
        "memory_mb_early": round(early),
        "memory_mb_late": round(late),
        "memory_growth": round(late / early - 1, 4),
    }


def main(index: Path, sessions: int = 32, minutes: float = 10.0) -> None:
    """Measure and write the figures."""
    write("load", run(index, sessions, minutes))


if __name__ == "__main__":
    typer.run(main)
