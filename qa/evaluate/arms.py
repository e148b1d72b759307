"""The two arms of a run over several documents: the whole corpus, and the document that bears the answer."""

from collections.abc import Iterable, Sequence

from qa.evaluate.places import document_key
from qa.evaluate.questions import Question


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
