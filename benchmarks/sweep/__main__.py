"""Read all files of folders: what is refused and why, what it costs, and which words are lost.

    python -m benchmarks.sweep FOLDER... [--name NAME] [--limit N] [--no-ocr] [--details] [--no-write]

Each file is read as the index reads it, in a limited process. Words kept are measured for PDFs, against PDFium's words.
Processor time is that of all child processes, which Linux counts in hundredths of a second.
"""

import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from benchmarks.material import stored, write
from benchmarks.sweep.words_kept import lost_words, word_count
from benchmarks.worker import Worker, WorkerError
from corpus.errors import CorpusError, ReadError
from corpus.file_search import find_files
from corpus.limits import Limits
from corpus.reading_pool import ReadingPool
from corpus.serialization import Reading

console = Console()
SHOWN = 10
"""Number of slowest files, and of files with the most lost words, that are shown."""
SHOWN_WORDS = 12
"""Number of lost words shown for a file."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What reading one file gave; `words` and `lost` are for PDFs that PDFium can read."""

    name: str
    seconds: float
    cpu_seconds: float
    pages: int = 0
    refused: str = ""
    warnings: tuple[str, ...] = ()
    words: int = 0
    lost: tuple[str, ...] = ()

    @property
    def cpu_per_page(self) -> float:
        """Return processor seconds per page; a file without pages counts as one."""
        return self.cpu_seconds / max(1, self.pages)

    @property
    def kept(self) -> float | None:
        """Return the share of words kept; None if there are none to keep."""
        return 1 - len(self.lost) / self.words if self.words else None


class PageWords:
    """PDFium in a process of its own, which is started again after a file that ended it."""

    def __init__(self) -> None:
        self._worker = self._start()

    def of(self, path: Path) -> Sequence[Sequence[str]]:
        """Return the lines of each page; none if PDFium cannot read the file."""
        try:
            pages: Sequence[Sequence[str]] = self._worker.ask(path=str(path))["pages"]
        except WorkerError:
            self._worker.close()
            self._worker = self._start()
            return []
        return pages

    def close(self) -> None:
        """End the process."""
        self._worker.close()

    @staticmethod
    def _start() -> Worker:
        return Worker("page words", sys.executable, "benchmarks.sweep.page_words")


def read_one(path: Path, pool: ReadingPool, limits: Limits, page_words: PageWords) -> FileResult:
    """Read a file and compare its passages with PDFium's words."""
    start, used = time.perf_counter(), _cpu_of_children()
    try:
        reading: Reading | None = pool.read(path, limits)
        refused = ""
    except ReadError as error:
        reading, refused = None, error.reason
    seconds, cpu_seconds = time.perf_counter() - start, _cpu_of_children() - used
    if reading is None:
        return FileResult(path.name, seconds, cpu_seconds, refused=refused)
    lines = page_words.of(path) if path.suffix.lower() == ".pdf" else []
    lost = tuple(word for page in lost_words(lines, reading.passages) for word in page)
    pages = reading.document.page_count or 0
    return FileResult(
        path.name, seconds, cpu_seconds, pages, warnings=reading.warnings, words=word_count(lines), lost=lost
    )


def summary(results: Sequence[FileResult]) -> dict[str, Any]:
    """Return the figures of all files."""
    read = [one for one in results if not one.refused]
    shares = [one.kept for one in read if one.kept is not None]
    words = sum(one.words for one in read)
    return {
        "files": len(results),
        "refused": len(results) - len(read),
        "reasons": _counted(one.refused for one in results if one.refused),
        "with_warnings": sum(bool(one.warnings) for one in read),
        "pages": sum(one.pages for one in read),
        "seconds": round(sum(one.seconds for one in results), 1),
        "cpu_seconds": round(sum(one.cpu_seconds for one in results), 1),
        "cpu_ms_per_page_median": round(1000 * median(one.cpu_per_page for one in read), 1) if read else None,
        "cpu_s_per_page_max": round(max((one.cpu_per_page for one in results), default=0.0), 2),
        "words_kept": round(1 - sum(len(one.lost) for one in read) / words, 5) if words else None,
        "pdfs_with_words": len(shares),
        "pdfs_keeping_99_5_percent": sum(share >= 0.995 for share in shares),
    }


def print_summary(found: Mapping[str, Any]) -> None:
    """Print the figures, a line each."""
    for name, value in found.items():
        if name != "reasons":
            console.print(f"{name.replace('_', ' ')}: {value}", markup=False)
    for reason, count in found["reasons"].items():
        console.print(f"  {count} x {reason}", markup=False, soft_wrap=True)


def print_details(results: Sequence[FileResult]) -> None:
    """Print the refused files, the slowest ones, and those with the most lost words."""
    for one in results:
        if one.refused:
            console.print(f"refused: {one.name}: {one.refused}", markup=False, soft_wrap=True)
    for one in sorted(results, key=lambda one: -one.cpu_per_page)[:SHOWN]:
        console.print(f"slow: {one.name}: {one.cpu_per_page:.2f} s a page, {one.pages} pages", markup=False)
    losing = [one for one in results if one.kept is not None and one.lost]
    for one in sorted(losing, key=lambda one: one.kept or 0.0)[:SHOWN]:
        words = " ".join(one.lost[:SHOWN_WORDS])
        console.print(f"lost: {one.name}: {len(one.lost)} of {one.words} words: {words}", markup=False, soft_wrap=True)


def main(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER...")],
    name: Annotated[str, typer.Option(help="The name of this sweep in the result.")] = "sweep",
    limit: Annotated[int | None, typer.Option(min=1, help="Read only the first N files.")] = None,
    ocr: Annotated[bool, typer.Option(help="Read scans, which takes some seconds a page.")] = True,
    details: Annotated[bool, typer.Option("--details", help="List refused and slow files, and lost words.")] = False,
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write benchmarks/results/sweep.json.")] = True,
) -> None:
    """Read all files and write the figures."""
    try:
        files = find_files(folders)[:limit]
    except CorpusError as error:
        raise SystemExit(str(error)) from error
    page_words, limits = PageWords(), Limits(ocr=ocr)
    with ReadingPool() as pool:
        named = track(files, "Reading", console=Console(stderr=True))
        results = [read_one(path, pool, limits, page_words) for path in named]
    page_words.close()
    found = summary(results)
    print_summary(found)
    if details:
        print_details(results)
    if save:
        write("sweep", {"sweeps": stored("sweep").get("sweeps", {}) | {name: found}})


def _cpu_of_children() -> float:
    """Return the processor seconds of this process's children, those that have ended and those that run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + sum(_cpu_of(pid) for pid in _children())


def _children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()


def _cpu_of(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _counted(reasons: Iterable[str]) -> dict[str, int]:
    """Count reasons, with their numbers masked, the most frequent first."""
    return dict(Counter(re.sub(r"\d[\d,.]*", "N", reason) for reason in reasons).most_common())


if __name__ == "__main__":
    typer.run(main)
