"""LangChain as its retrieval tutorial has it; with the argument `hybrid`, its ensemble of that and BM25.

PyPDFLoader (TextLoader for text), RecursiveCharacterTextSplitter of 1000 characters with 200 of overlap, FAISS. Its
page on BM25 advises passing a tokenizer; the one shown there downloads data, so a plain one is used here.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.document_loaders import PyPDFLoader, TextLoader
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.retrievers import BaseRetriever
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.peers.contract import PASSAGES, Passage, serve_peer
from benchmarks.peers.minilm import weights


class LangChain:
    """One retriever over all files."""

    def __init__(self, hybrid: bool) -> None:
        self._hybrid = hybrid
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        self._embeddings = HuggingFaceEmbeddings(model_name=weights(), encode_kwargs={"normalize_embeddings": True})

    def index(self, files: Sequence[Path]) -> int:
        """Load, split and embed."""
        loaders = [PyPDFLoader(path) if path.suffix == ".pdf" else TextLoader(path, encoding="utf-8") for path in files]
        chunks = self._splitter.split_documents([document for loader in loaders for document in loader.load()])
        dense = FAISS.from_documents(chunks, self._embeddings).as_retriever(search_kwargs={"k": PASSAGES})
        self._retriever: BaseRetriever = dense
        if self._hybrid:
            lexical = BM25Retriever.from_documents(chunks, k=PASSAGES, preprocess_func=_words)
            self._retriever = EnsembleRetriever(retrievers=[lexical, dense], weights=[0.5, 0.5])
        return len(chunks)

    def search(self, question: str, k: int) -> list[Passage]:
        """Invoke the retriever."""
        return [
            Passage(
                found.page_content,
                Path(found.metadata["source"]).name,
                found.metadata["page"] + 1 if "page" in found.metadata else None,
            )
            for found in self._retriever.invoke(question)[:k]
        ]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


if __name__ == "__main__":
    serve_peer(LangChain("hybrid" in sys.argv))
