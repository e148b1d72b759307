"""A development question with the best spans that the engine finds for it, as the reader sees them."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MinedQuestion:
    """A question in English or translated word by word, and spans under their labels, the engine's best first.

    `collection` is the folder of the index that was asked; `right` says of each span whether it holds the answer, and
    `scores` are those of the ranking before the reader. None is right for a question that the documents do not answer.
    """

    collection: str
    question: str
    is_answerable: bool
    texts: tuple[str, ...]
    right: tuple[bool, ...]
    scores: tuple[float, ...]


def write_mined(path: Path, questions: Iterable[MinedQuestion]) -> int:
    """Write questions as gzipped JSON lines and return their number."""
    lines = [json.dumps(asdict(question), ensure_ascii=False) + "\n" for question in questions]
    path.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    return len(lines)


def read_mined(path: Path) -> list[MinedQuestion]:
    """Return the questions of a file that `write_mined` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return [
        MinedQuestion(**line | {name: tuple(line[name]) for name in ("texts", "right", "scores")}) for line in lines
    ]
