"""Read electronic books (.epub): their chapters are HTML, in the order of the spine."""

import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote

from lxml.etree import XMLSyntaxError

from corpus.errors import ReadError
from corpus.html.reader import build_from_html
from corpus.layout import Facts, Layout, Piece
from corpus.limits import Limits
from corpus.office.archive import not_of_its_type, open_archive, parse_part
from corpus.text.decode import decode
from corpus.text.hidden import hidden_warning

CONTAINER = "META-INF/container.xml"


def read_book(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a book.

    Raises:
        ReadError: It is damaged, protected or not a book.
    """
    with open_archive(path, limits) as archive:
        if "META-INF/rights.xml" in archive.namelist():
            raise ReadError(path.name, "is protected against copying; ask its publisher for an open edition")
        try:
            chapters, facts = _contents(archive)
            texts = [decode(name, archive.read(name)) for name in chapters]
        except (KeyError, XMLSyntaxError, zipfile.BadZipFile, RuntimeError) as error:
            raise not_of_its_type(path) from error
    pieces: list[Piece] = []
    hidden = 0
    for text in texts:
        builder = build_from_html(text)
        pieces += builder.pieces
        hidden += builder.hidden_words
    return Layout(tuple(pieces), facts=facts, warnings=hidden_warning(hidden))


def _contents(archive: zipfile.ZipFile) -> tuple[list[str], Facts]:
    """Return the names of the chapters in reading order, and the book's metadata."""
    root = parse_part(archive, CONTAINER).find(".//{*}rootfile").get("full-path")
    package = parse_part(archive, root)
    parts = {item.get("id"): item for item in package.iterfind("{*}manifest/{*}item")}
    chapters = [parts[reference.get("idref")] for reference in package.iterfind("{*}spine/{*}itemref")]
    folder = posixpath.dirname(root)
    names = [
        posixpath.normpath(posixpath.join(folder, unquote(item.get("href"))))
        for item in chapters
        if "html" in item.get("media-type", "") and "nav" not in (item.get("properties") or "").split()
    ]
    title = package.findtext("{*}metadata/{*}title")
    year = (package.findtext("{*}metadata/{*}date") or "")[:4]
    return names, Facts(title=title, published=int(year) if year.isdecimal() else None)
