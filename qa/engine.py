"""Build, open, search and ask an index of factsheets: the Python API."""

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
from qa.answering.answer_finder import AnswerFinder
from qa.answering.answerer import answer_plan
from qa.answering.calibration import load_calibration
from qa.answering.comparison import Comparison
from qa.answering.pipeline import AnswerPipeline
from qa.answering.reader.registry import load_multilingual_reader
from qa.answering.spans.span_ranker import SpanRanker
from qa.errors import UnknownDocumentError
from qa.generate.client import ModelClient
from qa.generate.rephrase import Rephraser
from qa.generate.rewrite import rewritten
from qa.indexing.build import Progress, by_steps, update
from qa.model import Answer, BuildReport, Hit
from qa.question.document_filter import DocumentScope, countries_without_documents, document_scope, filter_documents
from qa.question.kind_classifier import EMBEDDER, kind_classifier
from qa.question.plan import Filters, Plan
from qa.question.planner import Planner
from qa.question.spelling import Speller
from qa.question.subject import NameIndex
from qa.question.translation import QueryTranslator
from qa.retrieval.question_vectors import QuestionVectors
from qa.retrieval.retriever import Retriever
from qa.retrieval.weights import fitted
from qa.settings import Settings
from qa.text.normalize import WORD
from qa.verification.verifier import Verifier


class FactsheetQA:
    """Answers questions over an index of factsheets, each answer backed by quotes. Safe for threads."""

    def __init__(self, store: Store, settings: Settings, report: BuildReport | None = None) -> None:
        """Open the index in a store; use `open` or `build` instead."""
        self.store = store
        self.folder = store.folder
        self.report = report or BuildReport()
        self._settings = settings
        self._lock = Lock()
        self._client = ModelClient(settings.language_model) if settings.language_model else None
        self._opened = self._join()

    def _join(self) -> AnswerPipeline:
        """Join the newest generation of the index with the models."""
        settings = self._settings
        index = self.store.open([settings.embedder], READING_VERSION)
        embedder = load_embedder(settings.embedder, settings.threads)
        encoder = load_token_encoder(settings.threads)
        vocabulary = index.vocabulary
        countries = {document.country for document in index.documents if document.country}
        translator = QueryTranslator(
            vocabulary.common, vocabulary.vectors, vocabulary.known, embedder.embed_questions, countries
        )
        self._verifier = Verifier(encoder, translator, embedder.embed_passages)
        vectors = QuestionVectors(embedder)
        retriever = Retriever(index, vectors, encoder, translator, fitted())
        names = [word for country in countries for word in WORD.findall(country)]
        speller = Speller([*vocabulary.common, *names], vocabulary.known, encoder.is_word)
        self._planner = self._plans(index, vectors, speller)
        weights = load_calibration(settings.calibration, settings.reader).applied(fitted())
        reader = load_multilingual_reader(settings.reader, settings.threads)
        finder = AnswerFinder(index, retriever, SpanRanker(index, encoder, weights), reader, weights)
        return AnswerPipeline(finder, speller)

    def _plans(self, index: OpenIndex, vectors: QuestionVectors, speller: Speller) -> Planner:
        """Return the planner over an index; the classifier needs the embedder that it was fitted on."""
        if vectors.embedder.name != EMBEDDER:
            vectors = QuestionVectors(load_embedder(EMBEDDER, self._settings.threads))
        return Planner(NameIndex(index), kind_classifier(), vectors.of, index.vocabulary.known, speller)

    def newest(self) -> AnswerPipeline:
        """Return the pipeline over the newest generation, with changes by other processes.

        The caller keeps it, and with it one generation, until a question is answered.
        """
        if not self._opened.index.is_current():
            with self._lock:
                if not self._opened.index.is_current():
                    self._opened = self._join()
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
        """Add files and folders to an index, or update it, and open it. Unchanged files are skipped.

        A file that cannot be read is listed with its reason in `report`; the others are indexed. With an `executor`,
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
        """Return the documents of the index in the order of their names."""
        return list(self.newest().index.documents)

    def passages(self, document: str) -> Iterator[Passage]:
        """Iterate over the passages of a document, given by name or id, in reading order.

        Raises:
            UnknownDocumentError: no such document.
        """
        index = self.newest().index
        return iter(index.document_passages(_document(index, document).id))

    def warnings(self, document: str) -> tuple[str, ...]:
        """Return the warnings from reading a document, given by name or id, such as pages that are images.

        Raises:
            UnknownDocumentError: no such document.
        """
        index = self.newest().index
        return index.warnings(_document(index, document).id)

    def remove(self, document: str) -> None:
        """Remove a document, given by name or id, and everything of it from every file of the index.

        Raises:
            UnknownDocumentError: no such document.
            IndexBusyError: another process is writing the index.
        """
        self.store.remove([_document(self.newest().index, document).id])

    def search(
        self,
        question: str,
        k: int = 10,
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
    ) -> list[Hit]:
        """Return the k best passages for a question, best first, within the filters."""
        now = self.newest()
        read = now.corrected(question)
        return now.search(read, k, _scope(now.index, read, countries, years, documents))

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
        language: str | None = None,
    ) -> Answer:
        """Answer a question with citations, or refuse with a reason.

        `history` are the earlier (question, answer) pairs of the conversation, oldest first. `language` is the
        caller's, in which questions too short to tell their own language are answered. If the settings name a language
        model, it rephrases the answer.
        """
        *_, answer = self.ask_stream(question, history, countries, years, documents, language)
        return answer

    def ask_stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
        language: str | None = None,
        as_typed: bool = False,
    ) -> Iterator[Answer]:
        """Answer by quotes; then, if there is a language model, yield its wording of the answer as it arrives.

        The last answer is the one that `ask` returns. A question `as_typed` is neither corrected nor completed from the
        conversation.
        """
        now = self.newest()
        full = rewritten(self._client, question, history) if self._client and not as_typed else None
        filters = Filters(tuple(countries or ()), tuple(years or ()), tuple(documents or ()))
        allowed = _allowed(now.index, filters)
        before = () if full or as_typed else history
        read, plan = self._planned(full or question, before, allowed, filters, language, as_typed)
        answer = answer_plan(now, plan, allowed)
        shown = plan.text if plan.carried else read
        answer = replace(answer, question=question, read_as=None if shown == question else shown)
        if self._client is None or not answer.citations:
            yield answer
        else:
            yield from Rephraser(self._client, self._verifier).rephrased(answer)

    def plan(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
        language: str | None = None,
    ) -> Plan:
        """Return how a question is understood, without a search; the arguments are those of `ask`."""
        filters = Filters(tuple(countries or ()), tuple(years or ()), tuple(documents or ()))
        return self._planned(question, history, _allowed(self.newest().index, filters), filters, language)[1]

    def _planned(
        self,
        question: str,
        history: Sequence[tuple[str, str]],
        allowed: Sequence[Document],
        filters: Filters,
        language: str | None,
        as_typed: bool = False,
    ) -> tuple[str, Plan]:
        """Return a question without typos and its plan over the allowed documents."""
        now = self.newest()
        read = question if as_typed else now.corrected(question)
        before = [(now.corrected(last_question), answer) for last_question, answer in history]
        return read, self._planner.plan(read, before, allowed, filters, language)

    def verifier(self) -> Verifier:
        """Return the verifier that checks sentences against the quotes they cite."""
        self.newest()
        return self._verifier

    def compare(
        self,
        topic: str,
        countries: Collection[str] | None = None,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
    ) -> Comparison:
        """Compare what the documents within the filters say on a topic, each by a quote or as saying nothing.

        If one table row answers best in all documents, that row is quoted in each. Typos are corrected; the comparison
        names the corrected topic.
        """
        now = self.newest()
        read = now.corrected(topic)
        scope = _scope(now.index, read, countries, years, documents)
        return now.compare(read, scope, countries_without_documents(countries or (), now.index.documents))

    def source(self, document: str) -> Path:
        """Return the index's copy of a document's original file.

        Raises:
            UnknownDocumentError: no such document.
        """
        index = self.newest().index
        return index.source(_document(index, document).id)

    def page_image(self, document: str, page: int, scale: float = 2.0) -> bytes:
        """Render a page of a PDF as a PNG; `scale` is in pixels per point.

        Raises:
            UnknownDocumentError: no such document.
            IndexError: no such page, or the document has no pages.
        """
        return page_image(self.source(document), self._checked_page(document, page), scale)

    def page_size(self, document: str, page: int) -> tuple[float, float]:
        """Return the width and height of a page in points; raise as `page_image` does."""
        return page_size(self.source(document), self._checked_page(document, page))

    def _checked_page(self, document: str, page: int) -> int:
        count = _document(self.newest().index, document).page_count or 0
        if not 1 <= page <= count:
            raise IndexError(f"{document} has {count} pages; there is no page {page}")
        return page


def _scope(
    index: OpenIndex,
    question: str,
    countries: Collection[str] | None,
    years: Collection[int] | None,
    documents: Collection[str] | None,
) -> DocumentScope:
    """Return the documents of an index to search for a question, within the filters."""
    allowed = _allowed(index, Filters(tuple(countries or ()), tuple(years or ()), tuple(documents or ())))
    if not allowed:
        return DocumentScope((), absent_countries=tuple(countries or ()), absent_years=tuple(years or ()))
    return document_scope(question, "", allowed)


def _allowed(index: OpenIndex, filters: Filters) -> Sequence[Document]:
    """Return the documents that pass the filters."""
    named = [_document(index, name) for name in filters.documents]
    return filter_documents(named or index.documents, filters.countries, filters.years)


def _document(index: OpenIndex, name: str) -> Document:
    """Return the document with a name or id."""
    for document in index.documents:
        if name in (document.name, document.id):
            return document
    names = ", ".join(document.name for document in index.documents) or "no documents"
    raise UnknownDocumentError(f"no document named {name!r} in this index; it has: {names}")
