"""Produce the outcome that the command `evaluate` asks for: by the engine, with a language model, or from a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from qa.commands.options import index_place
from qa.commands.output import messages, warn
from qa.commands.progress import step_progress
from qa.errors import UsageError

if TYPE_CHECKING:
    from qa.engine import FactsheetQA
    from qa.evaluate.cache import AnswerCache
    from qa.evaluate.evaluation import Outcome
    from qa.evaluate.question import Question
    from qa.settings import Settings


class Mode(StrEnum):
    """How answers are made: of quotes alone, or rephrased by the language model of the settings."""

    EXTRACTIVE = "extractive"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What to evaluate, as given on the command line.

    Raises:
        UsageError: Options contradict each other.
    """

    sets: Sequence[Path]
    documents: Sequence[str] | None
    index: str | None
    own_texts: bool
    index_time: bool
    fresh: bool
    mode: Mode
    answers: Path | None

    def __post_init__(self) -> None:
        asks = self.documents or self.index_time or self.fresh or self.mode is Mode.GENERATED
        if self.answers is not None and asks:
            raise UsageError("--run asks and indexes nothing: leave out --document, --index-time, --fresh and --mode")

    @property
    def set_names(self) -> list[str]:
        """Return the file names of the question sets."""
        return [path.name for path in self.sets]


def run_evaluation(request: EvaluationRequest) -> "tuple[Outcome, FactsheetQA]":
    """Evaluate what was requested and return the outcome with the engine whose index was used.

    Raises:
        UsageError: A language model is requested but not set.
        QuestionSetError: A set or the file of answers cannot be used.
        IndexFolderError: The index cannot be opened.
    """
    from qa.evaluate.question_sets.load import load_question_sets
    from qa.settings import Settings

    place = index_place(request.index)
    settings = Settings()
    if request.mode is Mode.GENERATED and settings.language_model is None:
        raise UsageError("--mode generated needs a language model: set FACTSHEET_QA_LLM_URL and FACTSHEET_QA_LLM_MODEL")
    extractive = settings.without_model()
    questions = load_question_sets(request.sets, own_texts=request.own_texts)
    engine = _engine_of_own_texts(request, extractive) if request.own_texts else _engine(place, extractive)
    if request.answers is not None:
        return _recorded(request, request.answers, engine, questions), engine
    outcome = _measured(request, engine, questions, None if request.fresh else _cache(engine, extractive))
    if request.mode is Mode.GENERATED:
        engine = _engine(engine.store.place, settings)
        # A model's answers differ from run to run, so they are never cached.
        outcome = replace(_measured(request, engine, questions, None), extractive=outcome.records)
    if request.index_time:
        outcome = _with_index_time(outcome, engine, extractive)
    return outcome, engine


def _engine(place: str | Path, settings: "Settings") -> "FactsheetQA":
    from qa import FactsheetQA

    return FactsheetQA.open(place, settings)


def _engine_of_own_texts(request: EvaluationRequest, settings: "Settings") -> "FactsheetQA":
    """Return an engine over the texts in the sets, in the given index folder or in one of the cache."""
    from qa import FactsheetQA
    from qa.evaluate.carried_texts import index_folder_of, write_carried_texts

    folder = request.index or index_folder_of(request.sets)
    with TemporaryDirectory() as texts, messages.status("Indexing the texts in the sets"):
        write_carried_texts(request.sets, Path(texts))
        return FactsheetQA.build([texts], index=folder, settings=settings)


def _measured(
    request: EvaluationRequest, engine: "FactsheetQA", questions: "Sequence[Question]", cache: "AnswerCache | None"
) -> "Outcome":
    """Run both arms, with progress."""
    from qa.evaluate.evaluation import measure

    with step_progress() as progress:
        outcome = measure(
            engine, questions, sets=request.set_names, documents=request.documents, cache=cache, progress=progress
        )
    if reused := outcome.about["reused_answers"]:
        messages.print(f"Reused {reused} cached answers; pass --fresh to ignore the cache.")
    return outcome


def _recorded(
    request: EvaluationRequest, answers: Path, engine: "FactsheetQA", questions: "Sequence[Question]"
) -> "Outcome":
    """Judge the answers of another system."""
    from qa.evaluate.evaluation import judge_recorded
    from qa.evaluate.recorded_answers import load_answers

    return judge_recorded(engine, load_answers(answers, questions), answers=answers.name, sets=request.set_names)


def _cache(engine: "FactsheetQA", settings: "Settings") -> "AnswerCache | None":
    """Return the cached answers of this engine, or None where they cannot be cached."""
    from qa.evaluate.cache import AnswerCache, cache_folder

    try:
        return AnswerCache.of_index(engine.store.place, settings, cache_folder() / "answers")
    except OSError as error:
        warn(f"answers are not cached for the next run: {error}")
        return None


def _with_index_time(outcome: "Outcome", engine: "FactsheetQA", settings: "Settings") -> "Outcome":
    from qa.evaluate.index_time import index_seconds

    with step_progress() as progress:
        return replace(outcome, index_seconds=index_seconds(engine, settings, progress))
