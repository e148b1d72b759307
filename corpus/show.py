"""A picture of how a page was read: its blocks drawn on the page image, cells with their labels."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from corpus.model import Block, BlockKind
from corpus.read import read_file
from corpus.render import page_image

SCALE = 2.0
"""Pixels per point."""
COLORS: dict[BlockKind, str] = {
    "title": "#7b1fa2",
    "heading": "#c2185b",
    "paragraph": "#1976d2",
    "list_item": "#0097a7",
    "cell": "#388e3c",
    "footnote": "#f57c00",
    "caption": "#5d4037",
    "reference": "#455a64",
    "contents": "#afb42b",
    "cover": "#9e9e9e",
}
CHOSEN = "#d50000"
"""The colour of options that are chosen."""


def draw_page(path: Path, page: int) -> bytes:
    """A page as PNG with a frame around each block, its kind and, for cells, its row and column.

    Args:
        path: The PDF.
        page: The page's number, from 1.

    Raises:
        IndexError: The file has no such page.
        ReadError: The file cannot be read.
    """
    image = Image.open(io.BytesIO(page_image(path, page, SCALE))).convert("RGB")
    pen = ImageDraw.Draw(image, "RGBA")
    for block in read_file(path).blocks:
        _draw_block(pen, block, page)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def _draw_block(pen: ImageDraw.ImageDraw, block: Block, page: int) -> None:
    """Draw the lines of a block that stand on a page, a frame around them, and what the block is."""
    boxes = [box for box in block.boxes if box.page == page]
    if not boxes:
        return
    color = CHOSEN if block.selected else COLORS[block.kind]
    for box in boxes:
        corners = [box.x0 * SCALE, box.top * SCALE, box.x1 * SCALE, box.bottom * SCALE]
        pen.rectangle(corners, fill=f"{color}28")
    left, top = min(box.x0 for box in boxes) - 1, min(box.top for box in boxes) - 1
    right, bottom = max(box.x1 for box in boxes) + 1, max(box.bottom for box in boxes) + 1
    pen.rectangle([left * SCALE, top * SCALE, right * SCALE, bottom * SCALE], outline=color, width=2)
    label = " · ".join(part for part in (block.kind, block.row, block.column) if part)
    pen.text((left * SCALE + 2, top * SCALE - 11), label, fill=color, font=ImageFont.load_default(10))
