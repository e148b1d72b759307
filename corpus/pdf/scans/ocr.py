"""Read pages that are images with an installed tesseract; letters may be wrong."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from math import log
from pathlib import Path
from statistics import median

from corpus.page_progress import report_page
from corpus.pdf.file.raster import page_pixels
from corpus.pdf.scans.image import DPI, POINTS, Scan, clean_image, scan_rules
from corpus.pdf.scans.skew import skew, straighten
from corpus.pdf.tables.ruled import find_grids
from corpus.pdf.words import PdfWord

LANGUAGES = ("eng", "spa", "fra", "deu")
"""Languages requested from tesseract, if it has them."""
MAX_SAID = 300
"""Maximum characters of tesseract's own message that are passed on."""
LEAST_CONFIDENCE = 30.0
"""Minimum confidence of words, in per cent; below it are specks and lines."""
STEP = 1.3
"""Minimum factor between different font sizes; measured heights waver by less."""
ASCENT, DESCENT, LOW = 0.72, 0.21, 0.52
"""Extent of usual letters above and below the baseline, and the height of low ones, in font sizes."""

_ASCENDERS = re.compile(r"[A-Z0-9bdfhklt\u00c0-\u00ff]")
_DESCENDERS = re.compile(r"[gjpqy,;()Q]")


class OcrError(Exception):
    """A failure of tesseract, in its own words."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A word on an image, its place in points; `line` identifies its line."""

    line: tuple[str, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The words on the image of a page, and how far the image is turned to the right, in degrees."""

    number: int
    degrees: float
    words: list[Seen]


def is_installed() -> bool:
    """Return True if tesseract is installed."""
    return shutil.which("tesseract") is not None


def read_scans(path: Path, password: str | None, numbers: Sequence[int]) -> Iterator[tuple[Scan, list[PdfWord]]]:
    """Yield the images of pages with their words, in order; as many are read at a time as there are cores.

    Raises:
        OcrError: tesseract fails, for example without data of a language.
    """
    report_page(0, len(numbers))
    found = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for page_seen in pool.map(partial(_recognised, path, password), numbers):
            found.append(page_seen)
            report_page(len(found), len(numbers))
    lines = [[list(line) for _, line in groupby(page.words, key=lambda word: word.line)] for page in found]
    usual = median([_size(line) for page in lines for line in page for _ in line] or [10.0])
    for page_seen, page in zip(found, lines, strict=True):
        words = [word for line in page for word in _words(line, page_seen.number, _stepped(_size(line), usual))]
        # Drawn again, because the images of a long file do not fit into memory together.
        yield _drawn(path, password, page_seen.number, page_seen.degrees), words


def _recognised(path: Path, password: str | None, number: int) -> SeenPage:
    """Return the words that tesseract recognises on a page."""
    scan = _drawn(path, password, number)
    height, width, _ = scan.pixels.shape
    image = clean_image(scan, find_grids(*scan_rules(scan)))
    header = f"P5 {width} {height} 255\n".encode()
    command = ["tesseract", "stdin", "stdout", "-l", _languages(), "--dpi", str(DPI), "tsv"]
    done = subprocess.run(  # noqa: S603 - the program that the user installed
        command, input=header + image.tobytes(), capture_output=True, check=False,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    if done.returncode > 0:  # below 0, it was ended for exceeding a limit, and the page stays unread
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:MAX_SAID]
        raise OcrError(said or f"it ended with code {done.returncode}")
    return SeenPage(number, scan.degrees, list(_parse(done.stdout.decode("utf-8", "replace"))))


def _drawn(path: Path, password: str | None, number: int, degrees: float | None = None) -> Scan:
    """Draw a page and straighten it, by its own skew if that is not given."""
    pixels = page_pixels(path, number, DPI / 72, password)
    degrees = skew(pixels) if degrees is None else degrees
    if degrees:
        pixels = straighten(pixels, degrees)
    height, width, _ = pixels.shape
    return Scan(number, width * POINTS, height * POINTS, pixels, degrees)


@cache
def _languages() -> str:
    """Return the languages of the installed tesseract that factsheets may be in, in its notation."""
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False)  # noqa: S603, S607
    available = set(listed.stdout.decode("utf-8", "replace").split())
    return "+".join(language for language in LANGUAGES if language in available) or "eng"


def _parse(table: str) -> Iterator[Seen]:
    """Yield the words of tesseract's table: level, page, block, paragraph, line, word, four sides, confidence, text."""
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12 or fields[0] != "5" or float(fields[10]) < LEAST_CONFIDENCE or not fields[11].strip():
            continue
        left, top, wide, high = (int(value) * POINTS for value in fields[6:10])
        yield Seen(tuple(fields[1:5]), fields[11].strip(), left, top, left + wide, top + high)


def _size(line: Sequence[Seen]) -> float:
    """Return the font size of a line, from the heights of its words given their letters."""
    return median((word.bottom - word.top) / _reach(word.text) for word in line)


def _reach(text: str) -> float:
    """Return the height of a word with these letters, in font sizes."""
    above = ASCENT if _ASCENDERS.search(text) else LOW
    return above + (DESCENT if _DESCENDERS.search(text) else 0.0)


def _stepped(size: float, usual: float) -> float:
    """Round a size to the nearest of those that clearly differ from the usual one."""
    return round(usual * STEP ** round(log(max(size, 1.0) / usual, STEP)), 1)


def _words(line: Sequence[Seen], page: int, size: float) -> Iterator[PdfWord]:
    """Yield the words of a line, all on its baseline."""
    baseline = median(word.bottom - (DESCENT * size if _DESCENDERS.search(word.text) else 0.0) for word in line)
    for word in line:
        top, bottom = baseline - ASCENT * size, baseline + DESCENT * size
        yield PdfWord(word.text, page, word.x0, top, word.x1, bottom, size, False, None, word.text)
