"""Reading and embedding by any executor: by processes, and by a Dask cluster whose worker is killed again and again."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

from index.stores import store_at
from qa import FactsheetQA
from qa.cluster import cluster
from qa.errors import UsageError
from qa.indexing.build import update
from qa.settings import Settings

FACTS = "# Country factsheet: Land{number} (2023)\n\n## 1. Policy\n\nLand{number} funds {number} clusters.\n"
PATIENCE_S = 240
AT_ONCE = 3
KILLED = 2


@pytest.fixture
def settings() -> Settings:
    return Settings(embedder="bge-small-en-v1.5", threads=1)


class Growing:
    """A folder that grows and is indexed by an executor; each time exactly the new files must be made."""

    def __init__(self, folder: Path, place: str | Path, settings: Settings, executor: Executor) -> None:
        self.folder, self.store, self._settings, self._executor = folder, store_at(place), settings, executor
        self.count = 0
        folder.mkdir()
        (folder / "empty.md").write_text("")

    def grow(self) -> None:
        names = [f"land{self.count + number}.md" for number in range(AT_ONCE)]
        for name in names:
            (self.folder / name).write_text(FACTS.format(number=self.count))
            self.count += 1
        report = update(self.store, [self.folder], self._settings, executor=self._executor)
        assert sorted(report.indexed) == sorted(names)
        assert [refusal.name for refusal in report.refused] == ["empty.md"]

    def check(self) -> None:
        """See that each document is there once, whole, and as this process makes it."""
        names = [document.name for document in self.store.open().documents]
        assert sorted(names) == sorted(f"land{number}.md" for number in range(self.count))
        health = self.store.health()
        assert (health.documents, health.faults, health.left_over) == (self.count, (), "")
        here = FactsheetQA.build([self.folder], index=self.folder.parent / "here", settings=self._settings)
        there = FactsheetQA.open(self.store.place, self._settings)
        for name in names:
            assert list(there.passages(name)) == list(here.passages(name))
        found = [each.search("How many clusters does Land2 fund?", k=1)[0] for each in (here, there)]
        assert found[0].text == found[1].text
        assert found[0].score == pytest.approx(found[1].score, abs=0.2)


def test_a_pool_of_processes_reads_and_embeds(tmp_path: Path, settings: Settings) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        growing = Growing(tmp_path / "files", tmp_path / "index", settings, pool)
        growing.grow()
        growing.check()


def test_a_cluster_that_loses_a_worker_again_and_again_makes_each_document_once(
    place: str | Path, settings: Settings, tmp_path: Path
) -> None:
    with scheduler(tmp_path) as address, workers(address, tmp_path) as killed, cluster(address) as executor:
        growing = Growing(tmp_path / "files", place, settings, executor)
        while len(killed) < KILLED:
            growing.grow()
    growing.check()


def test_a_cluster_that_is_not_there_is_told() -> None:
    with (
        pytest.raises(UsageError, match="no Dask scheduler answers at tcp://127.0.0.1:1"),
        cluster("tcp://127.0.0.1:1"),
    ):
        pass


def test_the_missing_extra_is_named() -> None:
    code = "import sys; sys.modules['distributed'] = None; from qa.cli import main; main()"
    command = [sys.executable, "-c", code, "index", ".", "--cluster", "tcp://127.0.0.1:1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "factsheet-qa[dask]" in " ".join(done.stderr.split())


def dask(*arguments: str, log: Path) -> subprocess.Popen[bytes]:
    """A part of a cluster in a process of its own."""
    # Machines that come and go, as here, do not speak against a file.
    environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1000"}
    command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
    with log.open("ab") as file:
        return subprocess.Popen(command, stdout=file, stderr=file, env=environment)


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """A scheduler on a free port; its address."""
    log = folder / "scheduler.log"
    process = dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show", log=log)
    try:
        yield waited_for(log, "Scheduler at:").split()[-1]
    finally:
        process.kill()
        process.wait()


@contextmanager
def workers(address: str, folder: Path) -> Iterator[list[int]]:
    """Two workers, of which one is killed soon after it has joined, and replaced, again and again; the killed ones."""
    killed: list[int] = []
    stop = threading.Event()

    def start(name: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = folder / f"{name}.log"
        arguments = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder / name))
        return dask("worker", address, *arguments, log=log), log

    def kill_again_and_again() -> None:
        while not stop.is_set():
            process, log = start(f"doomed{len(killed)}")
            waited_for(log, "Registered to:")
            stop.wait(1)
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed.append(process.pid)

    lasting, log = start("lasting")
    waited_for(log, "Registered to:")
    thread = threading.Thread(target=kill_again_and_again)
    thread.start()
    try:
        yield killed
    finally:
        stop.set()
        thread.join()
        lasting.kill()
        lasting.wait()


def waited_for(log: Path, words: str) -> str:
    """The line of a log that holds these words, once it is there."""
    for _ in range(PATIENCE_S * 10):
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        if found := [line for line in lines if words in line]:
            return found[0]
        threading.Event().wait(0.1)
    raise AssertionError(f"{words!r} never came in {log}: {log.read_text()[-2000:]}")
