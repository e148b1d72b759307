"""Write and read passages as lines of JSON."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, cast, get_type_hints

import numpy as np
from pydantic import BaseModel, ConfigDict, create_model

from corpus.model import Passage, WordBoxes

_ELSEWHERE = ("document_id", "word_boxes")


_STORED = tuple(field.name for field in fields(Passage) if field.name not in _ELSEWHERE)


_HINTS = get_type_hints(Passage)


_Row = cast(
    "type[BaseModel]",
    create_model(  # type: ignore[call-overload]  # the fields are only known at run time
        "_Row", __config__=ConfigDict(extra="forbid", strict=True), **{name: (_HINTS[name], ...) for name in _STORED}
    ),
)


def passage_lines(passages: Iterable[Passage]) -> str:
    """Return passages as JSON, one a line, without the fields in other files."""
    rows = ({name: getattr(passage, name) for name in _STORED} for passage in passages)
    return "".join(json.dumps(row) + "\n" for row in rows)


def passage_from(line: bytes | str, document_id: str, boxes: WordBoxes) -> Passage:
    """Return the passage of a line and its boxes; raises ValueError (ValidationError for the line)."""
    row = vars(_Row.model_validate_json(line))
    if not (_is_placed(row) and _are_boxes(boxes)):
        raise ValueError("it has no place")
    return Passage(document_id=document_id, word_boxes=boxes, **row)


def _is_placed(row: dict[str, Any]) -> bool:
    """Return True if the page and the selected range of a passage are possible."""
    page, chosen = row["page"], row["chosen"]
    return (page is None or page >= 1) and (chosen is None or min(chosen) >= 0)


def _are_boxes(boxes: WordBoxes) -> bool:
    """Return True if all numbers are finite and no word number is negative; pages are checked where they are drawn."""
    return bool(np.isfinite(boxes).all() and (boxes[:, :1] >= 0).all())
