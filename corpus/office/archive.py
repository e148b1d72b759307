"""Open files that are ZIP archives of XML, after checking what they inflate to."""

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import ReadError
from corpus.limits import Limits, cure

OLD_FORMAT = b"\xd0\xcf\x11\xe0"
"""First bytes of office files before 2007 and of encrypted ones."""
_TEXTS = (".xml", ".rels", ".html", ".htm", ".xhtml", ".opf", ".ncx")


def open_archive(path: Path, limits: Limits) -> zipfile.ZipFile:
    """Open an archive.

    Raises:
        ReadError: It is damaged, of an old format or locked, or inflates beyond the limit.
    """
    ending = path.suffix.lower()
    with path.open("rb") as file:
        if file.read(4) == OLD_FORMAT:
            reason = f"is locked by a password or of an old format; save it as {ending} without password"
            raise ReadError(path.name, reason)
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise not_of_its_type(path) from error
    size = sum(part.file_size for part in archive.infolist() if part.filename.lower().endswith(_TEXTS))
    if size > limits.inflated_bytes:
        limit = f"the limit is {limits.inflated_bytes:,}; {cure('READ_INFLATED_BYTES')}"
        raise ReadError(path.name, f"inflates to {size:,} bytes, {limit}")
    return archive


def not_of_its_type(path: Path) -> ReadError:
    """Return the error for a file that is damaged or not what its ending says."""
    ending = path.suffix.lower()
    return ReadError(path.name, f"is not a sound {ending} file; save it again as {ending}")


def parse_part(archive: zipfile.ZipFile, name: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Parse a part of an archive as XML; entities and addresses in it are not followed.

    Raises:
        KeyError: There is no such part.
        etree.XMLSyntaxError: It is not XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    return etree.fromstring(archive.read(name), parser)
