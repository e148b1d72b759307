"""Limits on reading one file. Each can be raised by a setting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Maximum resources for reading one file; a file that needs more is refused."""

    seconds: float = 120.0
    """Maximum processor time, and of OCR for each page that is an image; factsheets take about a second."""
    memory_bytes: int = 1_500_000_000
    """Maximum address space of the reading process; a factsheet needs about 300 MB."""
    file_bytes: int = 100_000_000
    """Maximum size of a PDF or Word file on disk."""
    text_bytes: int = 4_000_000
    """Maximum size of a text file on disk: more than a thousand pages of text."""
    pages: int = 1_000
    """Maximum number of pages of a PDF."""
    inflated_bytes: int = 50_000_000
    """Maximum decompressed size of one page's drawing instructions, or of a Word file's text; dense pages need about
    200,000."""
    pixels: int = 16_000_000
    """Maximum pixels of a drawn page; larger pages are scaled down. A4 at 300 dots per inch has 8.7 million."""
    ocr: bool = True
    """Read pages that are images with tesseract if it is installed; that takes some seconds a page."""


def cure(setting: str) -> str:
    """Return what to do about a file that exceeds a limit, by the name of the setting without its prefix."""
    return f"split it or raise FACTSHEET_QA_{setting}"


def too_much_memory(limits: Limits) -> str:
    """Return the reason for refusing a file that needs too much memory."""
    return f"needs more than {limits.memory_bytes // 1_000_000} MB of memory; {cure('READ_MEMORY_BYTES')}"
