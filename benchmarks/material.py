"""Locate the material of the benchmarks, and read and write their results."""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

RESULTS = Path(__file__).parent / "results"
SHARED = Path(os.environ.get("FACTSHEET_QA_SHARED", "../shared"))
"""Folder of the material outside the repository."""
BUNDLED = Path(__file__).parent.parent / "corpus" / "factsheets"
BUNDLED_QUESTIONS = Path(__file__).parent.parent / "qa" / "questions" / "bundled.jsonl"
FACTSHEET = SHARED / "factsheets" / "mexico_2023.pdf"
QUESTIONS = SHARED / "questions" / "mexico_dev.jsonl"

FactsheetOption: TypeAlias = Annotated[Path, typer.Option(help="The factsheet that is indexed and asked.")]
QuestionsOption: TypeAlias = Annotated[Path, typer.Option(help="The question set.")]


def machine() -> dict[str, Any]:
    """Describe what figures depend on: cores, their load over the last 5 minutes, platform and versions."""
    packages = ("factsheet-qa", "onnxruntime", "faiss-cpu", "numpy")
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[1], 1),
        "platform": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in packages},
    }


def stored(name: str) -> dict[str, Any]:
    """Return the committed result of that name, for a run that updates part of it; empty if there is none."""
    path = RESULTS / f"{name}.json"
    if not path.is_file():
        return {}
    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {key: value for key, value in result.items() if key != "machine"}


def write(name: str, result: dict[str, Any]) -> None:
    """Write a result to `benchmarks/results/NAME.json`."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({"machine": machine(), **result}, ensure_ascii=False, indent=1)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
