"""kill -9 at random moments: afterwards an index answers as before or as after, never in between."""

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults_material import RUNS, answers, build
from faults_process import Zygote
from quick_index import written

from index.folder.health import verify


@dataclass
class Change:
    """A change to an index, with its answers before and after."""

    what: str
    index: Path
    files: Path
    before: str
    after: str
    seconds: float


@pytest.fixture
def change(request: pytest.FixtureRequest, quick_path: Path, zygotes: Callable[[], Zygote]) -> Change:
    kind = request.param
    files, index = quick_path / "files", quick_path / "before"
    for number in range(4):
        written(files, f"country{number}", 1)
    if kind != "first build":
        build(index, files)
    if kind == "update":
        (files / "country0.txt").unlink()
        written(files, "country1", 2)
        written(files, "country9", 1)
    what = "remove" if kind == "remove" else "build"
    done = quick_path / "done"
    if index.exists():
        shutil.copytree(index, done)
    zygote = zygotes()
    zygote.run("answers", index, files)
    start = time.perf_counter()
    assert zygote.run(what, done, files) is None
    return Change(what, index, files, answers(index), answers(done), time.perf_counter() - start)


@pytest.mark.parametrize("change", ["first build", "update", "remove"], indirect=True)
def test_a_killed_writer_leaves_the_index_as_before_or_as_after(
    change: Change, quick_path: Path, zygotes: Callable[[], Zygote]
) -> None:
    zygote, outcomes = zygotes(), {change.before: 0, change.after: 0}
    for seed in range(RUNS):
        index = quick_path / f"killed{seed}"
        if change.index.exists():
            shutil.copytree(change.index, index)
        for again in range(1 + seed % 3):
            delay = random.Random(f"{change.what} {seed} {again}").uniform(0, 1.2 * change.seconds)
            zygote.run(change.what, index, change.files, kill_after=delay)
            found = answers(index)
            assert found in outcomes, f"seed {seed}: in between"
            assert found == "missing" or not verify(index).faults, f"seed {seed}"
        outcomes[found] += 1
        assert zygote.run(change.what, index, change.files) is None
        assert answers(index) == change.after, f"seed {seed}"
        assert not verify(index).faults, f"seed {seed}"
        assert not verify(index).left_over, f"seed {seed}"
        shutil.rmtree(index)
    assert all(outcomes.values()), "no kill fell before, or none after, the switch: the moments are badly drawn"
