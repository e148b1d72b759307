"""Few processes read many files, one after the other, and each file as a process of its own would."""

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from corpus.errors import ReadError
from corpus.limits import Limits
from corpus.read import read_file
from corpus.reading_pool import ReadingPool
from corpus.serialization import reading_to_json
from qa.settings import ENVIRONMENT_PREFIX, Settings

SPY = "import os, pathlib; (pathlib.Path({folder!r}) / str(os.getpid())).touch()"
"""Python runs a `sitecustomize.py` that it finds as it starts; this one leaves a file named by the process."""


@pytest.fixture
def processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which each new Python process leaves a file."""
    folder = tmp_path / "processes"
    folder.mkdir()
    (tmp_path / "sitecustomize.py").write_text(SPY.format(folder=str(folder)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return folder


def sheets(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"elbonia_{number}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(f"Elbonia has had policy number {number} for its firms since 2019.")
    return paths


def test_one_process_reads_many_files(processes: Path, tmp_path: Path) -> None:
    paths = sheets(tmp_path, 5)
    with ReadingPool() as pool:
        pooled = [reading_to_json(pool.read(path, Limits())) for path in paths]
        assert len(list(processes.iterdir())) == 1
    assert pooled == [reading_to_json(read_file(path)) for path in paths]


def test_after_a_fault_the_next_file_gets_a_new_process(processes: Path, tmp_path: Path) -> None:
    good, other = sheets(tmp_path, 2)
    with ReadingPool() as pool:
        pool.read(good, Limits())
        (process,) = processes.iterdir()
        os.kill(int(process.name), signal.SIGKILL)
        with pytest.raises(ReadError, match="stopped by the system") as caught:
            pool.read(other, Limits())
        assert not caught.value.is_lasting
        assert pool.read(other, Limits()).passages
        assert len(list(processes.iterdir())) == 2


def test_files_with_other_limits_are_read_within_those(tmp_path: Path) -> None:
    (path,) = sheets(tmp_path, 1)
    with ReadingPool() as pool:
        assert pool.read(path, Limits()).passages
        with pytest.raises(ReadError, match="took longer"):
            pool.read(path, Limits(seconds=0.01))
        assert pool.read(path, Limits()).passages


def test_several_threads_read_at_a_time(processes: Path, tmp_path: Path) -> None:
    paths = sheets(tmp_path, 8)
    with ReadingPool() as pool, ThreadPoolExecutor(2) as threads:
        readings = list(threads.map(lambda path: pool.read(path, Limits()), paths))
    assert [reading.document.name for reading in readings] == [path.name for path in paths]
    assert len(list(processes.iterdir())) <= 2


def test_closing_ends_what_is_being_read(processes: Path, tmp_path: Path) -> None:
    pipe_like = tmp_path / "long.txt"
    pipe_like.write_text("Elbonia has had a policy for its firms since the year 2019.\n\n" * 50_000)
    pool, refused = ReadingPool(), []

    def read() -> None:
        try:
            pool.read(pipe_like, Limits())
        except ReadError as error:
            refused.append(error)

    thread = Thread(target=read)
    thread.start()
    while not list(processes.iterdir()):
        time.sleep(0.01)
    pool.close()
    thread.join(20)
    assert not thread.is_alive()
    assert [error.is_lasting for error in refused] == [False]
    with pytest.raises(ReadError, match="interrupted"):
        pool.read(pipe_like, Limits())


def test_messages_name_settings_that_exist(tmp_path: Path) -> None:
    (path,) = sheets(tmp_path, 1)
    named = set()
    for limits in (Limits(seconds=0.01), Limits(memory_bytes=60_000_000), Limits(text_bytes=5)):
        with pytest.raises(ReadError) as caught:
            read_file(path, limits)
        named.add(caught.value.reason.split()[-1])
    assert named <= {f"{ENVIRONMENT_PREFIX}{field.upper()}" for field in Settings.model_fields}
    assert len(named) == 3


def test_what_a_library_prints_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import atexit, builtins, json\n"
        "loads = json.loads\n"
        f"json.loads = lambda *a, **k: (print({json.dumps({'refused': 'no'})!r}), loads(*a, **k))[1]\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (path,) = sheets(tmp_path, 1)
    with ReadingPool() as pool:
        assert pool.read(path, Limits()).passages
