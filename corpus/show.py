"""Draw how a page was read: frames around blocks and cells, and brackets beside passages."""

import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from corpus.errors import ReadError
from corpus.model import Block, BlockKind, Box, Passage
from corpus.read import read_file
from corpus.render import page_image, page_size

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
"""Colour of options that are chosen."""
PASSAGE = "#37474f"
"""Colour of passages."""
LANE = 9.0
"""Distance between neighbouring brackets, in points."""
FONT_SIZE = 11
"""Size of labels, in pixels."""
SHORTEST_LABEL = 70.0
"""Minimum width, in points, to which labels are cut; wider blocks have wider labels."""


def draw_page(path: Path, page: int) -> bytes:
    """Draw a page and how it was read, as PNG.

    Each block has a frame with its kind and, for cells, row and column. Each passage has a bracket on the left with
    its number in the document; brackets of passages that share lines are side by side.

    Args:
        path: The PDF.
        page: The page's number, from 1.

    Raises:
        IndexError: The file has no such page.
        ReadError: The file cannot be read, or the page is too large to be drawn.
    """
    reading = read_file(path)
    image = Image.open(io.BytesIO(page_image(path, page, SCALE))).convert("RGB")
    if image.width < int(page_size(path, page)[0] * SCALE):
        raise ReadError(path.name, f"page {page} is too large to be drawn; export it on smaller paper")
    pen = ImageDraw.Draw(image, "RGBA")
    pen.font = ImageFont.load_default(FONT_SIZE)
    for block in reading.blocks:
        _draw_block(pen, block, _on_page(block.boxes, page))
    _draw_passages(pen, reading.passages, page)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def _on_page(boxes: Sequence[Box], page: int) -> list[Box]:
    """Return the boxes on a page."""
    return [box for box in boxes if box.page == page]


def _around(boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    """Return the rectangle around boxes."""
    left, top = min(box.x0 for box in boxes), min(box.top for box in boxes)
    return left, top, max(box.x1 for box in boxes), max(box.bottom for box in boxes)


def _draw_block(pen: ImageDraw.ImageDraw, block: Block, boxes: Sequence[Box]) -> None:
    """Draw the lines of a block, a frame around them, and a label with its kind, row and column."""
    if not boxes:
        return
    color = CHOSEN if block.selected else COLORS[block.kind]
    for box in boxes:
        pen.rectangle(_pixels(box.x0, box.top, box.x1, box.bottom), fill=f"{color}28")
    left, top, right, bottom = _around(boxes)
    pen.rectangle(_pixels(left - 1, top - 1, right + 1, bottom + 1), outline=color, width=2)
    label = " | ".join(part for part in (block.kind, block.row, block.column) if part)
    _write(pen, left, top - 1, _cut(pen, label, max(right - left, SHORTEST_LABEL)), color)


def _cut(pen: ImageDraw.ImageDraw, label: str, width: float) -> str:
    """Cut a label to a width in points; accents are removed, because the font lacks them."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    whole = plain
    while plain and pen.textlength(plain) > width * SCALE:
        plain = plain[:-1]
    return plain if plain == whole else f"{plain[:-3]}..."


def _draw_passages(pen: ImageDraw.ImageDraw, passages: Sequence[Passage], page: int) -> None:
    """Draw a bracket for each passage of a page, in the first lane whose last bracket ends above it."""
    placed = [(number, boxes) for number, p in enumerate(passages, 1) if (boxes := _on_page(p.boxes, page))]
    if not placed:
        return
    margin = min(_around(boxes)[0] for _, boxes in placed) - LANE
    lanes: list[float] = []
    for number, boxes in sorted(placed, key=lambda entry: (_around(entry[1])[1], -_around(entry[1])[3])):
        _, top, _, bottom = _around(boxes)
        lane = next((lane for lane, end in enumerate(lanes) if end <= top), len(lanes))
        lanes[lane : lane + 1] = [bottom]
        x = max(margin - lane * LANE, 2.0)
        pen.line([value * SCALE for value in (x + 3, top, x, top, x, bottom, x + 3, bottom)], fill=PASSAGE, width=2)
        _write(pen, x - 2, (top + bottom + FONT_SIZE / SCALE) / 2, str(number), PASSAGE)


def _write(pen: ImageDraw.ImageDraw, x: float, bottom: float, text: str, color: str) -> None:
    """Write small letters above a point, on a white ground so that they can be read on text."""
    place = (x * SCALE, bottom * SCALE - FONT_SIZE - 1)
    pen.rectangle(pen.textbbox(place, text), fill="#ffffffc0")
    pen.text(place, text, fill=color)


def _pixels(left: float, top: float, right: float, bottom: float) -> list[float]:
    """Convert a rectangle from points to pixels."""
    return [value * SCALE for value in (left, top, right, bottom)]
