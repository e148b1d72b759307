"""The reader that comes with the package, on ONNX Runtime; `training/` has its data, script and model card."""

import json
from collections.abc import Sequence
from importlib.resources import as_file, files

from index.errors import ModelError
from index.models.onnx import OnnxModel, ThreadMap
from index.models.packaged_weights import file_digest, verified_files
from index.passage_text import encodable

_MAX_TOKENS = 192
"""Maximum tokens of question and text together, as in training; a longer text is cut at its end."""
_MAX_QUESTION_TOKENS = 64
"""Maximum tokens of a question, which is cut at its end."""


class PackagedReader:
    """A 12-layer cross-encoder for English, trained to tell statements from near misses.

    Its tokenizer is that of uncased BERT, which the packaged late-interaction model has too.
    """

    def __init__(self, threads: int) -> None:
        """Load the weights.

        Raises:
            ModelError: the weights are missing or altered.
        """
        tokenizer = verified_files("answerai-colbert-small-v1")["models/data/colbert/tokenizer.json"]
        folder = files("qa.answering.reader")
        expected = json.loads(folder.joinpath("reader.json").read_text(encoding="utf-8"))["sha256"]
        with as_file(folder.joinpath("reader.onnx")) as path:
            if not path.is_file() or file_digest(path) != expected:
                raise ModelError(f"reader: {path} is missing or altered; reinstall factsheet-qa")
            self._model = OnnxModel(path, tokenizer)
        self._map = ThreadMap(threads)
        self._first, self._last = self._model.marker("[CLS]"), self._model.marker("[SEP]")

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the log-odds, for each English text, that it states what the English question asks."""
        query = [self._first, *self._model.token_ids(encodable(question))[:_MAX_QUESTION_TOKENS], self._last]
        return list(self._map(lambda text: self._score(query, self._model.token_ids(encodable(text))), texts))

    def _score(self, query: Sequence[int], text: Sequence[int]) -> float:
        shown = [*text[: _MAX_TOKENS - len(query) - 1], self._last]
        types = [0] * len(query) + [1] * len(shown)
        return float(self._model.run([*query, *shown], types)[0])
