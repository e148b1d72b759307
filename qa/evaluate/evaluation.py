"""A whole evaluation of an engine: both arms, and what was run."""

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
    """The records of both arms; `known` is empty where there is one document only, or where answers were recorded.

    `about` says what was run. `index_seconds` is how long a document takes to be indexed, if that was measured.
    Where a language model wrote the answers, `extractive` holds the records of the same questions without it.
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
        engine: What is measured.
        questions: The questions, with their gold answers.
        sets: The names of the question sets, for the record.
        documents: Ask only these documents; None asks them all.
        cache: Answers that the same engine gave before.
        progress: Called with the arm, how many questions are done and how many there are.

    Raises:
        UnknownDocumentError: A document to ask is not held.
    """
    names = [document.name for document in engine.documents()]
    if unknown := [name for name in documents or () if name not in names]:
        raise UnknownDocumentError(
            f"no document named {unknown[0]!r} in this index; it has: {', '.join(names) or 'no documents'}"
        )
    held = [name for name in names if documents is None or name in documents]
    _warn_of_missing(questions, held)
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
    known = known_documents(questions, held) if len(held) > 1 else {}
    by_document = run("Asking the known document", [one for one in questions if one.id in known], known)
    about = _about(engine, sets) | {"documents": documents, "reused_answers": cache.reused if cache is not None else 0}
    return Outcome(records, by_document, about)


def judge_recorded(
    engine: "FactsheetQA", seen: Sequence[Observation], *, answers: str, sets: Sequence[str] = ()
) -> Outcome:
    """Judge what another system gave on the documents that the engine holds.

    Args:
        engine: Holds the documents, whose pages quotes are held against; it is asked nothing.
        seen: What the system gave for each question.
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


def _warn_of_missing(questions: Sequence[Question], held: Sequence[str]) -> None:
    for name, count in documents_not_held(questions, held).items():
        _log.warning("%s is not held, but %d questions have evidence in it", name, count)


def known_documents(questions: Iterable[Question], held: Sequence[str]) -> dict[str, list[str]]:
    """For each question's id that names evidence in documents held, the names of these as they are held.

    Questions of search alone are left out: to be told the document is to be told the answer.
    """
    found = {}
    for question in questions:
        if question.kind == "retrieval":
            continue
        wanted = {document_key(name) for name in question.documents}
        if names := [name for name in held if document_key(name) in wanted]:
            found[question.id] = names
    return found


def documents_not_held(questions: Iterable[Question], held: Sequence[str]) -> dict[str, int]:
    """The documents that evidence names and the index does not hold, each with the number of its questions."""
    keys = {document_key(name) for name in held}
    missing: dict[str, int] = {}
    for question in questions:
        for name in question.documents:
            if document_key(name) not in keys:
                missing[name] = missing.get(name, 0) + 1
    return missing
