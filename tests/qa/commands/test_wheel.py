"""The wheel works in an environment of its own, where no development dependency can be imported.

The environment sees the packages that are installed here, without a second download of two gigabytes. What the wheel
does not require, directly or through its requirements, cannot be imported there.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
FACTSHEET = """# Country factsheet: Zubrowka (2023)

## 1. Cluster policy

The Alpine Programme was started in 2016. It is funded by the Ministry of Mountains.
"""
QUESTION = {
    "id": "z-1", "question": "When was the Alpine Programme started?", "kind": "date", "answer": "2016",
    "answers": ["2016"], "evidence": [{"quote": "The Alpine Programme was started in 2016."}], "language": "en",
}  # fmt: skip
REFUSAL = """\
import sys
from importlib.abc import MetaPathFinder

REFUSED = frozenset({refused!r})


class NotRequired(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in REFUSED:
            raise ModuleNotFoundError(f"{{name}} is not required by the wheel", name=name)


sys.meta_path.insert(0, NotRequired())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the tracked files."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.split("\0"):
        if name and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(source))
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `factsheet-qa` of an environment with the wheel and nothing that it does not require."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    pip("--python", str(folder / "bin" / "python"), "install", "--no-deps", "--no-index", str(wheel))
    (packages,) = folder.glob("lib/python*/site-packages")
    # A folder named in a .pth file is searched last, and the .pth files in it are not read.
    (packages / "installed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (packages / "sitecustomize.py").write_text(REFUSAL.format(refused=sorted(refused_modules(wheel))))
    return folder / "bin" / "factsheet-qa"


def pip(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def refused_modules(wheel: Path) -> set[str]:
    """Return the top-level modules that are installed here but not required by the wheel."""
    required = set(closure(requirements_of(wheel)))
    return {
        module
        for module, owners in packages_distributions().items()
        if not required & {canonicalize_name(owner) for owner in owners}
        and module not in ("app", "corpus", "index", "qa")
    }


def requirements_of(wheel: Path) -> list[Requirement]:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Metadata.from_email(archive.read(name), validate=False).requires_dist or []


def closure(requirements: list[Requirement]) -> Iterator[str]:
    """Yield the names of all distributions that requirements without extras bring, directly or not."""
    waiting, seen = [(requirement, "") for requirement in requirements], set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        yield name
        for wanted in {"", *requirement.extras} - {extra for found, extra in seen if found == name}:
            seen.add((name, wanted))
            waiting += [(each, wanted) for each in requirements_installed(name)]


def requirements_installed(name: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in distribution(name).requires or []]
    except PackageNotFoundError:
        return []


def run(program: Path, *arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command away from the repository, without what the tests add to the path of modules."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FACTSHEET_QA_"))}
    done = subprocess.run(
        [program, *arguments], cwd=program.parent, env=settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done


def test_the_wheel_contains_the_packages_alone(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"app.py", "corpus", "index", "qa"}
    assert not any("factsheet_sources" in name for name in names)


def test_development_dependencies_cannot_be_imported(program: Path) -> None:
    code = "import importlib.util, sys; sys.exit(importlib.util.find_spec('qa') is None); "
    assert run(program.with_name("python"), "-c", code).returncode == 0
    for module in ("pytest", "hypothesis", "reportlab", "playwright"):
        done = run(program.with_name("python"), "-c", f"import {module}", code=1)
        assert "is not required by the wheel" in done.stderr


def test_the_installed_program_indexes_answers_and_measures(program: Path, tmp_path: Path) -> None:
    (tmp_path / "zubrowka_2023.md").write_text(FACTSHEET)
    (tmp_path / "set.jsonl").write_text(json.dumps(QUESTION) + "\n")
    place = ("--index", tmp_path / "index")
    assert run(program, "--version").stdout.startswith("factsheet-qa ")
    assert "1 indexed" in run(program, "index", tmp_path / "zubrowka_2023.md", *place).stdout
    answer = json.loads(run(program, "ask", str(QUESTION["question"]), *place, "--json").stdout)
    assert answer["answered"]
    assert "2016" in answer["citations"][0]["quote"]
    run(program, "evaluate", tmp_path / "set.jsonl", *place, "--fresh", "--report", tmp_path / "report.html")
    assert "set.jsonl" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_installed_server_needs_an_index_and_nothing_else(program: Path, tmp_path: Path) -> None:
    assert "no index" in run(program, "serve", "--index", tmp_path / "none", code=3).stderr.lower()
