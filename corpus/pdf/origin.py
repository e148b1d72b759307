"""Where the visible part of a page begins, in the coordinates of pdfplumber."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """The upper left corner of what a viewer shows of a page, and how large that is, in points."""

    x: float
    y: float
    width: float
    height: float

    def shift(self, shape: dict[str, Any]) -> dict[str, Any]:
        """A shape or character with coordinates from the corner; the very same where nothing changes."""
        if self.x == 0 and self.y == 0:
            return shape
        moved = {"x0": shape["x0"] - self.x, "x1": shape["x1"] - self.x}
        return shape | moved | {"top": shape["top"] - self.y, "bottom": shape["bottom"] - self.y}

    def shows(self, shape: dict[str, Any]) -> bool:
        """Whether a shifted shape is at least in part visible."""
        across = shape["x1"] > 0 and shape["x0"] < self.width
        return bool(across and shape["bottom"] > 0 and shape["top"] < self.height)


def page_origin(page: Any) -> Origin:  # noqa: ANN401 - pdfplumber has no types
    """The origin of a page: viewers show its crop box, turned by its rotation (ISO 32000-1, 14.11.2)."""
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox or page.page_obj.mediabox
    x0, y0 = max(crop[0], media[0]), max(crop[1], media[1])
    x1, y1 = min(crop[2], media[2]), min(crop[3], media[3])
    if x1 <= x0 or y1 <= y0:
        x0, y0, x1, y1 = media
    left, right, below, above = x0 - media[0], media[2] - x1, y0 - media[1], media[3] - y1
    x, y = {0: (left, above), 90: (below, left), 180: (right, below), 270: (above, right)}[page.rotation % 360]
    width, height = (x1 - x0, y1 - y0) if page.rotation % 180 == 0 else (y1 - y0, x1 - x0)
    return Origin(page.mediabox[0] + x, page.mediabox[1] + y, width, height)
