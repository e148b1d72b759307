"""Haystack's hybrid retrieval as its tutorial has it: BM25 and embeddings, joined by reciprocal rank fusion.

PyPDFToDocument (TextFileToDocument for text), DocumentCleaner, DocumentSplitter of 150 words with 50 of overlap. The
tutorial's last step, a cross-encoder, is left out, because the peers share no weights of one.
"""

from collections.abc import Sequence
from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.converters import PyPDFToDocument, TextFileToDocument
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentCleaner, DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.peers.contract import PASSAGES, Passage, serve_peer
from benchmarks.peers.minilm import weights


class Haystack:
    """One pipeline over all files."""

    def __init__(self) -> None:
        self._cleaner = DocumentCleaner()
        self._splitter = DocumentSplitter(split_by="word", split_length=150, split_overlap=50)
        self._embedder = SentenceTransformersDocumentEmbedder(model=weights(), progress_bar=False)

    def index(self, files: Sequence[Path]) -> int:
        """Convert, clean, split and embed."""
        cleaned = self._cleaner.run(documents=_converted(files))["documents"]
        chunks = self._embedder.run(documents=self._splitter.run(documents=cleaned)["documents"])["documents"]
        store = InMemoryDocumentStore()
        store.write_documents(chunks)
        self._pipeline = _retrieval(store)
        return len(chunks)

    def search(self, question: str, k: int) -> list[Passage]:
        """Run the pipeline."""
        found = self._pipeline.run(
            {"embedder": {"text": question}, "bm25": {"query": question}, "joiner": {"top_k": k}}
        )
        return [_passage(document) for document in found["joiner"]["documents"]]


def _converted(files: Sequence[Path]) -> list[Document]:
    converters = {".pdf": PyPDFToDocument(), ".txt": TextFileToDocument()}
    documents: list[Document] = []
    for suffix, converter in converters.items():
        sources = [path for path in files if path.suffix == suffix]
        if sources:
            documents += converter.run(sources=sources)["documents"]
    return documents


def _retrieval(store: InMemoryDocumentStore) -> Pipeline:
    pipeline = Pipeline()
    pipeline.add_component("embedder", SentenceTransformersTextEmbedder(model=weights(), progress_bar=False))
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=PASSAGES))
    pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=PASSAGES))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("embedder", "dense")
    pipeline.connect("bm25", "joiner")
    pipeline.connect("dense", "joiner")
    return pipeline


def _passage(document: Document) -> Passage:
    path = Path(document.meta["file_path"])
    return Passage(document.content or "", path.name, document.meta["page_number"] if path.suffix == ".pdf" else None)


if __name__ == "__main__":
    serve_peer(Haystack())
