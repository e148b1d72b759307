"""How much one file may cost. Every limit is documented here and can be raised."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may use before it is stopped and refused."""

    seconds: float = 120.0
    """Wall-clock time; factsheets take about a second."""
    memory_bytes: int = 1_500_000_000
    """Address space of the process that reads; a factsheet needs about 300 MB of it."""
    file_bytes: int = 100_000_000
    """Size of a PDF or Word file on disk."""
    text_bytes: int = 4_000_000
    """Size of a text file on disk: more than a thousand pages of words."""
    pages: int = 1_000
    """Pages of a PDF."""
    inflated_bytes: int = 50_000_000
    """Size after decompression of one page's drawing instructions, or of a Word file's text; dense pages have about
    200,000."""
    ocr: bool = True
    """Whether an installed tesseract may read pages that are images; that takes some seconds a page."""
