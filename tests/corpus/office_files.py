"""Writes small office files for the tests."""

import zipfile
from pathlib import Path

_NAMES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "style": "style",
    "draw": "drawing",
    "fo": "xsl-fo-compatible",
}


def opendocument(path: Path, body: str, styles: str = "") -> Path:
    """Write an OpenDocument file with this body."""
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"' for name, of in _NAMES.items())
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document-content>"
    )
    return archive(path, {"META-INF/manifest.xml": "<manifest/>", "content.xml": content})


def archive(path: Path, parts: dict[str, str]) -> Path:
    """Write a ZIP archive with these parts."""
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return path
