"""What the adapter of a peer does: index files, search them. Python's own library only, as it runs everywhere."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.lines import serve

PASSAGES = 10
"""How many passages are asked for."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was found: its text, its file's name and, where known, its 1-based page and its row's label."""

    text: str
    document: str
    page: int | None = None
    row: str | None = None


class Peer(Protocol):
    """A library as its documentation says to use it."""

    def index(self, files: Sequence[Path]) -> int:
        """Forget what was indexed, index these files, and return the number of passages."""
        ...

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """The k best passages, best first."""
        ...


def serve_peer(peer: Peer) -> None:
    """Answer requests: `{"index": [path, …]}` and `{"search": question, "k": 10}`."""

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        if "index" in request:
            return {"passages": peer.index([Path(path) for path in request["index"]])}
        return {"found": [asdict(passage) for passage in peer.search(request["search"], request["k"])]}

    serve(answer)
