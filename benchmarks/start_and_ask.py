"""Measure time, memory and disk of indexing, starting and answering.

    python -m benchmarks.start_and_ask [--factsheet FILE.pdf] [--questions SET.jsonl]

Each step runs in a process of its own, as a user's would.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import typer
from gradio_client import Client
from rich.console import Console

from benchmarks.material import FACTSHEET, QUESTIONS, FactsheetOption, QuestionsOption, write
from qa.evaluate.question_sets.load import load_question_sets

FIRST_QUESTION = "What is the overall budget of the cluster policy?"
PATIENCE = 120
"""Maximum time for the server to start, in seconds."""

# Prints seconds to import, to open and to answer first, milliseconds of every later answer, and the peak memory in kB.
ASK = """
import json, resource, sys, time
start = time.perf_counter()
from qa import FactsheetQA
imported = time.perf_counter()
qa = FactsheetQA.open(sys.argv[1])
opened = time.perf_counter()
qa.ask(sys.argv[2])
answered = time.perf_counter()
times = []
for question, history in json.load(sys.stdin):
    before = time.perf_counter()
    qa.ask(question, history=history)
    times.append((time.perf_counter() - before) * 1000)
print(json.dumps({"import_s": imported - start, "open_s": opened - imported, "first_answer_s": answered - opened,
                  "ask_ms": times, "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def main(factsheet: FactsheetOption = FACTSHEET, questions: QuestionsOption = QUESTIONS) -> None:
    """Measure and write the figures."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        result = {
            "factsheet": factsheet.name,
            "index_s": _index_seconds(factsheet, index),
            "index_again_s": _index_seconds(factsheet, index),
            "index_mb": _size(index) / 1e6,
            "environment_mb": _size(Path(sys.prefix)) / 1e6,
            **_ask(index, questions),
            **_serve(index),
        }
    rounded = {name: round(value, 2) if isinstance(value, float) else value for name, value in result.items()}
    Console().print_json(json.dumps(rounded))
    write("start_and_ask", rounded)


def _index_seconds(factsheet: Path, index: Path) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "qa", "index", str(factsheet), "--index", str(index)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _size(folder: Path) -> int:
    """Return bytes on disk, without following links."""
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))


def _ask(index: Path, questions: Path) -> dict[str, float]:
    """Time the first answer of a fresh process, and return median and 95th percentile of later answers."""
    asked = [
        (question.question, [(turn.question, turn.answer) for turn in question.history])
        for question in load_question_sets([questions])
    ]
    command = [sys.executable, "-c", ASK, str(index), FIRST_QUESTION]
    run = subprocess.run(command, input=json.dumps(asked), check=True, capture_output=True, text=True)
    found = json.loads(run.stdout)
    times = sorted(found["ask_ms"])
    return {
        "import_s": found["import_s"],
        "open_s": found["open_s"],
        "first_answer_s": found["first_answer_s"],
        "questions": len(times),
        "ask_p50_ms": times[len(times) // 2],
        "ask_p95_ms": times[int(len(times) * 0.95)],
        "peak_memory_mb": found["peak_kb"] / 1024,
    }


def _serve(index: Path) -> dict[str, float]:
    """Time the start of the server, and measure its resident memory after it has answered a question."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = os.environ | {"FACTSHEET_QA_INDEX": str(index), "GRADIO_SERVER_PORT": str(port)}
    start = time.perf_counter()
    server = subprocess.Popen([sys.executable, "app.py"], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        ready = time.perf_counter() - start
        Client(f"http://127.0.0.1:{port}", verbose=False).predict(FIRST_QUESTION, [], [], [], api_name="/ask")
        return {"server_ready_s": ready, "server_resident_mb": _resident_kb(server.pid) / 1024}
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"the server did not start within {PATIENCE} seconds")


def _resident_kb(process: int) -> int:
    """Return the resident memory of a process, from Linux's /proc."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


if __name__ == "__main__":
    typer.run(main)
