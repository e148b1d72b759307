"""The packaged cross-encoder over vectors of word pieces: a piece can be read by another vector than its own."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.base import Vectors
from index.errors import ModelError
from index.models.model_cache import converted_model
from index.models.onnx import onnx_session
from index.models.packaged_weights import file_digest, verified_files
from index.storage.sealed_folder import Content

_GRAPH, _TABLE, _SCALE = "reader.bin", "words.npy", "scale.npy"


class VectorReader:
    """A 12-layer cross-encoder for English, trained to tell statements from near misses. Safe to share.

    Its tokenizer is that of uncased BERT, which the packaged late-interaction model has too.
    """

    def __init__(self) -> None:
        """Load the weights, converted at first use.

        Raises:
            ModelError: the weights are missing or altered.
        """
        tokenizer = verified_files("answerai-colbert-small-v1")["models/data/colbert/tokenizer.json"]
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        folder = files("qa.answering.reader")
        digest = json.loads(folder.joinpath("reader.json").read_text(encoding="utf-8"))["sha256"]
        with as_file(folder.joinpath("reader.onnx")) as path:
            if not path.is_file() or file_digest(path) != digest:
                raise ModelError(f"reader: {path} is missing or altered; reinstall factsheet-qa")
            with converted_model("reader", digest, partial(_converted, path)) as converted:
                self._session = onnx_session(converted / _GRAPH)
                self._table = np.load(converted / _TABLE, mmap_mode="r")
                self._scale, self._zero = np.load(converted / _SCALE).tolist()
        self.first, self.last = (self.vectors([mark]) for mark in self._tokenizer.encode("").ids)

    def __len__(self) -> int:
        """Return the number of word pieces that it knows."""
        return len(self._table)

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of the word pieces of each text, without markers."""
        encodings: list[Encoding] = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [each.ids for each in encodings]

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Return the vectors of word pieces, shape (pieces, hidden)."""
        rows = self._table[np.asarray(ids, dtype=np.intp)].astype(np.float32)
        return np.asarray((rows - np.float32(self._zero)) * np.float32(self._scale), dtype=np.float32)

    def score(self, question: Vectors, text: Vectors) -> float:
        """Return the log-odds that a text states what is asked; both as vectors with their markers."""
        vectors = np.concatenate([question, text])
        shape = (1, len(vectors))
        inputs = {
            "words": vectors[None],
            "input_ids": np.zeros(shape, dtype=np.int64),
            "attention_mask": np.ones(shape, dtype=np.int64),
            "token_type_ids": (np.arange(len(vectors)) >= len(question)).astype(np.int64)[None],
        }
        return float(self._session.run(None, inputs)[0][0][0])


def _converted(reader: Path) -> Mapping[str, Content]:
    # Imported here, because only the first use of the weights needs onnx.
    from qa.answering.reader.cross_lingual_graphs import split_reader

    graph, vectors = split_reader(reader)
    return {_GRAPH: graph, _TABLE: vectors.integers, _SCALE: np.array([vectors.scale, vectors.zero])}
