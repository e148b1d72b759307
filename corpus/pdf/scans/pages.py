"""Read pages of a PDF that are images without text, by OCR if it is installed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.limits import Limits
from corpus.pdf.page_model import RawPage
from corpus.pdf.pages import build_page
from corpus.pdf.scans.image import Scan, scan_fills, scan_rules
from corpus.pdf.scans.ocr import is_installed, read_scans
from corpus.pdf.tables.implied_borders import Canvas, page_grids
from corpus.pdf.words import PdfWord


def read_scanned(
    path: Path, password: str | None, pages: Sequence[RawPage], limits: Limits
) -> tuple[list[RawPage], tuple[str, ...]]:
    """Return pages with scanned ones read by OCR, and warnings; pages that it does not read stay empty."""
    whole = list(pages)
    numbers = [page.number for page in pages if page.is_silent and page.images]
    if not numbers:
        return whole, ()
    read = 0
    if limits.ocr and is_installed():
        for scan, words in read_scans(path, password, numbers):
            whole[scan.number - 1] = _page(scan, words)
            read += bool(words)
    return whole, tuple(_warnings(len(numbers), read, len(pages)))


def _page(scan: Scan, words: list[PdfWord]) -> RawPage:
    """Build a page from the words and rules of its image."""
    canvas = Canvas(scan_rules(scan), [], words, (scan.width, scan.height))
    grids = page_grids(canvas)
    page = build_page(scan.number, replace(canvas, fills=scan_fills(scan, grids)), grids)
    page.images, page.turn = 1, scan.turn
    return page


def _warnings(scanned: int, read: int, pages: int) -> list[str]:
    """Return warnings about pages that are images."""
    said = []
    if read:
        said.append(f"{read} of {pages} pages are images and were read by OCR (tesseract): letters may be wrong")
    if read < scanned:
        said.append(f"{scanned - read} of {pages} pages are images without text and were not read")
    return said
