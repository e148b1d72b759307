"""Convert Word files of the strict format to the transitional one, which the library reads."""

import io
import re
from zipfile import ZipFile

MAIN_PART = "word/document.xml"
_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)")


def is_strict(archive: ZipFile) -> bool:
    """Return True if a Word file is of the strict format."""
    if MAIN_PART not in archive.namelist():
        return False
    with archive.open(MAIN_PART) as part:
        return _NAME.search(part.read(20_000)) is not None


def transitional(archive: ZipFile) -> io.BytesIO:
    """Return a copy of a strict file whose XML names the namespaces of the transitional format."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            is_xml = name.endswith((".xml", ".rels"))
            copy.writestr(name, _NAME.sub(_transitional_name, data) if is_xml else data)
    buffer.seek(0)
    return buffer


def _transitional_name(found: re.Match[bytes]) -> bytes:
    """Return the transitional name of a strict namespace: the year follows the first part."""
    return b"http://schemas.openxmlformats.org/" + found[1] + b"/2006/" + found[2]
