"""A reading as JSON, on its way from the process that reads. No pickle: the file is not trusted."""

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from corpus.model import Block, Document, Passage, WordBoxes


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one file."""

    document: Document
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...] = ()


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """A reading as JSON-ready values."""
    return {
        "document": asdict(reading.document),
        "blocks": [_pack(block) for block in reading.blocks],
        "passages": [_pack(passage) for passage in reading.passages],
        "warnings": list(reading.warnings),
    }


def reading_from_json(values: Mapping[str, Any]) -> Reading:
    """The reading that `reading_to_json` wrote."""
    return Reading(
        Document(**values["document"]),
        tuple(Block(**_unpack(block) | {"section": tuple(block["section"])}) for block in values["blocks"]),
        tuple(Passage(**_unpack(passage) | {"chosen": _range(passage["chosen"])}) for passage in values["passages"]),
        tuple(values["warnings"]),
    )


def _pack(part: Block | Passage) -> dict[str, Any]:
    """The fields of a block or passage, the boxes as base64 of little-endian 32-bit floats."""
    values = {name: getattr(part, name) for name in part.__slots__}
    boxes = values["word_boxes"].astype("<f4")
    return values | {"word_boxes": base64.b64encode(boxes.tobytes()).decode("ascii")}


def _unpack(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with the boxes as an array again."""
    return dict(values) | {"word_boxes": _boxes(values["word_boxes"])}


def _boxes(text: str) -> WordBoxes:
    """The array that base64 holds."""
    return np.frombuffer(base64.b64decode(text), dtype="<f4").astype(np.float32).reshape(-1, 6)


def _range(values: list[int] | None) -> tuple[int, int] | None:
    """A pair of numbers."""
    return (values[0], values[1]) if values else None
