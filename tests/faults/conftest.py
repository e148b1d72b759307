"""Processes that change an index, and folders for it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from faults_material import FULL
from faults_process import Zygote

MEMORY = Path("/dev/shm")


@pytest.fixture
def quick_path() -> Iterator[Path]:
    """Return a folder in memory if possible: syncing a disk takes most of the time, and no test here cuts the power."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Return a function that mounts a small disk, or changes its options; needs root, which the full form must have."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(options: str) -> Path:
        if os.geteuid() != 0:
            reason = "only root can mount a small disk: run `make test-faults` as root"
            pytest.fail(reason) if FULL else pytest.skip(reason)
        again = "remount," if os.path.ismount(disk) else ""
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", again + options, "tmpfs", str(disk)], check=False)
        if done.returncode and not FULL:
            pytest.skip("this machine lets not even root mount a small disk")
        assert done.returncode == 0
        return disk

    yield mount
    if os.path.ismount(disk):
        subprocess.run(["umount", str(disk)], check=True)


@pytest.fixture
def zygotes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Zygote]]:
    """Return a function that starts zygotes."""
    made: list[Zygote] = []

    def make() -> Zygote:
        made.append(Zygote(tmp_path_factory.mktemp("results")))
        return made[-1]

    yield make
    for zygote in made:
        zygote.close()
