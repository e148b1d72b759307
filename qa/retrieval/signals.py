"""Ranking signals: named numbers that support or oppose a candidate, declared once for ranking and for fitting."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Evidence = TypeVar("Evidence")


class UnknownSignalError(ValueError):
    """A weight is given for a signal that does not exist. The message names the known signals."""


@dataclass(frozen=True, slots=True)
class Signal(Generic[Evidence]):
    """A named number computed from the evidence for a candidate."""

    name: str
    description: str
    compute: Callable[[Evidence], float]


class SignalSet(Generic[Evidence]):
    """The signals of one kind of candidate, in the order in which they are summed."""

    def __init__(self, candidates: str) -> None:
        """Create an empty set; `candidates` says what is ranked, for messages."""
        self._candidates = candidates
        self._signals: dict[str, Signal[Evidence]] = {}

    def declare(self, compute: Callable[[Evidence], float]) -> Callable[[Evidence], float]:
        """Add a function as a signal, by its name without a leading underscore. Use as a decorator.

        The docstring is the description.
        """
        self.add(compute.__name__.removeprefix("_"), (compute.__doc__ or "").strip(), compute)
        return compute

    def add(self, name: str, description: str, compute: Callable[[Evidence], float]) -> None:
        """Add a signal.

        Raises:
            ValueError: the name is taken, or the description is empty.
        """
        if name in self._signals or not description:
            raise ValueError(f"the signal {name!r} of {self._candidates} is declared twice or has no description")
        self._signals[name] = Signal(name, description, compute)

    def add_kinds(self, kinds: Iterable[str], kind_of: Callable[[Evidence], str]) -> None:
        """Add one signal for each kind of candidate: 1 for a candidate of that kind, else 0."""
        for kind in kinds:
            self.add(f"kind_{kind}", f"1 if the candidate is of the kind {kind}.", _is_of_kind(kind, kind_of))

    @property
    def signals(self) -> tuple[Signal[Evidence], ...]:
        """Return the declared signals."""
        return tuple(self._signals.values())

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the declared signals."""
        return tuple(self._signals)

    def values(self, evidence: Evidence) -> dict[str, float]:
        """Return the value of each signal by name."""
        return {name: signal.compute(evidence) for name, signal in self._signals.items()}

    def checked(self, weights: Mapping[str, float]) -> Mapping[str, float]:
        """Return the weights if each belongs to a declared signal.

        Raises:
            UnknownSignalError: a weight names no signal.
        """
        unknown = sorted(weights.keys() - self._signals.keys())
        if unknown:
            known = ", ".join(sorted(self._signals))
            raise UnknownSignalError(
                f"weights.json weighs {', '.join(map(repr, unknown))} for {self._candidates}, where there are only "
                f"{known}; correct the name or fit the weights again (benchmarks/fitting/fit.py)"
            )
        return weights


def weigh(signals: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighted sum of signals; a signal without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in signals.items())


def _is_of_kind(kind: str, kind_of: Callable[[Evidence], str]) -> Callable[[Evidence], float]:
    return lambda evidence: float(kind_of(evidence) == kind)
