"""Identify the language of a question."""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
from py3langid.modelio import load_model

LANGUAGES = ("en", "es", "fr", "de")
"""Languages of questions and answers, as two-letter codes."""
_CLASSES = sorted(LANGUAGES)
"""The same in the order of the packaged identifier, which decides where a text tells nothing."""


@cache
def _identifier() -> LanguageIdentifier:
    """Return the identifier, restricted to `LANGUAGES`: on short questions this is far more accurate.

    The packaged model is compressed and has 142 languages. Its automaton would take 40 MB of memory, so it is unpacked
    once and stays on disk, and the numbers of other languages are left out.
    """
    # Imported here, because most of the program needs the names of the languages only.
    from index.models.model_cache import converted_model
    from index.models.packaged_weights import file_digest

    packaged = MODEL_DIR / MODEL_FILE
    name = "-".join(("language-identifier", *_CLASSES))
    with converted_model(name, file_digest(packaged), lambda: _unpacked(packaged)) as folder:
        table, priors, features, first = (
            np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("table", "priors", "features", "first")
        )
        transitions = _NumbersOnDisk(folder / "transitions.bin")
    return LanguageIdentifier(
        table, priors, _CLASSES, transitions, memoryview(features), norm_probs=True, tk_row=memoryview(first)
    )


class _NumbersOnDisk:
    """Unsigned numbers of 32 bits in a file, of which a question needs one for each of its bytes."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self._lock = Lock()

    def __getitem__(self, position: int) -> int:
        with self._lock:
            self._file.seek(4 * position)
            return int.from_bytes(self._file.read(4), "little")


def _unpacked(packaged: Path) -> dict[str, NDArray[Any] | bytes]:
    """Return the arrays of the packaged identifier, those of its classifier for `LANGUAGES` only."""
    table, priors, languages, transitions, first, features = load_model(packaged)
    columns = [languages.index(language) for language in _CLASSES]
    return {
        "transitions.bin": np.asarray(transitions, "<u4").tobytes(),
        "first.npy": np.asarray(first, np.uint32),
        "features.npy": np.asarray(features, np.int32),
        "table.npy": np.ascontiguousarray(table[:, columns]),
        "priors.npy": np.asarray(priors, np.float32)[columns],
    }


def language_of(text: str) -> str:
    """Return the language of a question, one of `LANGUAGES`; English if there are no letters.

    An inverted question mark is better evidence than the words, most of which may be a foreign name.
    """
    if "¿" in text:
        return "es"
    if not any(character.isalpha() for character in text):
        return "en"
    code, _ = _identifier().classify(text)
    return str(code)
