"""Small files, and an embedder that can be watched, for the tests of the index."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from index.base import Embedder, Vectors
from index.contract import Store
from index.folder.health import verify
from index.folder.reader import PassageIndex

Build: TypeAlias = Callable[..., Path]
"""See the fixture `build`."""
Place: TypeAlias = str | Path
Write: TypeAlias = Callable[..., Store]
"""See the fixture `write`."""

FUNDS = """# Country factsheet Sylvania

## 1. Cluster policy

The national programme gives four million crowns to each cluster every year.

## 2. Continuity

The harvest fund ended early because the auditors found no results.
"""
PORTS = """# Country factsheet Ruritania

## 1. Ports

Three ports on the southern coast handle the exports of timber and salt.
"""


def clean(index: Path | Store) -> bool:
    """Return True if everything in an index is as written, and it has no unused files."""
    found = verify(index) if isinstance(index, Path) else index.health()
    return not found.faults and not found.left_over


def mapped(file: Path) -> bool:
    """Return True if a file is mapped: checked by its size when it is opened, by its digest in `verify`."""
    postings = file.name.startswith(("stems-", "pieces-")) and not file.name.endswith("-lengths.npy")
    return postings or file.name in ("tokens.npy", "word_boxes.npy", "text_keys.npy", "words.npy")


def for_writers(file: Path) -> bool:
    """Return True if only the writer reads a file of an index."""
    if "documents" in file.parts:
        passages = file.name.startswith(("passages", "token", "word_box", "seal"))
        return not passages
    return "generations" in file.parts


def read_all(folder: Path) -> None:
    """Open an index and read all passages and their tokens."""
    index = PassageIndex.open(folder)
    for number, _ in enumerate(index.passages):
        index.token_vectors(number)


class Counting:
    """An embedder that delegates all work and records the texts that it was given."""

    def __init__(self, inner: Embedder) -> None:
        self.name, self.dimensions = inner.name, inner.dimensions
        self.passages: list[str] = []
        self.questions: list[str] = []
        self._inner = inner

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.passages += texts
        return self._inner.embed_passages(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        self.questions += texts
        return self._inner.embed_questions(texts)


class Elsewhere:
    """A reader of an index in another process; a context manager."""

    _SCRIPT = """
import sys
from index.stores import store_at
index = store_at(sys.argv[1]).open()
print("open", flush=True)
for line in sys.stdin:
    print(json.dumps(eval(line)), flush=True)
"""

    def __init__(self, place: str | Path) -> None:
        self._command = [sys.executable, "-c", f"import json{self._SCRIPT}", str(place)]

    def __enter__(self) -> "Elsewhere":
        self.process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._line() == "open\n"
        return self

    def ask(self, expression: str) -> object:
        """Return the value of an expression over `index` there."""
        assert self.process.stdin is not None
        self.process.stdin.write(expression + "\n")
        self.process.stdin.flush()
        return json.loads(self._line())

    def __exit__(self, *_: object) -> None:
        """Kill the process: its lease must end with it."""
        self.process.kill()
        self.process.communicate()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()
