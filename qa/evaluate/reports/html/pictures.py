"""Draw the pages that answers cite and the evidence pages, with boxes over the words."""

import base64
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from corpus.model import Box, Passage
from qa.evaluate.metrics.evidence_match import ENOUGH_WORDS, document_key
from qa.evaluate.metrics.record import Cited, QuestionRecord
from qa.evaluate.metrics.text_match import share_of_words
from qa.evaluate.question import Evidence

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

_SCALE = 1.4
"""Pixels per point: sharp enough to read, small enough to embed."""
_AROUND = 46
"""Margin shown around the boxes, in points."""
_NARROWEST = 430
"""Minimum width of the part shown, in points."""
_QUALITY = 62


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page that is embedded once and shown in several places. Lengths are in points."""

    id: str
    width: float
    height: float
    data: str


@dataclass(frozen=True, slots=True)
class View:
    """The part of a page that a picture shows."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page with the boxes of citations and evidence; `part` is the area around them."""

    image: PageImage
    document: str
    page: int
    cited: tuple[Box, ...]
    evidence: tuple[Box, ...]

    @property
    def whole(self) -> View:
        """Return the view of the whole page."""
        return View(0, 0, self.image.width, self.image.height)

    @property
    def part(self) -> View:
        """Return the view of the boxes with a margin around them."""
        boxes = self.cited + self.evidence
        top = max(0.0, min(box.top for box in boxes) - _AROUND)
        bottom = min(self.image.height, max(box.bottom for box in boxes) + _AROUND)
        left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        width = min(self.image.width, max(_NARROWEST, right - left + 2 * _AROUND))
        left = min(max(0.0, (left + right - width) / 2), self.image.width - width)
        return View(left, top, width, bottom - top)


@dataclass(slots=True)
class _Marks:
    cited: list[Box] = field(default_factory=list)
    evidence: list[Box] = field(default_factory=list)


class Pictures:
    """A maker of pictures of records; `images` are the pages that these need."""

    def __init__(self, engine: "FactsheetQA") -> None:
        self._engine = engine
        self._names = {document_key(document.name): document.name for document in engine.documents()}
        self._passages: dict[str, tuple[Passage, ...]] = {}
        self.images: dict[tuple[str, int], PageImage] = {}

    def of(self, record: QuestionRecord) -> list[Picture]:
        """Draw the pages that an answer cites, then the evidence pages."""
        marks: dict[tuple[str, int], _Marks] = {}
        for cited in record.citations:
            for name, box in self._cited_boxes(cited):
                marks.setdefault((name, box.page), _Marks()).cited.append(box)
        for evidence in record.evidence:
            for name, box in self._evidence_boxes(evidence):
                marks.setdefault((name, box.page), _Marks()).evidence.append(box)
        return [self._picture(name, page, found) for (name, page), found in marks.items()]

    def _cited_boxes(self, cited: Cited) -> Iterable[tuple[str, Box]]:
        """Return the boxes of a citation; another system's citation has none, and is located like evidence."""
        if cited.boxes:
            return ((cited.document, box) for box in cited.boxes)
        return self._evidence_boxes(Evidence(quote=cited.quote, document=cited.document, page=cited.page))

    def _evidence_boxes(self, evidence: Evidence) -> Iterator[tuple[str, Box]]:
        """Return boxes over the evidence, or over the shortest passage with most of its words."""
        name = self._held_name(evidence)
        passages = [one for one in self._held_passages(name) if _is_on(evidence.page, one)]
        best = max(passages, key=lambda one: _fit(evidence, one), default=None)
        if best is not None and _share(evidence, best) >= ENOUGH_WORDS:
            yield from ((name, box) for box in _boxes_of(evidence.quote, best))

    def _held_passages(self, name: str) -> tuple[Passage, ...]:
        if name and name not in self._passages:
            self._passages[name] = tuple(self._engine.passages(name))
        return self._passages.get(name, ())

    def _held_name(self, evidence: Evidence) -> str:
        if evidence.document is None:
            return next(iter(self._names.values())) if len(self._names) == 1 else ""
        return self._names.get(document_key(evidence.document), "")

    def _picture(self, document: str, page: int, marks: _Marks) -> Picture:
        return Picture(self._image(document, page), document, page, tuple(marks.cited), tuple(marks.evidence))

    def _image(self, document: str, page: int) -> PageImage:
        key = document, page
        if key not in self.images:
            width, height = self._engine.page_size(document, page)
            data = _webp(self._engine.page_image(document, page, scale=_SCALE))
            self.images[key] = PageImage(f"page-{len(self.images) + 1}", width, height, data)
        return self.images[key]


def _is_on(page: int | None, passage: Passage) -> bool:
    """Return True if part of a passage, which may continue over a page break, is on the page."""
    return page is None or bool((passage.word_boxes[:, 1] == page).any())


def _fit(evidence: Evidence, passage: Passage) -> tuple[bool, float, int]:
    """Rank how well a passage contains the evidence: verbatim, then share of its words, then brevity."""
    return _found(evidence.quote, passage) is not None, _share(evidence, passage), -len(passage.text)


def _share(evidence: Evidence, passage: Passage) -> float:
    return share_of_words(evidence.quote, f"{passage.row or ''} {passage.text}")


def _boxes_of(quote: str, passage: Passage) -> Sequence[Box]:
    """Return boxes over the quote if it is in the passage word for word, else over the whole passage."""
    found = _found(quote, passage)
    return passage.boxes if found is None else passage.quote_boxes(*found.span())


def _found(quote: str, passage: Passage) -> re.Match[str] | None:
    return re.search(r"\s+".join(map(re.escape, quote.split())), passage.text)


def _webp(png: bytes) -> str:
    """Encode a picture as a data URL."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(buffer, format="WEBP", quality=_QUALITY, method=4)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
