"""Read with any cross-encoder or entailment model through sentence-transformers: a hub id or a local folder."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.passage_text import encodable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 8
_ENTAILS, _CONTRADICTS = "entail", "contra"
"""Beginnings of the names that entailment models give to two of their labels."""


class CrossEncoderReader:
    """A model of pairs with one output (relevance), or three (entailment, contradiction and neutral).

    Of an entailment model, the text is the premise and the question the hypothesis: both entailment and contradiction
    tell what is asked. Loading a hub id fetches it unless it is in the local cache; HF_HUB_OFFLINE=1
    forbids that.
    """

    def __init__(self, name: str, threads: int) -> None:
        """Load the model from its hub id or folder; raises ModelError."""
        self._model = _load(name, threads)
        config = self._model.config
        labels = dict(config.id2label or {}) if config is not None else {}
        self._places = _label_places(name, [str(label) for _, label in sorted(labels.items())])

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the log-odds, for each text, that it states what the question asks."""
        if not texts:
            return []
        if self._places is None:
            outputs = self._outputs([(encodable(question), encodable(text)) for text in texts])
            return [float(score) for score in outputs.reshape(-1)]
        outputs = self._outputs([(encodable(text), encodable(question)) for text in texts])
        return [_tells(row, *self._places) for row in outputs]

    def _outputs(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        from torch.nn import Identity

        found = self._model.predict(
            list(pairs), batch_size=_BATCH, activation_fn=Identity(), show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(found, dtype=np.float32)


def _tells(logits: NDArray[np.float32], entails: int, contradicts: int) -> float:
    """Return the log-odds of entailment or contradiction against neutral."""
    neutral = next(place for place in range(len(logits)) if place not in (entails, contradicts))
    return float(np.logaddexp(logits[entails], logits[contradicts]) - logits[neutral])


def _label_places(name: str, labels: Sequence[str]) -> tuple[int, int] | None:
    """Return the outputs of entailment and contradiction; None for a model with a single output."""
    if len(labels) == 1:
        return None
    places = {
        start: [place for place, label in enumerate(labels) if label.lower().startswith(start)]
        for start in (_ENTAILS, _CONTRADICTS)
    }
    if len(labels) != 3 or any(len(found) != 1 for found in places.values()):  # noqa: PLR2004 - three-way entailment
        raise ModelError(
            f"{name}: its outputs are {', '.join(labels)}; name a cross-encoder with one output, or an "
            "entailment model with the outputs entailment, neutral and contradiction, in FACTSHEET_QA_READER"
        )
    return places[_ENTAILS][0], places[_CONTRADICTS][0]


def _load(name: str, threads: int) -> "CrossEncoder":
    try:
        import torch
        from sentence_transformers import CrossEncoder

        torch.set_num_threads(threads)
        model: CrossEncoder = CrossEncoder(name, device="cpu")
    except (ImportError, OSError, RuntimeError, ValueError, KeyError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"{name}: sentence-transformers cannot load it as a cross-encoder ({reason}); name an id of the Hugging "
            "Face hub (fetched once, with a connection) or a model's folder in FACTSHEET_QA_READER"
        ) from error
    return model
