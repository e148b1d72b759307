"""The view of all documents: those that everyone sees, those that a visitor uploaded, and where to upload more."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.model import Document
from qa.indexing.last_build import last_refused
from qa.web.translations import Translations
from qa.web.views.rendering import render
from qa.web.views.sources import address_prefix
from qa.web.visits.asker import Asker
from qa.web.visits.turns import MAX_QUESTION_LENGTH
from qa.web.visits.uploads import MAX_BYTES, MAX_FILES, TYPES, Upload
from qa.web.visits.visits import Visit

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

COLUMNS = ("name", "country", "year", "pages", "passages", "read")


@dataclass(frozen=True, slots=True)
class _Extent:
    """How much of a document was read: its passages, the number of pages they are on, and the reader's warnings."""

    passages: int
    pages: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _UploadEntry:
    """A visitor's file; while it is being read, the page's script keeps its line up to date."""

    upload: Upload
    document: Document | None
    facts: list[str]


@dataclass(frozen=True, slots=True)
class _OwnDocuments:
    """The place to upload documents, and those uploaded."""

    note: str
    prefix: str
    limits: str
    types: tuple[str, ...]
    max_bytes: int
    entries: list[_UploadEntry]


def library(asker: Asker, visit: Visit, say: Translations, uploads: bool) -> str:
    """Return the whole view; `uploads` is whether visitors may upload documents."""
    engine = asker.shared
    return render(
        "library",
        rows=[(document, _cached_extent(engine, document.id)) for document in engine.documents()],
        columns=COLUMNS,
        prefix=address_prefix(visit, own=False),
        refused=last_refused(engine.store),
        own=_own_documents(visit, say) if uploads else None,
        pages_read=_pages_read,
        max_length=MAX_QUESTION_LENGTH,
        say=say,
    )


def _own_documents(visit: Visit, say: Translations) -> _OwnDocuments:
    return _OwnDocuments(
        note="shared_note" if visit.own_documents.is_shared else "own_note",
        prefix=address_prefix(visit, own=True),
        limits=say("uploads.limits", files=MAX_FILES, most=MAX_BYTES // 1_000_000),
        types=TYPES,
        max_bytes=MAX_BYTES,
        entries=[_upload_entry(upload, visit, say) for upload in visit.own_documents.uploads],
    )


def _upload_entry(upload: Upload, visit: Visit, say: Translations) -> _UploadEntry:
    engine = visit.own_documents.engine
    document = next((d for d in engine.documents() if d.id == upload.id), None) if engine else None
    facts = [state_line(upload, say)]
    if document and engine:
        read = _extent(engine, upload.id)
        facts += filter(None, [say.count("documents.count", read.passages), _pages_read(document, read, say)])
    return _UploadEntry(upload, document, facts)


def state_line(upload: Upload, say: Translations) -> str:
    """Say how far the reading of a file has come."""
    if upload.state == "refused":
        return say("uploads.refused", reason=upload.reason)
    step = "reading_pages" if upload.state == "reading" and upload.total else upload.state
    return say(f"uploads.{step}", done=upload.done, total=upload.total)


def _pages_read(document: Document, read: _Extent, say: Translations) -> str | None:
    """Say on how many of its pages something was read; None if it has no pages."""
    if not document.page_count:
        return None
    if read.pages in (0, document.page_count):
        return say.count("documents.read_all", read.pages) if read.pages else say("documents.read_none")
    return say("documents.read_pages", read=read.pages, pages=document.page_count)


def _extent(engine: "FactsheetQA", document: str) -> _Extent:
    passages = list(engine.passages(document))
    pages = {box.page for passage in passages for box in passage.boxes}
    return _Extent(len(passages), len(pages), engine.warnings(document))


@lru_cache(maxsize=4096)
def _cached_extent(engine: "FactsheetQA", document: str) -> _Extent:
    return _extent(engine, document)
