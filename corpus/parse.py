"""One file into a reading, in this process. `read.read_file` does the same in a limited one."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from corpus.blocks import build_blocks
from corpus.errors import ReadError
from corpus.facts import describe
from corpus.layout import Layout
from corpus.limits import Limits
from corpus.passages import build_passages
from corpus.pdf.reader import read_pdf
from corpus.structure import build_elements
from corpus.text.reader import read_text
from corpus.wire import Reading

READERS: dict[str, Callable[[Path, Limits, str | None], Layout]] = {
    ".pdf": read_pdf,
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".markdown": read_text,
}
"""The reader for each file name's ending."""


def parse_file(path: Path, limits: Limits, password: str | None = None) -> Reading:
    """Read a file.

    Raises:
        ReadError: It cannot be read.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise ReadError(path.name, f"is of a type that is not supported; convert it to one of {known}")
    data = path.read_bytes()
    if not data:
        raise ReadError(path.name, "is empty (0 bytes); download or export it again")
    layout = reader(path, limits, password)
    elements = build_elements(layout)
    document = describe(path, hashlib.sha256(data).hexdigest(), layout, elements)
    passages = build_passages(document, elements)
    if not passages:
        raise ReadError(path.name, "holds no text; check that it is the right file")
    return Reading(document, build_blocks(elements), passages, layout.warnings)
