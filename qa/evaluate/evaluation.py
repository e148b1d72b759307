"""Run a whole evaluation of an engine: both arms, and a record of what was run."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any

from qa.errors import UnknownDocumentError
from qa.evaluate.cache import AnswerCache
from qa.evaluate.metrics.evidence_match import document_key
from qa.evaluate.metrics.measures import Estimate
from qa.evaluate.metrics.page_texts import PageTexts
from qa.evaluate.metrics.record import Observation, QuestionRecord
from qa.evaluate.question import Question
from qa.evaluate.run import evaluate_engine, judge

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The records of both arms; `known` is empty if there is only one document or the answers were recorded.

    `about` says what was run. `index_seconds` is the time to index a document, if measured.
    If a language model wrote the answers, `extractive` has the records of the same questions without it.
    """

    records: Sequence[QuestionRecord]
    known: Sequence[QuestionRecord]
    about: Mapping[str, Any]
    index_seconds: Estimate | None = None
    extractive: Sequence[QuestionRecord] = ()


def measure(
    engine: "FactsheetQA",
    questions: Sequence[Question],
    *,
    sets: Sequence[str] = (),
    documents: Sequence[str] | None = None,
    cache: AnswerCache | None = None,
    progress: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> Outcome:
    """Run the whole-corpus arm and, over several documents, the known-document arm too.

    Args:
        engine: The engine to measure.
        questions: The questions, with their gold answers.
        sets: The names of the question sets, for the record.
        documents: Search only these documents; None searches all.
        cache: Earlier answers of the same engine.
        progress: Called with the arm, how many questions are done and how many there are.

    Raises:
        UnknownDocumentError: A document to search is not in the index.
    """
    names = [document.name for document in engine.documents()]
    if unknown := [name for name in documents or () if name not in names]:
        listed = ", ".join(names) or "none"
        raise UnknownDocumentError(f"no document named {unknown[0]!r} in this index; it has: {listed}")
    searched = [name for name in names if documents is None or name in documents]
    _warn_of_missing(questions, searched)
    sources = PageTexts.of_engine(engine)

    def run(
        arm: str, asked: Sequence[Question], where: Sequence[str] | Mapping[str, Sequence[str]] | None
    ) -> list[QuestionRecord]:
        done = iter(range(1, len(asked) + 1))
        return evaluate_engine(
            engine, asked, documents=where, sources=sources, cache=cache,
            progress=lambda: progress(arm, next(done), len(asked)),
        )  # fmt: skip

    records = run("Asking the whole corpus", questions, documents)
    known = known_documents(questions, searched) if len(searched) > 1 else {}
    by_document = run("Asking the known document", [one for one in questions if one.id in known], known)
    about = _about(engine, sets) | {"documents": documents, "reused_answers": cache.reused if cache is not None else 0}
    return Outcome(records, by_document, about)


def judge_recorded(
    engine: "FactsheetQA", seen: Sequence[Observation], *, answers: str, sets: Sequence[str] = ()
) -> Outcome:
    """Judge the recorded answers of another system on the documents in the engine's index.

    Args:
        engine: Source of the documents that quotes are checked against; it answers nothing.
        seen: The system's output for each question.
        answers: The name of the file with its answers, for the record.
        sets: The names of the question sets, for the record.
    """
    _warn_of_missing([one.question for one in seen], [document.name for document in engine.documents()])
    return Outcome(judge(seen, PageTexts.of_engine(engine)), (), _about(engine, sets) | {"answers": answers})


def _about(engine: "FactsheetQA", sets: Sequence[str]) -> dict[str, Any]:
    return {
        "version": metadata.version("factsheet-qa"),
        "sets": list(sets),
        "answers": None,
        "documents": None,
        "index": [asdict(document) for document in engine.documents()],
        "reused_answers": 0,
    }


def _warn_of_missing(questions: Sequence[Question], indexed: Sequence[str]) -> None:
    for name, count in missing_documents(questions, indexed).items():
        _log.warning("%s is not in the index, but %d questions have evidence in it", name, count)


def known_documents(questions: Iterable[Question], indexed: Sequence[str]) -> dict[str, list[str]]:
    """Return by question id the indexed documents in which the question has evidence.

    Questions for search only are left out: knowing the document would be knowing the answer.
    """
    found = {}
    for question in questions:
        if question.kind == "retrieval":
            continue
        wanted = {document_key(name) for name in question.documents}
        if names := [name for name in indexed if document_key(name) in wanted]:
            found[question.id] = names
    return found


def missing_documents(questions: Iterable[Question], indexed: Sequence[str]) -> dict[str, int]:
    """Return the documents with evidence that are not in the index, each with its number of questions."""
    keys = {document_key(name) for name in indexed}
    missing: dict[str, int] = {}
    for question in questions:
        for name in question.documents:
            if document_key(name) not in keys:
                missing[name] = missing.get(name, 0) + 1
    return missing
