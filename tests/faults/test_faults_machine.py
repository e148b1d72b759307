"""Full disks, read-only folders, two writers, many readers, a clock that goes back."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from faults_material import FULL, answers, build, remove_first, writer
from faults_process import Zygote
from quick_index import reading, written

from index.errors import IndexWriteError
from index.folder.health import verify

READERS, UPDATES = (50, 20) if FULL else (6, 5)


def test_a_full_disk_is_told_and_nothing_is_lost(
    tmp_path: Path, small_disk: Callable[[str], Path], zygotes: Callable[[], Zygote]
) -> None:
    files = tmp_path / "files"
    written(files, "small", 1)
    index = small_disk("size=400k") / "index"
    build(index, files)
    before = answers(index)
    written(files, "large", 1, passages=2000)
    with pytest.raises(IndexWriteError, match="make room"):
        build(index, files)
    assert answers(index) == before
    assert not verify(index).faults
    small_disk("size=40m")
    build(index, files)
    assert answers(index) != before
    assert not verify(index).faults
    assert not verify(index).left_over


def test_every_place_where_the_disk_may_be_full(tmp_path: Path, small_disk: Callable[[str], Path]) -> None:
    files = tmp_path / "files"
    written(files, "first", 1)
    disk = small_disk("size=64m")
    build(disk / "index", files)
    before = answers(disk / "index")
    written(files, "second", 1, passages=40)
    build(disk / "whole", files)
    after, needed = answers(disk / "whole"), _blocks(disk / "whole")
    shutil.rmtree(disk / "whole")
    outcomes = set()
    for room in range(0, needed * 3 // 2, 1 if FULL else 5):
        shutil.copytree(disk / "index", disk / "copy")
        ballast = disk / "ballast"
        _fill(ballast, disk, room)
        try:
            build(disk / "copy", files)
        except IndexWriteError:
            outcomes.add(answers(disk / "copy"))
        else:
            outcomes.add("built")
            assert answers(disk / "copy") == after
        assert not verify(disk / "copy").faults
        ballast.unlink()
        build(disk / "copy", files)
        assert answers(disk / "copy") == after
        shutil.rmtree(disk / "copy")
    assert outcomes <= {before, after, "built"}
    assert {before, "built"} <= outcomes


def _blocks(folder: Path) -> int:
    return sum(-(-file.stat().st_size // 4096) for file in folder.rglob("*") if file.is_file())


def _fill(ballast: Path, disk: Path, but: int) -> None:
    """Fill a disk except that many blocks of 4 KiB."""
    ballast.touch()
    free = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free.f_bavail * free.f_bsize - but * 4096, 1))


def test_a_folder_that_cannot_be_written_is_read_and_told(tmp_path: Path, small_disk: Callable[[str], Path]) -> None:
    files = tmp_path / "files"
    written(files, "first", 1)
    index = small_disk("size=40m") / "index"
    build(index, files)
    before = answers(index)
    small_disk("ro,size=40m")
    assert answers(index) == before
    assert not verify(index).faults
    written(files, "second", 1)
    for change in (build, remove_first):
        with pytest.raises(IndexWriteError, match="permit"):
            change(index, files)
    assert answers(index) == before


def test_of_two_writers_one_is_told_to_wait(quick_path: Path, zygotes: Callable[[], Zygote]) -> None:
    files, more = quick_path / "files", quick_path / "more"
    written(files, "country", 1)
    path = written(more, "other", 1)
    with writer(quick_path / "index") as first:
        first.add(reading(path), path)
        told = str(zygotes().run("build", quick_path / "index", files))
        assert told.startswith("IndexBusyError")
        assert "try again" in told
        first.commit()
    build(quick_path / "whole", more)
    assert answers(quick_path / "index") == answers(quick_path / "whole")


def test_two_writers_at_once_come_one_after_the_other(quick_path: Path, zygotes: Callable[[], Zygote]) -> None:
    files = quick_path / "files"
    for number in range(4):
        written(files, f"country{number}", 1)
    both = [zygotes(), zygotes()]
    for zygote in both:
        zygote.start("build", quick_path / "index", files)
    outcomes = [zygote.wait() for zygote in both]
    assert None in outcomes
    assert all(outcome is None or str(outcome).startswith("IndexBusyError") for outcome in outcomes)
    build(quick_path / "whole", files)
    assert answers(quick_path / "index") == answers(quick_path / "whole")
    assert not verify(quick_path / "index").left_over


def test_readers_see_whole_generations_while_a_writer_changes_everything(
    quick_path: Path, zygotes: Callable[[], Zygote]
) -> None:
    files, index, stop = quick_path / "files", quick_path / "index", quick_path / "stop"
    written(files, "alpha", 1)
    written(files, "beta", 1)
    build(index, files)
    readers = [zygotes() for _ in range(READERS)]
    for reader in readers:
        reader.start("read", index, stop)
    for edition in range(2, UPDATES + 2):
        written(files, "alpha", edition)
        written(files, "beta", edition)
        build(index, files)
    stop.touch()
    openings = [reader.wait() for reader in readers]
    assert all(isinstance(count, int) and count > 0 for count in openings), openings
    remove_first(index, files)
    assert not verify(index).left_over
    assert not any(b"edition2 " in file.read_bytes() for file in index.rglob("*") if file.is_file())


def test_a_killed_reader_keeps_nothing(quick_path: Path, zygotes: Callable[[], Zygote]) -> None:
    files, index = quick_path / "files", quick_path / "index"
    written(files, "alpha", 1)
    build(index, files)
    reader = zygotes()
    child = reader.start("read", index, quick_path / "stop")
    time.sleep(0.5)
    os.kill(child, 9)
    assert reader.wait() == "killed"
    written(files, "alpha", 2)
    build(index, files)
    assert not verify(index).left_over


def test_a_clock_that_goes_back_changes_nothing(quick_path: Path) -> None:
    files, index = quick_path / "files", quick_path / "index"
    written(files, "alpha", 1)
    build(index, files)
    for path in (*index.rglob("*"), index):
        os.utime(path, (4e9, 4e9))
    path = written(files, "alpha", 2)
    os.utime(path, (1e9, 1e9))
    build(index, files)
    build(quick_path / "fresh", files)
    assert answers(index) == answers(quick_path / "fresh")
    assert not verify(index).left_over
