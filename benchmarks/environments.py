"""Create an environment for each compared library, under `.cache/bench/`, when it is first needed.

Each is described by a file of pinned requirements, so that no peer is ever installed beside the project.
"""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache" / "bench"
REQUIREMENTS = Path(__file__).parent / "requirements"


class EnvironmentFailure(Exception):
    """An environment could not be created; the message is the installer's last line."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment named after its file in `benchmarks/requirements/`."""

    name: str

    @property
    def folder(self) -> Path:
        """Return its folder."""
        return CACHE / self.name

    @property
    def python(self) -> Path:
        """Return its interpreter."""
        return self.folder / "bin" / "python"

    def make(self) -> Path:
        """Install what is pinned, unless that was done already, and return the interpreter.

        Raises:
            EnvironmentFailure: pip could not install it.
        """
        pins = REQUIREMENTS / f"{self.name}.txt"
        stamp, digest = self.folder / "installed", hashlib.sha256(pins.read_bytes()).hexdigest()
        if stamp.is_file() and stamp.read_text() == digest:
            return self.python
        _run([sys.executable, "-m", "venv", "--clear", str(self.folder)])
        extra = os.environ.get("PIP_ARGS", "").split()
        constraints = ["-c", str(ROOT / "constraints.txt")]
        _run([str(self.python), "-m", "pip", "install", "-q", *extra, *constraints, "-r", str(pins)])
        stamp.write_text(digest)
        return self.python

    def size_mb(self) -> float:
        """Return its size on disk in megabytes, without following links."""
        return sum(path.lstat().st_blocks * 512 for path in self.folder.rglob("*")) / 1e6


def _run(command: list[str]) -> None:
    # pip runs in the repository's root, so that a requirement "." is the project itself.
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "ERROR" in line] or done.stderr.splitlines()
        raise EnvironmentFailure(errors[-1] if errors else f"pip ended with code {done.returncode}")
