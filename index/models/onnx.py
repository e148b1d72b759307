"""ONNX Runtime sessions of BERT-like models, and their inputs."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.base import Vectors

Item = TypeVar("Item")
Result = TypeVar("Result")

WINDOW = 512
"""Maximum tokens, markers included, that these models take at once."""


_SLOW_FUSIONS = ["SkipLayerNormFusion", "EmbedLayerNormFusion"]
"""Fusions of layer normalisation, which on a CPU make it ten times slower: a quarter of a model's time."""


def onnx_session(model: Path) -> Any:  # noqa: ANN401 - ONNX Runtime has no types
    """Load a model into a session of one thread.

    Texts are short, so several are run at a time, each in its own thread, instead of one by several threads.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The arena would keep the memory of the largest batch.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW_FUSIONS
    )


def in_background(load: Callable[[], Result]) -> Future[Result]:
    """Start loading a model in another thread: meanwhile a build can start to read files, a server open its index."""
    loader = ThreadPoolExecutor(1, thread_name_prefix="loader")
    loading = loader.submit(load)
    loader.shutdown(wait=False)
    return loading


class ThreadMap:
    """Applies a function to items in parallel; a single item takes no other thread, so it need not wait for many."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="model")

    def __call__(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterable[Result]:
        """Return the results in the order of the items."""
        return map(function, items) if len(items) < 2 else self._pool.map(function, items)


class OnnxModel:
    """A session with its tokenizer: token ids in, the first output out. Safe to share between threads."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        self._session = onnx_session(model)
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def run(self, ids: Sequence[int], types: Sequence[int] | None = None) -> Vectors:
        """Return the first output for one sequence of token ids, without the batch axis."""
        row: NDArray[np.int64] = np.array([ids], dtype=np.int64)
        kinds = np.zeros_like(row) if types is None else np.array([types], dtype=np.int64)
        inputs = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": kinds}
        output: Vectors = self._session.run(None, inputs)[0][0]
        return output

    def token_ids(self, text: str) -> list[int]:
        """Return the ids of a text's tokens, without markers."""
        encoding: Encoding = self.tokenizer.encode(text, add_special_tokens=False)
        ids: list[int] = encoding.ids
        return ids

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the first character, and the one after the last, of each of a text's tokens, without markers."""
        spans: list[tuple[int, int]] = self.tokenizer.encode(text, add_special_tokens=False).offsets
        return spans

    def marker(self, token: str) -> int:
        """Return the id of a token in the vocabulary."""
        number: int | None = self.tokenizer.token_to_id(token)
        if number is None:
            raise ValueError(f"{token} is not in the vocabulary")
        return number


def windows(ids: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """Cut a sequence into as few parts of nearly equal length, at most `size` ids each, as possible; at least one."""
    parts = max(1, -(-len(ids) // size))
    bounds = [part * len(ids) // parts for part in range(parts + 1)]
    return [ids[start:end] for start, end in zip(bounds, bounds[1:], strict=False)]
