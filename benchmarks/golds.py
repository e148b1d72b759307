"""Collect the evidence for measuring readers: every quote of the question sets, with its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.material import BUNDLED, BUNDLED_QUESTIONS, SHARED
from qa.evaluate.question import Evidence
from qa.evaluate.question_sets.load import load_question_sets


@dataclass(frozen=True, slots=True)
class Arm:
    """Files of one format with their evidence; each place counts once, even if several questions rely on it."""

    name: str
    golds: tuple[tuple[Path, Evidence], ...]

    @property
    def files(self) -> list[Path]:
        """Return the files, each once."""
        return list(dict.fromkeys(path for path, _ in self.golds))


def arms() -> list[Arm]:
    """Return the arms that can be measured here: without the shared material only the bundled factsheets."""
    found = [_arm("bundled factsheets, PDF", BUNDLED, [BUNDLED_QUESTIONS])]
    factsheets, questions = SHARED / "factsheets", SHARED / "questions"
    if factsheets.is_dir() and questions.is_dir():
        mexico, compare = questions / "mexico_dev.jsonl", questions / "compare.jsonl"
        found.append(_arm("shared factsheets, PDF", factsheets, [mexico, compare], default="mexico_2023.pdf"))
        found.append(_arm("shared factsheet, text form", factsheets, [mexico], default="mexico_2023.txt"))
    return found


def _arm(name: str, folder: Path, sets: Sequence[Path], default: str = "") -> Arm:
    """Return all evidence of question sets; evidence that names no document is in the default one."""
    places: dict[tuple[object, ...], tuple[Path, Evidence]] = {}
    for question in load_question_sets(sets):
        for evidence in question.evidence:
            path = folder / (evidence.document or default)
            key = (path, evidence.quote, evidence.page, evidence.row, evidence.column)
            places.setdefault(key, (path, evidence))
    return Arm(name, tuple(places.values()))
