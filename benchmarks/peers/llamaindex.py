"""LlamaIndex as its starter example has it; with the arguments `hybrid` and `large`, its fusion of vectors and BM25.

SimpleDirectoryReader, the default SentenceSplitter (1024 tokens, 200 of overlap), VectorStoreIndex. The fusion is that
of its page on the reciprocal rerank fusion retriever, over chunks of 256 tokens as there or, `large`, the default ones,
and with `num_queries=1`, since rewriting the question would need a language model.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from llama_index.core import Settings, SimpleDirectoryReader, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.constants import DEFAULT_CHUNK_SIZE
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever

from benchmarks.peers.contract import PASSAGES, Passage, serve_peer
from benchmarks.peers.minilm import weights


class LlamaIndex:
    """One retriever over all files."""

    def __init__(self, hybrid: bool, chunk_size: int) -> None:
        self._hybrid = hybrid
        self._chunk_size = chunk_size
        Settings.embed_model = HuggingFaceEmbedding(model_name=weights())
        # The fusion retriever asks for a language model even where it has no question to rewrite.
        Settings.llm = MockLLM()

    def index(self, files: Sequence[Path]) -> int:
        """Load, split and embed."""
        documents = SimpleDirectoryReader(input_files=files).load_data()
        index = VectorStoreIndex.from_documents(
            documents, transformations=[SentenceSplitter(chunk_size=self._chunk_size)]
        )
        nodes = list(index.docstore.docs.values())
        dense = index.as_retriever(similarity_top_k=PASSAGES)
        self._retriever: BaseRetriever = dense
        if self._hybrid:
            lexical = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(PASSAGES, len(nodes)))
            self._retriever = QueryFusionRetriever(
                [dense, lexical],
                similarity_top_k=PASSAGES,
                num_queries=1,
                mode="reciprocal_rerank",
                use_async=False,
            )
        return len(nodes)

    def search(self, question: str, k: int) -> list[Passage]:
        """Retrieve nodes; a page label is the page's number in PDFs without labels of their own."""
        return [
            Passage(found.node.get_content(), found.node.metadata["file_name"], _page(found.node.metadata))
            for found in self._retriever.retrieve(question)[:k]
        ]


def _page(metadata: dict[str, str]) -> int | None:
    label = metadata.get("page_label", "")
    return int(label) if label.isdigit() else None


if __name__ == "__main__":
    small = "hybrid" in sys.argv and "large" not in sys.argv
    serve_peer(LlamaIndex("hybrid" in sys.argv, chunk_size=256 if small else DEFAULT_CHUNK_SIZE))
