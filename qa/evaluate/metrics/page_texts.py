"""Check quotes against the documents' pages, read independently of the reader that is measured."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pypdf import PdfReader

from qa.model import Citation

if TYPE_CHECKING:
    from qa.engine import FactsheetQA


class PageTexts:
    """The page texts of files by document name, each read when it is first cited.

    White space is removed, because PDF libraries differ on what is a gap between words.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._pages: dict[str, list[str]] = {}

    @classmethod
    def of_engine(cls, engine: "FactsheetQA") -> "PageTexts":
        """Return the pages of an engine's documents, from the originals kept in its index."""
        return cls({document.name: engine.source(document.name) for document in engine.documents()})

    def share_verbatim(self, citations: Sequence[Citation]) -> float:
        """Return the share of citations whose quote appears word for word on the page cited."""
        return sum(self._is_verbatim(citation) for citation in citations) / len(citations)

    def _is_verbatim(self, citation: Citation) -> bool:
        pages = self._of(citation.document)
        if citation.page is not None:
            pages = pages[citation.page - 1 : citation.page]
        quote = _squeeze(citation.quote)
        return any(quote in page for page in pages)

    def _of(self, document: str) -> list[str]:
        """Return the pages of a document; none if its file is unknown."""
        if document not in self._pages:
            self._pages[document] = _read_pages(self._files[document]) if document in self._files else []
        return self._pages[document]


def _read_pages(path: Path) -> list[str]:
    """Read the pages of a PDF, or a whole text file as one page."""
    if path.suffix.lower() == ".pdf":
        return [_squeeze(page.extract_text()) for page in PdfReader(path).pages]
    return [_squeeze(path.read_text(encoding="utf-8", errors="replace"))]


def _squeeze(text: str) -> str:
    return "".join(text.split())
