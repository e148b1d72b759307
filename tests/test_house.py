"""The rules of the house that no linter watches over."""

import ast
import re
import subprocess
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from docs.make_reference import PAGE, reference_text
from index.models.packaged_weights import PACKAGED
from qa import FactsheetQA
from qa.evaluate.metrics.measures import MEASURES

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400
TO_THE_RIGHT = {"corpus": {"index", "qa", "app"}, "index": {"qa", "app"}, "qa": {"app"}}
COPIED_WORDS = 12
"""So many words in a row are a copy; fewer may be a name or a standard label."""


MOST_MODULES = 15
"""Maximum number of modules in one folder."""
WAY_OF_A_QUESTION = ["text", "question", "retrieval", "answering", "engine", "web", "commands", "cli"]
"""Rooms of `qa` in the order in which a question passes them; each imports only rooms before it."""
BANNED = re.compile(
    r"\banew\b|\bthe trade\b|\bslips?\b|\bmend(?:s|ed|ing)?\b|\btold by\b|(?<!not_)(?<!not )\bheld\b|\bbear(?:s|ing)?\b"
    r"|\bparted\b|\bstands?\b(?! (?:alone|for))|\blet (?:be|go)\b|\bby and by\b|\bso (?:many|long)\b|\bgoes on\b"
    r"|\bof one's own\b|\bthat are none\b",
    re.IGNORECASE,
)
"""Phrases that a reader has to read twice."""
PROSE = [
    "*.py",
    "*.md",
    "*.js",
    "*.css",
    "*.html",
    "Makefile",
    "pyproject.toml",
    "constraints.txt",
    "qa/web/languages/en.toml",
]
WRITTEN_AS_DATA = ("tests/factsheet_sources/", "tests/test_house.py", "benchmarks/blind/", "benchmarks/families/")
"""Files whose words are content or the ban itself."""


def modules() -> dict[str, Path]:
    """Return the modules of the installed packages by dotted name."""
    return {
        str(path.relative_to(ROOT)).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path
        for path in tracked(*(f"{package}/*.py" for package in TO_THE_RIGHT))
    }


def imports_between(known: dict[str, Path]) -> set[tuple[str, str]]:
    """Return the imports among these modules as pairs of importing and imported module."""
    pairs = set()
    for name, path in known.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                targets = {f"{node.module}.{alias.name}" for alias in node.names} & known.keys() or {node.module}
                pairs |= {(name, target) for target in targets if target in known and target != name}
    return pairs


def rooms_of(folder: str, pairs: set[tuple[str, str]]) -> dict[str, set[str]]:
    """Return for each module or subfolder of a folder which others of the same folder it imports."""
    graph: dict[str, set[str]] = defaultdict(set)
    prefix = f"{folder}."
    for importing, target in pairs:
        if importing.startswith(prefix) and target.startswith(prefix):
            here, there = (name.removeprefix(prefix).split(".")[0] for name in (importing, target))
            if here != there:
                graph[here].add(there)
    return graph


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


def test_no_imports_run_in_a_circle() -> None:
    known = modules()
    pairs = imports_between(known)
    graph: dict[str, set[str]] = defaultdict(set)
    for importing, target in pairs:
        graph[importing].add(target)
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle
    for folder in {name.rpartition(".")[0] for name in known if "." in name}:
        TopologicalSorter(rooms_of(folder, pairs)).prepare()


def test_a_question_passes_the_rooms_of_qa_in_order() -> None:
    rooms = rooms_of("qa", imports_between(modules()))
    for place, room in enumerate(WAY_OF_A_QUESTION):
        later = set(WAY_OF_A_QUESTION[place + 1 :]) | ({"evaluate"} if room != "commands" and room != "cli" else set())
        assert rooms[room] & later == set(), room


def test_a_folder_shows_few_modules_at_once() -> None:
    counts: dict[str, int] = defaultdict(int)
    for path in modules().values():
        if path.name != "__init__.py":
            counts[str(path.parent.relative_to(ROOT))] += 1
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}


def test_public_names_are_unique() -> None:
    """The functions behind the commands may be named like what they call."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, path in modules().items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            is_public = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            if is_public and not node.name.startswith("_") and node.name != "main":
                places[node.name].append(name)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_views_leave_markup_to_templates() -> None:
    """Templates escape what they are given; markup in Python would have to remember to."""
    found = {}
    for path in tracked("qa/web/views/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        markup = [node.value for node in texts if re.search(r"(?<!\?P)</?[a-zA-Z!]|&#?\w+;", node.value)]
        if markup or "html" in imported(path):
            found[path.name] = markup
    assert found == {}


@pytest.mark.parametrize("pattern", PROSE)
def test_texts_are_written_in_plain_english(pattern: str) -> None:
    found = {}
    for path in tracked(pattern):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(WRITTEN_AS_DATA):
            lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
            found |= {f"{name}:{number}": line.strip() for number, line in lines if BANNED.search(line)}
    assert found == {}


def test_the_reference_of_commands_settings_and_endpoints_is_that_of_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_text(), "run python -m docs.make_reference"


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
