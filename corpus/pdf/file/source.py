"""Open a PDF, check it, and read its metadata."""

import re
import zlib
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, Destination, StreamObject

from corpus.errors import ReadError
from corpus.layout import Facts
from corpus.limits import Limits, cure

HEADER_BYTES = 1024
"""Number of bytes in which readers look for the signature of a PDF (ISO 32000-1, annex H)."""

HEAVY_BYTES = 2_000_000
"""Maximum size of a page's drawing instructions, in bytes, for its layout to be read; dense pages have a tenth."""


def open_pdf(path: Path, limits: Limits, password: str | None) -> PdfReader:
    """Open a PDF and check that it can be read within the limits.

    Raises:
        ReadError: Not a PDF, damaged, locked, without pages or with too many.
    """
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    if b"%PDF-" not in head:
        raise ReadError(path.name, "is not a PDF, whatever its name says; download it again or give it its true ending")
    try:
        reader = PdfReader(path)
        _unlock(reader, path.name, password)
        count = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ReadError(path.name, "the PDF is damaged or cut short; download it again") from error
    if count == 0:
        raise ReadError(path.name, "the PDF has no pages; export it again")
    if count > limits.pages:
        raise ReadError(path.name, f"has {count} pages, the limit is {limits.pages}; {cure('READ_PAGES')}")
    return reader


def heavy_pages(reader: PdfReader, name: str, limits: Limits) -> frozenset[int]:
    """Return the pages with more drawing instructions than can be interpreted in reasonable time.

    Raises:
        ReadError: A page's instructions inflate beyond the limit; they are not inflated further.
    """
    heavy = set()
    for number, page in enumerate(reader.pages, 1):
        contents = page.get("/Contents")
        parts = contents.get_object() if contents is not None else None
        streams = parts if isinstance(parts, ArrayObject) else [parts]
        size = sum(_inflated(stream.get_object(), limits.inflated_bytes) for stream in streams if stream is not None)
        if size > limits.inflated_bytes:
            limit = f"{limits.inflated_bytes:,} bytes"
            reason = f"page {number} inflates to more than {limit}; export it again or {cure('READ_INFLATED_BYTES')}"
            raise ReadError(name, reason)
        if size > HEAVY_BYTES:
            heavy.add(number)
    return frozenset(heavy)


def _inflated(stream: object, limit: int) -> int:
    """Return the size of a stream after decompression, counted up to just above the limit."""
    data: bytes = getattr(stream, "_data", b"")
    filters = stream.get("/Filter") if isinstance(stream, StreamObject) else None
    names = filters if isinstance(filters, ArrayObject) else [filters]
    if "/FlateDecode" not in names:
        return len(data)
    try:
        return len(zlib.decompressobj().decompress(data, limit + 1))
    except zlib.error:
        return len(data)


def _unlock(reader: PdfReader, name: str, password: str | None) -> None:
    """Decrypt with the password, or with the empty one that many files have."""
    if reader.is_encrypted and not reader.decrypt(password or ""):
        wrong = "the password given does not open it" if password else "give the password or save it without one"
        raise ReadError(name, f"is password-protected; {wrong}")


def read_facts(reader: PdfReader) -> Facts:
    """Read title, outline and year of the file, as far as it has them."""
    metadata = reader.metadata
    title = metadata.title.strip() if metadata and isinstance(metadata.title, str) else None
    stamp = metadata.get("/CreationDate") if metadata else None
    year = re.match(r"D:(\d{4})", str(stamp)) if stamp else None
    return Facts(title=title or None, outline=_outline(reader), created=int(year.group(1)) if year else None)


def _outline(reader: PdfReader) -> tuple[tuple[str, int], ...]:
    """Return titles and 1-based pages of the outline, all levels in order; empty if it is missing or broken."""
    try:
        entries = [entry for entry in _flat(reader.outline) if isinstance(entry, Destination)]
        pages = [(str(entry.title).strip(), reader.get_destination_page_number(entry)) for entry in entries]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple((title, page + 1) for title, page in pages if title and page is not None and page >= 0)


def _flat(entries: object) -> list[object]:
    """Return the entries of nested lists in order."""
    if not isinstance(entries, list):
        return [entries]
    return [entry for part in entries for entry in _flat(part)]
