"""The text of the documents' own pages, to hold quotes against; read apart from the reader that is measured."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pypdf import PdfReader

from qa.model import Citation

if TYPE_CHECKING:
    from qa.engine import FactsheetQA


class PageTexts:
    """The page texts of files by document name, each read when it is first cited.

    White space is left out: what counts as a gap between words differs from one PDF library to the next.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._pages: dict[str, list[str]] = {}

    @classmethod
    def of_engine(cls, engine: "FactsheetQA") -> "PageTexts":
        """The pages of an engine's documents, from the originals that its index keeps."""
        return cls({document.name: engine.source(document.name) for document in engine.documents()})

    def share_verbatim(self, citations: Sequence[Citation]) -> float:
        """The share of the citations whose quote stands word for word on the page cited."""
        return sum(self._stands(citation) for citation in citations) / len(citations)

    def _stands(self, citation: Citation) -> bool:
        pages = self._of(citation.document)
        if citation.page is not None:
            pages = pages[citation.page - 1 : citation.page]
        quote = _squeeze(citation.quote)
        return any(quote in page for page in pages)

    def _of(self, document: str) -> list[str]:
        """The pages of a document; none of one that is not held."""
        if document not in self._pages:
            self._pages[document] = _read_pages(self._files[document]) if document in self._files else []
        return self._pages[document]


def _read_pages(path: Path) -> list[str]:
    """The pages of a PDF, or the whole of a text file as one page."""
    if path.suffix.lower() == ".pdf":
        return [_squeeze(page.extract_text()) for page in PdfReader(path).pages]
    return [_squeeze(path.read_text(encoding="utf-8", errors="replace"))]


def _squeeze(text: str) -> str:
    return "".join(text.split())
