"""Measure the verifier on labelled sentences, and choose its limits: `python -m benchmarks.verifier`.

A limit is the highest that keeps the wanted share of the true sentences which no other check removes. It is measured on
sentences it was not chosen on: each document is judged with the limit from the two others. The printed limits, chosen
on all three, are those of `qa/verification/support.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import typer

from benchmarks.material import BUNDLED, write
from benchmarks.model_tables import verifier_full
from benchmarks.verifier.labelled import Labelled, labelled
from qa import FactsheetQA
from qa.verification.support import Support
from qa.verification.verifier import Fault

GROUPS = ("English", "other languages")
KEPT = 0.95
"""Minimum share of the true sentences that a limit must keep."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with the results of the cheap checks and how well it is supported."""

    sentence: Labelled
    fault: Fault | None
    support: Support

    @property
    def group(self) -> str:
        """Return the group: sentences in the documents' language are judged separately from all others."""
        return "English" if self.sentence.language == "en" else "other languages"


def main() -> None:
    """Judge every sentence, print and write the shares caught and kept, and print the limits."""
    with TemporaryDirectory() as folder:
        engine = FactsheetQA.build([BUNDLED], index=Path(folder) / "index")
        judged = judge(engine)
    groups = {group: [one for one in judged if one.group == group] for group in GROUPS}
    result = {
        "sentences": len(judged),
        "limits": {group: limit(members) for group, members in groups.items()},
        "unseen": {group: shares(removed_when_unseen(members)) for group, members in groups.items()},
        "by words alone": {
            group: shares((one, one.fault is not None) for one in members) for group, members in groups.items()
        },
    }
    write("verifier", result)
    typer.echo(f"{verifier_full(result)}\n\nlimits: {result['limits']}")


def judge(engine: FactsheetQA) -> list[Judged]:
    """Return every labelled sentence with the verifier's findings."""
    verifier = engine.verifier()
    return [
        Judged(
            one,
            verifier.contradiction(one.text, one.language, one.citation),
            verifier.support(one.text, one.language, one.citation),
        )
        for one in labelled(engine)
    ]


def limit(judged: Iterable[Judged]) -> float:
    """Return the highest limit that keeps a share of the true sentences that no other check removes."""
    scores = [one.support.score for one in judged if one.sentence.is_true and one.fault is None]
    return round(float(np.quantile(scores, 1 - KEPT)), 3)


def removed_when_unseen(judged: Sequence[Judged]) -> list[tuple[Judged, bool]]:
    """Return whether each sentence is removed, by the limit from the other documents."""
    removed = []
    for document in {one.sentence.citation.document for one in judged}:
        others = [one for one in judged if one.sentence.citation.document != document]
        least = limit(others)
        own = (one for one in judged if one.sentence.citation.document == document)
        removed += [(one, one.fault is not None or one.support.score < least) for one in own]
    return removed


def shares(removed: Iterable[tuple[Judged, bool]]) -> dict[str, dict[str, float]]:
    """Return the share of sentences removed by kind of error, over all false ones, and of the true ones."""
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for one, gone in removed:
        by_kind[one.sentence.kind].append(gone)
        if not one.sentence.is_true:
            by_kind["all false"].append(gone)
    return {kind: {"removed": round(float(np.mean(gone)), 3), "n": len(gone)} for kind, gone in sorted(by_kind.items())}


if __name__ == "__main__":
    typer.run(main)
