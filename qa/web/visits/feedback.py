"""Visitors' ratings of answers, in JSON Lines files on this machine, in the form of question sets.

An answer rated right is gold: `confirmed.jsonl` is a question set ready to use. One rated wrong has no gold yet:
`disputed.jsonl` has the same fields, with the answer and the comment in the note, for an expert to complete.

Answers from a visitor's own documents are never recorded, because their quotes are private.
"""

import json
import logging
import os
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from qa.model import Answer, Citation
from qa.web.visits.turns import Turn, history

MAX_COMMENT_LENGTH = 1000
"""Maximum characters of a comment; the rest is cut."""
MAX_FILE_BYTES = 20_000_000
"""Maximum bytes of each file; further ratings are dropped."""
CONFIRMED, DISPUTED = "confirmed.jsonl", "disputed.jsonl"
"""Files of the answers rated right and wrong."""

_log = logging.getLogger(__name__)


class Feedback:
    """Two files of ratings in a folder that the first rating creates. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()

    def add(self, turns: list[Turn], number: int, right: bool, comment: str) -> None:
        """Record a rating of the answer of a turn (1-based), unless a visitor's own documents gave it."""
        turn = turns[number - 1]
        if turn.answer is None or turn.own:
            return
        before = [turn for turn in turns[: number - 1] if not turn.own]
        earlier = [{"question": question, "answer": answer} for question, answer in history(before)]
        line = {
            "id": f"feedback-{uuid4().hex[:12]}",
            "question": turn.question,
            "language": turn.answer.language,
            **(_gold(turn.answer, bool(earlier)) if right else _open()),
            "history": earlier,
            "note": _note(turn.answer, right, comment[:MAX_COMMENT_LENGTH]),
        }
        self._append(CONFIRMED if right else DISPUTED, line)

    def counts(self) -> tuple[int, int]:
        """Return how many answers were rated right and wrong."""
        right, wrong = (_lines(self._folder / name) for name in (CONFIRMED, DISPUTED))
        return right, wrong

    def _append(self, name: str, line: dict[str, Any]) -> None:
        content = (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "replace")
        with self._lock:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(file, "ab") as out:
                os.chmod(self._folder / name, 0o600)
                if out.tell() + len(content) > MAX_FILE_BYTES:
                    _log.warning("%s is full: move it away to keep further ratings", self._folder / name)
                    return
                out.write(content)


def _lines(path: Path) -> int:
    try:
        return path.read_bytes().count(b"\n")
    except OSError:
        return 0


def _gold(answer: Answer, follows: bool) -> dict[str, Any]:
    """Return the gold fields of a right answer, as in question sets."""
    if not answer.answered:
        return {"kind": "unanswerable", "answer": None, "answers": [], "evidence": []}
    if not answer.citations:
        return {"kind": "conversation", "answer": answer.text, "answers": [answer.text], "evidence": []}
    quotes = [" ".join(citation.quote.split()) for citation in answer.citations]
    several = len({citation.document for citation in answer.citations}) > 1
    kind = "comparison" if several else "follow_up" if follows else "factoid"
    evidence = [_evidence(citation) for citation in answer.citations]
    return {"kind": kind, "answer": "; ".join(quotes), "answers": quotes, "evidence": evidence}


def _evidence(citation: Citation) -> dict[str, Any]:
    place = {"document": citation.document, "page": citation.page, "section": citation.section}
    return {"quote": citation.quote, **place, "row": citation.row, "column": citation.column}


def _open() -> dict[str, Any]:
    """Return the empty gold fields of an answer that was rated wrong."""
    return {"kind": "factoid", "answer": None, "answers": [], "evidence": []}


def _note(answer: Answer, right: bool, comment: str) -> str:
    """Return the comment after the reason of a right refusal, or before the wrong answer."""
    if right:
        return ": ".join(part for part in (answer.reason or "", comment) if part) if answer.reason else comment
    return f"comment: {comment or 'none'}; answered: {answer.text}"
