"""The text of the documents' own pages, to hold quotes against; read apart from the reader that is measured."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pypdf import PdfReader

from qa.model import Citation


class PageTexts:
    """The page texts of some files, white space left out: what counts as a word gap differs between PDF libraries."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._pages = {path.name: _read_pages(path) for path in paths}

    def share_verbatim(self, citations: Sequence[Citation]) -> float:
        """The share of the citations whose quote stands word for word on the page cited."""
        return sum(self._stands(citation) for citation in citations) / len(citations)

    def _stands(self, citation: Citation) -> bool:
        pages = self._pages.get(citation.document, [])
        if citation.page is not None:
            pages = pages[citation.page - 1 : citation.page]
        quote = _squeeze(citation.quote)
        return any(quote in page for page in pages)


def _read_pages(path: Path) -> list[str]:
    """The pages of a PDF, or the whole of a text file as one page."""
    if path.suffix.lower() == ".pdf":
        return [_squeeze(page.extract_text()) for page in PdfReader(path).pages]
    return [_squeeze(path.read_text(encoding="utf-8", errors="replace"))]


def _squeeze(text: str) -> str:
    return "".join(text.split())
