"""Check and prepare what an index can store of documents and passages."""

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import ReadError
from corpus.model import Document, Passage

_Stored = TypeVar("_Stored", Document, Passage)


_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """Return the text without halves of surrogate pairs, which encode undecodable bytes of file names."""
    return text.encode("utf-8", "replace").decode() if _SURROGATE.search(text) else text


def storable_fields(of: _Stored) -> _Stored:
    """Return a document or passage with texts that can be stored."""
    texts = {name: value for name in of.__slots__ if isinstance(value := getattr(of, name), str)}
    changed: dict[str, Any] = {name: storable(value) for name, value in texts.items() if _SURROGATE.search(value)}
    return replace(of, **changed) if changed else of


def content_of(source: Path, document: Document) -> bytes:
    """Return the bytes of an original.

    Raises:
        ReadError: it cannot be opened, or its bytes are no longer the document's.
    """
    try:
        content = source.read_bytes()
    except OSError as error:
        raise ReadError(
            document.name, f"cannot be opened any more ({error.strerror}); index it when it stays"
        ) from error
    if sha256(content).hexdigest() != document.id:
        raise ReadError(document.name, "the file changed while it was read; index it again")
    return content


def suffix_of(source: Path) -> str:
    """Return the suffix under which an original is kept; empty if it is unusual."""
    suffix = source.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""
