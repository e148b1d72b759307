"""Read a file in this process; `corpus.read.read_file` does so in a limited process."""

import hashlib
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from corpus.errors import ReadError
from corpus.layout import Layout
from corpus.limits import Limits
from corpus.outline.blocks import build_blocks
from corpus.outline.metadata import describe_document
from corpus.outline.sections import build_elements
from corpus.passages.build import build_passages
from corpus.serialization import Reading

Reader: TypeAlias = Callable[[Path, Limits, str | None], Layout]

READERS = {
    ".pdf": "corpus.pdf.reader:read_pdf",
    ".docx": "corpus.word.reader:read_word",
    ".xlsx": "corpus.office.spreadsheet:read_workbook",
    ".csv": "corpus.office.delimited:read_delimited",
    ".tsv": "corpus.office.delimited:read_delimited",
    ".pptx": "corpus.office.slides:read_slides",
    ".odt": "corpus.office.opendocument:read_opendocument",
    ".ods": "corpus.office.opendocument:read_opendocument",
    ".odp": "corpus.office.opendocument:read_opendocument",
    ".epub": "corpus.office.epub:read_book",
    ".txt": "corpus.text.reader:read_text",
    ".text": "corpus.text.reader:read_text",
    ".htm": "corpus.html.reader:read_html",
    ".html": "corpus.html.reader:read_html",
    ".md": "corpus.html.markdown:read_markdown",
    ".markdown": "corpus.html.markdown:read_markdown",
}
"""Reader for each file name extension, as module and function; loaded when needed, because some import slowly."""


def parse_file(path: Path, limits: Limits, password: str | None = None) -> Reading:
    """Read a file.

    Raises:
        ReadError: It cannot be read.
    """
    place = READERS.get(path.suffix.lower())
    if place is None:
        known = ", ".join(sorted(READERS))
        raise ReadError(path.name, f"is of a type that is not supported; convert it to one of {known}")
    data = path.read_bytes()
    if not data:
        raise ReadError(path.name, "is empty (0 bytes); download or export it again")
    layout = _reader(place)(path, limits, password)
    elements = build_elements(layout)
    document = describe_document(path, hashlib.sha256(data).hexdigest(), layout, elements)
    passages = build_passages(document, elements)
    if not passages:
        raise ReadError(path.name, "has no text; check that it is the right file")
    return Reading(document, build_blocks(elements), passages, layout.warnings)


def _reader(place: str) -> Reader:
    """Import a reader, given as `module:function`."""
    module, name = place.split(":")
    reader: Reader = getattr(importlib.import_module(module), name)
    return reader
