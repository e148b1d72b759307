"""The Python API: build, open, search and ask an index of factsheets."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Self

from corpus.model import Document, Passage
from corpus.read import READING_VERSION
from corpus.render import page_image, page_size
from index.contract import OpenIndex, Store
from index.models.registry import load_embedder, load_token_encoder
from index.stores import store_at
from qa.answering.comparison import Comparison
from qa.answering.pipeline import AnswerPipeline
from qa.answering.span_ranker import SpanRanker
from qa.errors import UnknownDocumentError
from qa.generate.client import ModelClient
from qa.generate.rephrase import Rephraser
from qa.generate.rewrite import rewritten
from qa.indexing.build import Progress, by_steps, update
from qa.model import Answer, BuildReport, Hit
from qa.question.document_filter import DocumentScope, filtered, not_among, scope_of
from qa.question.follow_up import leans_on_history
from qa.question.spelling import Speller
from qa.question.translation import QueryTranslator
from qa.retrieval.retriever import Retriever
from qa.retrieval.weights import fitted
from qa.settings import Settings
from qa.verification.verifier import Verifier


class FactsheetQA:
    """Answers questions over an index of factsheets, every answer proved by quotes. Safe for threads."""

    def __init__(self, store: Store, settings: Settings, report: BuildReport | None = None) -> None:
        """Open the index in a store; use `open` or `build` instead."""
        self.store = store
        self.folder = store.folder
        self.report = report or BuildReport()
        self._settings = settings
        self._lock = Lock()
        self._client = ModelClient(settings.language_model) if settings.language_model else None
        self._opened = self._joined()

    def _joined(self) -> AnswerPipeline:
        """The newest generation of the index, joined with the models."""
        settings = self._settings
        index = self.store.open([settings.embedder], READING_VERSION)
        embedder = load_embedder(settings.embedder, settings.threads)
        encoder = load_token_encoder(settings.threads)
        vocabulary = index.vocabulary
        countries = {document.country for document in index.documents if document.country}
        bridge = QueryTranslator(
            vocabulary.common, vocabulary.vectors, vocabulary.known, embedder.embed_questions, countries
        )
        self._verifier = Verifier(encoder, bridge, embedder.embed_passages)
        retriever = Retriever(index, embedder, encoder, bridge, fitted())
        speller = Speller(vocabulary.common, vocabulary.known, encoder.is_word)
        return AnswerPipeline(index, retriever, SpanRanker(index, encoder, fitted()), fitted(), speller)

    def newest(self) -> AnswerPipeline:
        """What answers over the newest generation: what another process has added or removed counts at once.

        Whoever holds on to it keeps its generation to the end of a question.
        """
        if not self._opened.index.is_current():
            with self._lock:
                if not self._opened.index.is_current():
                    self._opened = self._joined()
        return self._opened

    @classmethod
    def open(cls, index: str | Path | None = None, settings: Settings | None = None) -> Self:
        """Open an existing index, in a folder or at `postgresql://…`; by default the one that the settings name.

        Raises:
            IndexMissingError, IndexDamagedError, IndexVersionError, IndexUnreachableError: the index cannot be used.
            ModelError: a model's weights are missing or altered.
        """
        settings = settings or Settings()
        return cls(store_at(settings.index if index is None else index), settings)

    @classmethod
    def build(
        cls,
        paths: Iterable[str | Path],
        index: str | Path | None = None,
        settings: Settings | None = None,
        progress: Progress | None = None,
        executor: Executor | None = None,
    ) -> Self:
        """Add files and folders to an index, or update it, and open it. Unchanged files are not read again.

        A file that cannot be read is refused with its reason in `report`; the others are indexed. With an `executor`,
        files are read and embedded there: by processes, or by a cluster (`qa.cluster`).

        Raises:
            CorpusError: a path does not exist, or there is no file at all.
            IndexBusyError, IndexDamagedError, IndexVersionError, ModelError: as for `open`.
        """
        settings = settings or Settings()
        store = store_at(settings.index if index is None else index)
        tell = by_steps(progress) if progress is not None else None
        report = update(store, [Path(path) for path in paths], settings, tell, executor)
        return cls(store, settings, report)

    def documents(self) -> list[Document]:
        """The documents held, in the order of their names."""
        return list(self.newest().index.documents)

    def passages(self, document: str) -> Iterator[Passage]:
        """Every passage of a document, given by name or id, in reading order.

        Raises:
            UnknownDocumentError: no such document.
        """
        index = self.newest().index
        return iter(index.document_passages(_held(index, document).id))

    def warnings(self, document: str) -> tuple[str, ...]:
        """What was noted when a document, given by name or id, was read, such as pages that are images.

        Raises:
            UnknownDocumentError: no such document.
        """
        index = self.newest().index
        return index.warnings(_held(index, document).id)

    def remove(self, document: str) -> None:
        """Remove a document, given by name or id, so that no file of the index holds anything of it.

        Raises:
            UnknownDocumentError: no such document.
            IndexBusyError: another process is writing the index.
        """
        self.store.remove([_held(self.newest().index, document).id])

    def search(
        self,
        question: str,
        k: int = 10,
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k best passages for a question, best first, within the filters."""
        now = self.newest()
        read = now.mended(question)
        return now.search(read, k, _scope(now.index, read, "", countries, years, documents))

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
    ) -> Answer:
        """The answer to a question with its citations, or a refusal with its reason.

        `history` holds the earlier (question, answer) pairs of the conversation, oldest first. Where the settings
        name a language model, it rephrases the answer.
        """
        *_, answer = self.ask_stream(question, history, countries, years, documents)
        return answer

    def ask_stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
    ) -> Iterator[Answer]:
        """The answer by quotes; then, where there is a language model, the answer in its words as they come.

        The last one is what `ask` gives.
        """
        now = self.newest()
        full = rewritten(self._client, question, history) if self._client else None
        read = full or now.mended(question)
        before = () if full else [(now.mended(asked), told) for asked, told in history[-1:]]
        earlier = " ".join(asked for asked, _ in before)
        answer = now.ask(read, before, _scope(now.index, read, earlier, countries, years, documents))
        if earlier and not answer.answered and not leans_on_history(read):  # a new topic, maybe of another country
            anywhere = now.ask(read, (), _scope(now.index, read, "", countries, years, documents))
            answer = anywhere if anywhere.answered else answer
        answer = replace(answer, question=question, read_as=None if read == question else read)
        if self._client is None:
            yield answer
        else:
            yield from Rephraser(self._client, self._verifier).rephrased(answer)

    def verifier(self) -> Verifier:
        """What sentences about the index's documents are held against their quotes by."""
        self.newest()
        return self._verifier

    def compare(
        self,
        topic: str,
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
    ) -> Comparison:
        """What each document within the filters says on a topic, with its quote and place, or that it says nothing.

        Every document is gone through; where a table row answers best in all of them, that row is quoted in each. Slips
        of the keyboard are mended, and the comparison is on the topic as it was read.
        """
        now = self.newest()
        read = now.mended(topic)
        scope = _scope(now.index, read, "", countries, years, documents)
        return now.compare(read, scope, not_among(countries or (), now.index.documents))

    def source(self, document: str) -> Path:
        """The index's copy of a document's original file.

        Raises:
            UnknownDocumentError: no such document.
        """
        index = self.newest().index
        return index.source(_held(index, document).id)

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

    def _checked_page(self, document: str, page: int) -> int:
        count = _held(self.newest().index, document).page_count or 0
        if not 1 <= page <= count:
            raise IndexError(f"{document} has {count} pages; there is no page {page}")
        return page


def _scope(
    index: OpenIndex,
    question: str,
    earlier: str,
    countries: Collection[str] | None,
    years: Collection[int] | None,
    documents: Collection[str] | None,
) -> DocumentScope:
    """The documents of an index to search for a question, within the filters."""
    named = [_held(index, document) for document in documents or ()]
    passing = filtered(named or index.documents, countries, years)
    if not passing:
        return DocumentScope((), absent_countries=tuple(countries or ()), absent_years=tuple(years or ()))
    return scope_of(question, earlier, passing)


def _held(index: OpenIndex, name: str) -> Document:
    """The document of a name or id."""
    for document in index.documents:
        if name in (document.name, document.id):
            return document
    held = ", ".join(document.name for document in index.documents) or "none"
    raise UnknownDocumentError(f"no document {name!r} is held; held: {held}")
