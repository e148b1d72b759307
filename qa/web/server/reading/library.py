"""The documents that a request may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from starlette.exceptions import HTTPException
from starlette.requests import Request

from qa.web.server.folder_cache import FolderCache

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA


@dataclass(frozen=True, slots=True)
class Library:
    """The documents that a request may see, and the cache of their pages."""

    engine: "FactsheetQA"
    cache: FolderCache


Find: TypeAlias = Callable[[Request], Library]
"""Returns the documents that a request may see."""


def named_document(engine: "FactsheetQA", request: Request) -> "Document":
    """Return the document whose id a request names; 404 if there is none."""
    for document in engine.documents():
        if document.id == request.path_params["document"]:
            return document
    raise HTTPException(404, "There is no such document.")
