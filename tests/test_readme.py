"""The README's example does what the README says, and README and docs stay short."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST_README = 600
"""Maximum number of words in the README."""
LONGEST_DOCUMENTATION = 11_500
"""Maximum number of words in all pages of docs/: whoever adds a page cuts another."""


def block(language: str, text: str) -> str:
    """The first block of code in that language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert found is not None, f"the README has no block of {language}"
    return found[1]


def test_the_example_prints_what_the_readme_shows(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = block("python", readme)
    shown = block("text", readme.split(example, 1)[1])
    # The example names files of the repository and writes its index into the folder that it is run in.
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    (tmp_path / "example.py").write_text(example, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "example.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == shown.strip()


def test_the_table_of_figures_is_that_of_the_results() -> None:
    from benchmarks.tables import END, START, headline_table

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.split(START, 1)[1].split(END, 1)[0].strip() == headline_table().strip()


def test_the_readme_is_short() -> None:
    words = (ROOT / "README.md").read_text(encoding="utf-8").split()
    assert len(words) <= LONGEST_README


def test_the_documentation_is_short() -> None:
    words = sum(len(page.read_text(encoding="utf-8").split()) for page in (ROOT / "docs").glob("*.md"))
    assert words <= LONGEST_DOCUMENTATION
