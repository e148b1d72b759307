"""The Python API: build, open, search and ask an index of factsheets."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import file_digest
from pathlib import Path
from typing import Self

from corpus.errors import ReadError
from corpus.find import find_files
from corpus.model import Document, Passage
from corpus.read import READING_VERSION, Reading, read_file
from corpus.render import page_image, page_size
from index.models import load_embedder, load_pair_scorer, load_token_encoder
from index.reader import PassageIndex
from index.writer import IndexWriter, remove
from qa.answering import Answering
from qa.errors import UnknownDocumentError
from qa.gloss import Bridge
from qa.language import language_of
from qa.model import Answer, BuildReport, Hit, Refusal
from qa.retrieve import Retriever
from qa.scope import Scope, filtered, scope_of
from qa.select import Selector
from qa.settings import Settings
from qa.weights import fitted

Progress = Callable[[str, int, int], None]
"""Called with the step ("reading" files, "embedding" passages), how many are done and how many there are."""


class FactsheetQA:
    """Answers questions over an index of factsheets, every answer proved by quotes. Safe for threads."""

    def __init__(self, folder: Path, settings: Settings, report: BuildReport | None = None) -> None:
        """Open the index in a folder; use `open` or `build` instead."""
        self.folder = folder
        self.report = report or BuildReport()
        self._settings = settings
        self._load()

    def _load(self) -> None:
        """Open the newest generation and join it with the models."""
        settings = self._settings
        self._index = PassageIndex.open(self.folder, [settings.embedder], READING_VERSION)
        embedder = load_embedder(settings.embedder, settings.threads)
        encoder = load_token_encoder(settings.threads)
        vocabulary = self._index.vocabulary
        bridge = Bridge(vocabulary.common, vocabulary.vectors, vocabulary.known, embedder.embed_questions)
        self.retriever = Retriever(self._index, embedder, encoder, bridge, fitted())
        self.selector = Selector(self._index, encoder, fitted())
        self.scorer = load_pair_scorer(settings.threads)
        self.answering = Answering(self._index, self.retriever, self.selector, self.scorer, fitted())

    @classmethod
    def open(cls, index: str | Path | None = None, settings: Settings | None = None) -> Self:
        """Open an existing index; without a folder, the one that the settings name.

        Raises:
            IndexMissingError, IndexDamagedError, IndexVersionError: the index cannot be used.
            ModelError: a model's weights are missing or altered.
        """
        settings = settings or Settings()
        return cls(Path(index) if index is not None else settings.index, settings)

    @classmethod
    def build(
        cls,
        paths: Iterable[str | Path],
        index: str | Path | None = None,
        settings: Settings | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Add files and folders to an index, or update it, and open it. Unchanged files are not read again.

        A file that cannot be read is refused with its reason in `report`; the others are indexed.

        Raises:
            CorpusError: a path does not exist, or there is no file at all.
            IndexBusyError, IndexDamagedError, IndexVersionError, ModelError: as for `open`.
        """
        settings = settings or Settings()
        folder = Path(index) if index is not None else settings.index
        files = find_files([Path(path) for path in paths])
        report = _update(folder, files, settings, progress or (lambda step, done, total: None))
        return cls(folder, settings, report)

    def documents(self) -> list[Document]:
        """The documents held, in the order of their names."""
        return list(self._index.documents)

    def passages(self, document: str) -> Iterator[Passage]:
        """Every passage of a document, given by name or id, in reading order.

        Raises:
            UnknownDocumentError: no such document.
        """
        wanted = self._document(document).id
        return (passage for passage in self._index.passages if passage.document_id == wanted)

    def remove(self, document: str) -> None:
        """Remove a document, given by name or id, so that no file of the index holds anything of it.

        Raises:
            UnknownDocumentError: no such document.
            IndexBusyError: another process is writing the index.
        """
        remove(self.folder, [self._document(document).id])
        self._load()

    def search(
        self,
        question: str,
        k: int = 10,
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k best passages for a question, best first, within the filters."""
        scope = self._scope(question, "", countries, years, documents)
        query = self.retriever.query(question, language_of(question))
        candidates = self.retriever.rank(query, self.answering.allowed(scope.documents), k)
        return [self.answering.hit(candidate) for candidate in candidates]

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
    ) -> Answer:
        """The answer to a question with its citations, or a refusal with its reason.

        `history` holds the earlier (question, answer) pairs of the conversation, oldest first.
        """
        earlier = " ".join(asked for asked, _ in history[-1:])
        return self.answering.ask(question, history, self._scope(question, earlier, countries, years, documents))

    def source(self, document: str) -> Path:
        """The index's copy of a document's original file.

        Raises:
            UnknownDocumentError: no such document.
        """
        return self._index.source(self._document(document).id)

    def page_image(self, document: str, page: int, scale: float = 2.0) -> bytes:
        """A page of a PDF as a PNG; `scale` is pixels per point.

        Raises:
            UnknownDocumentError: no such document.
            IndexError: no such page, or the document has no pages.
        """
        return page_image(self.source(document), self._checked_page(document, page), scale)

    def page_size(self, document: str, page: int) -> tuple[float, float]:
        """Width and height of a page in points; raises as `page_image`."""
        return page_size(self.source(document), self._checked_page(document, page))

    def _scope(
        self,
        question: str,
        earlier: str,
        countries: Collection[str] | None,
        years: Collection[int] | None,
        documents: Collection[str] | None,
    ) -> Scope:
        return scope_of(question, earlier, filtered(self._index.documents, countries, years, documents))

    def _document(self, name: str) -> Document:
        for document in self._index.documents:
            if name in (document.name, document.id):
                return document
        held = ", ".join(document.name for document in self._index.documents) or "none"
        raise UnknownDocumentError(f"no document {name!r} is held; held: {held}")

    def _checked_page(self, document: str, page: int) -> int:
        count = self._document(document).page_count or 0
        if not 1 <= page <= count:
            raise IndexError(f"{document} has {count} pages; there is no page {page}")
        return page


def _update(folder: Path, files: Sequence[Path], settings: Settings, progress: Progress) -> BuildReport:
    """Bring the files into the index and say what was done with each."""
    embedder = load_embedder(settings.embedder, settings.threads)
    indexed: list[str] = []
    unchanged: list[str] = []
    refused: list[Refusal] = []
    warnings: list[Refusal] = []
    with IndexWriter(folder, [embedder], load_token_encoder(settings.threads), READING_VERSION) as writer:
        held = {document.id for document in writer.documents}
        new = [path for path in files if _digest(path) not in held]
        unchanged = [path.name for path in files if path not in new]
        with ThreadPoolExecutor(settings.threads) as pool:
            for number, (path, outcome) in enumerate(zip(new, pool.map(_read, new), strict=True)):
                progress("reading", number + 1, len(new))
                if isinstance(outcome, ReadError):
                    refused.append(Refusal(path.name, outcome.reason))
                    continue
                writer.add(outcome, path, lambda done, total: progress("embedding", done, total))
                indexed.append(path.name)
                warnings += [Refusal(path.name, warning) for warning in outcome.warnings]
        writer.commit()
    return BuildReport(tuple(indexed), tuple(unchanged), (), tuple(refused), tuple(warnings))


def _read(path: Path) -> Reading | ReadError:
    """A file's reading, or why there is none: one file's fault must not stop the others."""
    try:
        return read_file(path)
    except ReadError as error:
        return error


def _digest(path: Path) -> str | None:
    """The SHA-256 of a file's bytes, which is a document's id; None for a file that cannot be opened."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
