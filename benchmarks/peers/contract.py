"""The contract of a peer's adapter: index files and search them. Standard library only, as it runs everywhere."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.lines import serve

PASSAGES = 10
"""Number of passages requested per question."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage found: its text, file name and, if known, 1-based page and row label."""

    text: str
    document: str
    page: int | None = None
    row: str | None = None


class Peer(Protocol):
    """A library, used as its documentation describes."""

    def index(self, files: Sequence[Path]) -> int:
        """Discard the previous index, index these files, and return the number of passages."""
        ...

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Return the k best passages, best first."""
        ...


def serve_peer(peer: Peer) -> None:
    """Answer requests: `{"index": [path, …]}` and `{"search": question, "k": 10}`."""

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        if "index" in request:
            return {"passages": peer.index([Path(path) for path in request["index"]])}
        return {"found": [asdict(passage) for passage in peer.search(request["search"], request["k"])]}

    serve(answer)
