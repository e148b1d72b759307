"""The view of all documents: what is held, what a visitor brought, and where to bring more."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from corpus.model import Document
from qa.web.translations import Translations
from qa.web.views.sources import base
from qa.web.visits.asker import Asker
from qa.web.visits.uploads import MOST_BYTES, MOST_FILES, TYPES, Upload
from qa.web.visits.visits import Visit

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

COLUMNS = ("name", "country", "year", "pages", "passages", "read")


def library(asker: Asker, visit: Visit, say: Translations, uploads: bool) -> str:
    """The whole view. `uploads` says whether visitors may bring documents."""
    return (
        f"<h2>{say('documents.title')}</h2>"
        f"{_table(asker.shared, asker.shared.documents(), base(visit, own=False), say)}"
        f"{_own(visit, say) if uploads else ''}"
    )


def _table(engine: "FactsheetQA", documents: Sequence[Document], base: str, say: Translations) -> str:
    head = "".join(f'<th scope="col">{say("documents." + name)}</th>' for name in COLUMNS)
    rows = "".join(_row(engine, document, base, say) for document in documents)
    return (
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{say("documents.held")}">'
        f'<table class="documents-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(engine: "FactsheetQA", document: Document, base: str, say: Translations) -> str:
    read = _kept_reading(engine, document.id)
    cells = (document.country, document.year, document.page_count, read.passages, _pages_read(document, read, say))
    shown = "".join(
        f'<td data-label="{say("documents." + name)}">{"–" if cell is None else escape(str(cell))}</td>'
        for name, cell in zip(COLUMNS[1:], cells, strict=True)
    )
    return (
        f'<tr><th scope="row"><a href="{base}documents/{document.id}/original" download>{escape(document.title)}</a>'
        f'<span class="document-name">{escape(document.name)}</span>{_warnings(read.warnings)}</th>{shown}</tr>'
    )


def _warnings(warnings: Sequence[str]) -> str:
    """What was noted when a file was read; the reader says it in English."""
    return "".join(f'<span class="warning" lang="en">{escape(warning)}</span>' for warning in warnings)


def _pages_read(document: Document, read: "_Reading", say: Translations) -> str | None:
    """Of how many pages something was read."""
    return say("documents.read_pages", read=read.pages, pages=document.page_count) if document.page_count else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """How well a document was read: its passages, the number of pages they stand on, and what was noted."""

    passages: int
    pages: int
    warnings: tuple[str, ...]


@lru_cache(maxsize=4096)
def _kept_reading(engine: "FactsheetQA", document: str) -> _Reading:
    return _reading(engine, document)


def _reading(engine: "FactsheetQA", document: str) -> _Reading:
    passages = list(engine.passages(document))
    pages = {box.page for passage in passages for box in passage.boxes}
    return _Reading(len(passages), len(pages), engine.warnings(document))


def _own(visit: Visit, say: Translations) -> str:
    """The place to bring documents, and those brought."""
    types = ",".join(TYPES)
    note = "shared_note" if visit.shelf.is_shared else "own_note"
    limits = escape(say("uploads.limits", files=MOST_FILES, most=MOST_BYTES // 1_000_000))
    entries = "".join(_upload(upload, visit, say) for upload in visit.shelf.uploads)
    return (
        f'<h2 id="own-title">{say("documents.own")}</h2><p class="own-note">{say("documents." + note)}</p>'
        f'<div class="drop" id="drop"><label for="upload"><span class="drop-action">{say("documents.choose")}</span> '
        f'<span class="drop-or">{say("documents.drop")}</span></label>'
        f'<input type="file" id="upload" multiple accept="{types}"><p class="drop-limits">{limits}</p></div>'
        f'<ul class="uploads" id="uploads" aria-labelledby="own-title">{entries}</ul>'
    )


def _upload(upload: Upload, visit: Visit, say: Translations) -> str:
    """A file that was brought; while it is being read, the page's script keeps its line up to date."""
    engine = visit.shelf.engine
    document = next((d for d in engine.documents() if d.id == upload.id), None) if engine else None
    name = escape(upload.name)
    title = f'<span class="upload-title">{escape(document.title)}</span>' if document else ""
    facts = [state_line(upload, say)]
    if document and engine:
        read = _reading(engine, upload.id)
        facts += [say.count("documents.count", read.passages), _pages_read(document, read, say) or ""]
    return (
        f'<li class="upload {upload.state}" data-upload="{upload.id}"><div class="upload-words">{title}'
        f'<span class="upload-name">{name}</span>'
        f'<span class="upload-state">{escape(" · ".join(filter(None, facts)))}</span>{_warnings(upload.warnings)}</div>'
        f'<button type="button" class="remove" data-remove="{upload.id}" '
        f'aria-label="{escape(say("uploads.remove_file", name=upload.name))}">{say("uploads.remove")}</button></li>'
    )


def state_line(upload: Upload, say: Translations) -> str:
    """How far a file has come, in words."""
    if upload.state == "refused":
        return say("uploads.refused", reason=upload.reason)
    return say(f"uploads.{upload.state}", done=upload.done, total=upload.total)
