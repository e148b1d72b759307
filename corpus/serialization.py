"""Readings as JSON, to pass them between processes. No pickle, because files are not trusted."""

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from corpus.model import Block, Document, Passage, WordBoxes


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of one file: its document, blocks and passages."""

    document: Document
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...] = ()


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """Convert a reading to JSON-ready values."""
    return {
        "document": asdict(reading.document),
        "blocks": [_pack(block) for block in reading.blocks],
        "passages": [_pack(passage) for passage in reading.passages],
        "warnings": list(reading.warnings),
    }


def reading_from_json(values: Mapping[str, Any]) -> Reading:
    """Convert the values of `reading_to_json` back to a reading."""
    return Reading(
        Document(**values["document"]),
        tuple(Block(**_unpack(block) | {"section": tuple(block["section"])}) for block in values["blocks"]),
        tuple(Passage(**_unpack(passage) | {"chosen": _range(passage["chosen"])}) for passage in values["passages"]),
        tuple(values["warnings"]),
    )


def _pack(part: Block | Passage) -> dict[str, Any]:
    """Return the fields of a block or passage, the boxes as base64 of little-endian 32-bit floats."""
    values = {name: getattr(part, name) for name in part.__slots__}
    boxes = values["word_boxes"].astype("<f4")
    return values | {"word_boxes": base64.b64encode(boxes.tobytes()).decode("ascii")}


def _unpack(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with the boxes as an array."""
    return dict(values) | {"word_boxes": _boxes(values["word_boxes"])}


def _boxes(text: str) -> WordBoxes:
    """Decode boxes from base64."""
    return np.frombuffer(base64.b64decode(text), dtype="<f4").astype(np.float32).reshape(-1, 6)


def _range(values: list[int] | None) -> tuple[int, int] | None:
    """Return a range of characters as a pair."""
    return (values[0], values[1]) if values else None
