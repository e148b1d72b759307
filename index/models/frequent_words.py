"""Vectors of frequent English words that come with the package, so that indexing need not compute them.

`python -m index.models.frequent_words` writes them again; a change of the embedder requires that. The words are those
of the vocabulary of the packaged late-interaction model, which has frequent words first.
"""

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from index.base import Vectors
from index.models.registry import TOKEN_ENCODER, load_embedder, model_digest

EMBEDDER = "multilingual-e5-small"
"""The embedder that computed the vectors."""
_COUNT = 6_000
_SHORTEST = 3
_LIMIT = 127
_FILE = files("index.models").joinpath("frequent_words.npz")


def frequent_word_vectors(embedder: str, words: Sequence[str]) -> dict[str, Vectors]:
    """Return the vectors, as questions of one word, of those words that are frequent, for an embedder.

    They are quantised to 8 bits: the cosine with the embedder's own vectors is above 0.9999. Without vectors of the
    embedder's present weights, the result is empty.
    """
    if embedder != EMBEDDER or not words:
        return {}
    with as_file(_FILE) as path, np.load(path, allow_pickle=False) as stored:
        if str(stored["digest"]) != model_digest(EMBEDDER):
            return {}
        rows = {word: row for row, word in enumerate(stored["words"].tolist())}
        found = [word for word in words if word in rows]
        values = stored["values"][[rows[word] for word in found]].astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    return dict(zip(found, values, strict=True))


def write_frequent_words(path: Path) -> None:
    """Embed the frequent words and write their vectors."""
    words = _frequent_words()
    vectors = load_embedder(EMBEDDER, 2).embed_questions(words)
    values = np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * _LIMIT).astype(np.int8)
    np.savez_compressed(path, digest=np.array(model_digest(EMBEDDER)), words=np.array(words), values=values)


def _frequent_words() -> list[str]:
    """Return the first words of the late-interaction model's vocabulary, apart from names of letters and fragments."""
    from tokenizers import Tokenizer

    from index.models.packaged_weights import verified_files

    tokenizer = next(path for path in verified_files(TOKEN_ENCODER).values() if path.name == "tokenizer.json")
    by_number = sorted(Tokenizer.from_file(str(tokenizer)).get_vocab().items(), key=lambda item: item[1])
    words = [piece for piece, _ in by_number if piece.isascii() and piece.isalpha() and len(piece) >= _SHORTEST]
    return words[:_COUNT]


if __name__ == "__main__":
    with as_file(_FILE) as written:
        write_frequent_words(written)
