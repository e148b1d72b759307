"""Visitors' ratings of answers, in JSON Lines files on this machine, in the form of question sets.

An answer rated right is gold: `confirmed.jsonl` is a question set ready to use. One rated wrong has no gold yet:
`disputed.jsonl` has the same fields, with the answer and the comment in the note, for an expert to complete.
"""

import json
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from qa.model import Answer, Citation
from qa.web.visits.turns import Turn, history

MAX_COMMENT_LENGTH = 1000
"""Maximum characters of a comment; the rest is cut."""


class Feedback:
    """Two files of ratings in a folder that the first rating creates. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()

    def add(self, turns: list[Turn], number: int, right: bool, comment: str) -> None:
        """Record a rating of the answer of a turn (1-based)."""
        turn = turns[number - 1]
        if turn.answer is None:
            return
        earlier = [{"question": question, "answer": answer} for question, answer in history(turns[: number - 1])]
        line = {
            "id": f"feedback-{uuid4().hex[:12]}",
            "question": turn.question,
            "language": turn.answer.language,
            **(_gold(turn.answer, bool(earlier)) if right else _open()),
            "history": earlier,
            "note": _note(turn.answer, right, comment[:MAX_COMMENT_LENGTH]),
        }
        self._append("confirmed.jsonl" if right else "disputed.jsonl", line)

    def _append(self, name: str, line: dict[str, Any]) -> None:
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / name).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _gold(answer: Answer, follows: bool) -> dict[str, Any]:
    """Return the gold fields of a right answer, as in question sets."""
    if not answer.answered:
        return {"kind": "unanswerable", "answer": None, "answers": [], "evidence": []}
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
