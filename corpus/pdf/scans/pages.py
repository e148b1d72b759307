"""Read pages of a PDF that are images without text, by OCR if it is installed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.limits import Limits
from corpus.pdf.page_model import RawPage
from corpus.pdf.pages import build_page, zone_grids
from corpus.pdf.scans.image import Scan, scan_fills, scan_rules
from corpus.pdf.scans.ocr import OcrError, is_installed, read_scans
from corpus.pdf.tables.implied_borders import Canvas
from corpus.pdf.words import PdfWord
from corpus.pdf.zones import page_zones

_OTHERWISE = "run another OCR over the file first"


@dataclass(frozen=True, slots=True)
class ScannedPages:
    """The pages of a file, those read by OCR among them, with warnings and how to get the text of the others.

    `has_failed` is True if OCR did not work, which is not the file's fault.
    """

    pages: list[RawPage]
    warnings: tuple[str, ...] = ()
    cure: str = "if it should have text, print it to a PDF again"
    has_failed: bool = False


def read_scanned(path: Path, password: str | None, pages: Sequence[RawPage], limits: Limits) -> ScannedPages:
    """Read the scanned pages by OCR; pages that it does not read stay empty."""
    whole = list(pages)
    numbers = [page.number for page in pages if page.is_silent and page.images]
    if not numbers:
        return ScannedPages(whole)
    read, failure, cure = 0, "", _cure(limits)
    if not cure:
        cure = f"OCR (tesseract) recognised no words on them; {_OTHERWISE}"
        try:
            for scan, words in read_scans(path, password, numbers):
                whole[scan.number - 1] = _page(scan, words)
                read += bool(words)
        except OcrError as error:
            failure = f"OCR failed, tesseract says: {error}; {_OTHERWISE}"
    warnings = tuple(_warnings(len(numbers), read, len(pages), failure or cure))
    return ScannedPages(whole, warnings, failure or cure, bool(failure))


def _cure(limits: Limits) -> str:
    """Say how to turn OCR on; empty if it is."""
    if not limits.ocr:
        return f"OCR is switched off; set FACTSHEET_QA_OCR=true, or {_OTHERWISE}"
    return "" if is_installed() else f"install tesseract, which is then used, or {_OTHERWISE}"


def _page(scan: Scan, words: list[PdfWord]) -> RawPage:
    """Build a page from the words and rules of its image."""
    canvas = Canvas(scan_rules(scan), [], words, (scan.width, scan.height))
    zones = page_zones(canvas)
    grids = zone_grids(canvas, zones)
    page = build_page(scan.number, replace(canvas, fills=scan_fills(scan, grids)), zones, grids)
    page.images, page.turn = 1, scan.turn
    return page


def _warnings(scanned: int, read: int, pages: int, cure: str) -> list[str]:
    """Return warnings about pages that are images."""
    said = []
    if read:
        said.append(f"{read} of {pages} pages are images and were read by OCR (tesseract): letters may be wrong")
    if read < scanned:
        said.append(f"{scanned - read} of {pages} pages are images without text and were not read: {cure}")
    return said
