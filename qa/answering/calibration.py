"""Adapt the fitted confidence to another reader or to a user's own documents, by a file that `calibrate` writes."""

from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.errors import CalibrationError
from qa.retrieval.weights import Weights

_READER = ("reader", "foreign_reader")
"""Signals that come from the reader."""


class LogOddsLine(BaseModel):
    """A straight line from one log-odds to another."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    slope: float = Field(default=1.0, gt=0)
    offset: float = 0.0

    def __call__(self, log_odds: float) -> float:
        """Return the point of the line."""
        return self.slope * log_odds + self.offset


class Calibration(BaseModel):
    """How to read a reader's scores and the confidence; `reader` is the reader's name in the settings."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    reader: str = ""
    scores: LogOddsLine = LogOddsLine()
    confidence: LogOddsLine = LogOddsLine()
    threshold: float | None = Field(default=None, ge=0, le=1)

    def applied(self, weights: Weights) -> Weights:
        """Return the weights with the lines folded into them."""
        rereading = {name: self._scaled(name, weight) for name, weight in weights.rereading.items()}
        offset = self.scores.offset * weights.confidence.get("reader", 0.0)
        judging = {name: self._scaled(name, weight) for name, weight in weights.confidence.items()}
        judging["bias"] = judging.get("bias", 0.0) + offset
        judging = {name: self.confidence.slope * weight for name, weight in judging.items()}
        judging["bias"] += self.confidence.offset
        threshold = weights.threshold if self.threshold is None else self.threshold
        return replace(weights, rereading=rereading, confidence=judging, threshold=threshold)

    def _scaled(self, name: str, weight: float) -> float:
        return weight * self.scores.slope if name in _READER else weight


def load_calibration(file: str, reader: str) -> Calibration:
    """Return the calibration in a file, or none for an empty name.

    Raises:
        CalibrationError: the file is missing, is no calibration, or is that of another reader.
    """
    if not file:
        return Calibration(reader=reader)
    try:
        found = Calibration.model_validate_json(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        reason = str(error).strip().splitlines()[0]
        raise CalibrationError(f"{file}: not a calibration ({reason}); {_CURE}") from error
    if found.reader != reader:
        raise CalibrationError(
            f"{file}: made for {_named(found.reader)}, but the settings name {_named(reader)}; {_CURE}"
        )
    return found


_CURE = "write one with `factsheet-qa calibrate SET FILE`, or empty FACTSHEET_QA_CALIBRATION"


def _named(reader: str) -> str:
    return f"the reader {reader!r}" if reader else "the packaged reader"
