"""The rules of the house that no linter watches over."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
import typer

from index.models.packaged_weights import PACKAGED
from qa import FactsheetQA
from qa.cli import app
from qa.evaluate.metrics.measures import MEASURES

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400
TO_THE_RIGHT = {"corpus": {"index", "qa", "app"}, "index": {"qa", "app"}, "qa": {"app"}}
COPIED_WORDS = 12
"""So many words in a row are a copy; fewer may be a name or a standard label."""


def tracked(*patterns: str) -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_files_do_one_thing() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in tracked("*.py")
    }
    assert lengths
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("package", TO_THE_RIGHT)
def test_a_package_imports_only_packages_to_its_left(package: str) -> None:
    files = tracked(f"{package}/*.py")
    assert files
    wrong = {str(path.relative_to(ROOT)): imported(path) & TO_THE_RIGHT[package] for path in files}
    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize("name", sorted(typer.main.get_command(app).commands))
def test_each_command_is_documented_with_its_options(name: str) -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert section is not None, f"docs/command-line.md has no section on {name}"
    options = [option for parameter in typer.main.get_command(app).commands[name].params for option in parameter.opts]
    assert [option for option in options if option.startswith("-") and option not in section[1]] == []


def test_each_call_of_the_engine_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    calls = [name for name in vars(FactsheetQA) if not name.startswith("_")]
    assert calls
    assert [name for name in calls if f"`qa.{name}(" not in text and f"`FactsheetQA.{name}(" not in text] == []


def test_each_packaged_model_is_documented_with_its_package_and_licence() -> None:
    lines = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").splitlines()
    for model in PACKAGED.values():
        assert any(line.startswith(f"| {model.name} | {model.package} | {model.licence} |") for line in lines), (
            model.name
        )


def test_each_measure_is_documented() -> None:
    text = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert [measure.name for measure in MEASURES if f"`{measure.name}`" not in text] == []


def test_nothing_of_the_published_factsheet_is_copied(shared: Path) -> None:
    published = words((shared / "factsheets" / "mexico_2023.txt").read_text(encoding="utf-8"))
    runs = {tuple(published[start : start + COPIED_WORDS]) for start in range(len(published) - COPIED_WORDS + 1)}
    texts = tracked(
        "*.py", "*.md", "*.toml", "*.json", "*.jsonl", "*.tsv", "*.txt", "*.yaml", "*.html", "*.js", "*.css"
    )
    copied = {}
    for path in texts:
        own = words(path.read_text(encoding="utf-8"))
        found = [
            own[start : start + COPIED_WORDS]
            for start in range(len(own))
            if tuple(own[start : start + COPIED_WORDS]) in runs
        ]
        if found:
            copied[str(path.relative_to(ROOT))] = " ".join(found[0])
    assert copied == {}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
