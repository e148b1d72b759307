"""haiku.rag as its documentation has it: docling reads, sqlite-vec and full-text search find, joined by rank fusion.

It embeds through a model server; here that is the Ollama interface, named by OLLAMA_BASE_URL. When it is imported it
fetches the table of a tokenizer, unless tiktoken finds a copy in the folder TIKTOKEN_CACHE_DIR; to read a PDF, docling
fetches its models.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from requests.exceptions import ConnectionError as Unreachable

from benchmarks.peers.contract import Passage, serve_peer

try:
    from haiku.rag.client import HaikuRAG
except Unreachable:
    sys.exit("it fetches the table of its tokenizer when it is imported, and there is no network")


class Haiku:
    """One database over all files."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._builds = 0

    def index(self, files: Sequence[Path]) -> int:
        """Convert, cut and embed."""
        self._builds += 1
        self._client = HaikuRAG(Path(self._folder.name) / f"{self._builds}.db")
        return asyncio.run(self._add(files))

    async def _add(self, files: Sequence[Path]) -> int:
        count = 0
        for path in files:
            document = await self._client.create_document_from_source(path)
            count += len(await self._client.chunk_repository.get_by_document_id(document.id))
        return count

    def search(self, question: str, k: int) -> list[Passage]:
        """Search by vectors and words; its chunks have no page."""
        found = asyncio.run(self._client.search(question, limit=k))
        return [Passage(chunk.content, Path(chunk.document_uri).name) for chunk, _ in found]


if __name__ == "__main__":
    serve_peer(Haiku())
