"""Ask the right documents: those that everyone sees, a visitor's own, or both."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.model import Document
from qa.model import Answer
from qa.web.conversation import Scope, Turn, history
from qa.web.metrics import Metrics
from qa.web.visits import Visit

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

_TELLING = ("not_held", "off_topic", "not_stated")
"""Reasons of refusals, from the one that says least about what the documents hold to the one that says most."""


class Asker:
    """Answers the questions of visitors and of programs over one shared index."""

    def __init__(self, engine: "FactsheetQA", metrics: Metrics) -> None:
        self.shared = engine
        self.metrics = metrics

    def engine(self, visit: Visit, own: bool) -> "FactsheetQA":
        """The engine over a visitor's own documents, or over the shared ones."""
        return (visit.shelf.engine if own else None) or self.shared

    def documents(self, visit: Visit) -> list[Document]:
        """All documents that a visitor can ask: the shared ones, then the visitor's own."""
        own = visit.shelf.engine
        return [*self.shared.documents(), *(own.documents() if own else ())]

    def ask(self, visit: Visit, question: str, scope: Scope) -> tuple[Answer, bool]:
        """The best answer that the documents within a scope give, and whether the visitor's own documents gave it.

        Shared and own documents lie in indexes of their own, so that nobody can find what another brought. Both are
        asked; an answer counts more than a refusal, then the likelier answer counts more.
        """
        engines = [(self.shared, False), *([(visit.shelf.engine, True)] if visit.shelf.engine else [])]
        fitting = [(engine, own) for engine, own in engines if any(map(scope.fits, engine.documents()))]
        answers = [(self._answer(engine, question, scope, visit.turns), own) for engine, own in fitting or engines[:1]]
        answer, own = max(answers, key=lambda pair: _worth(pair[0]))
        self.metrics.count(answer)
        return answer, own

    def _answer(self, engine: "FactsheetQA", question: str, scope: Scope, turns: Sequence[Turn]) -> Answer:
        held = {document.id for document in engine.documents()}
        return engine.ask(
            question,
            history=history(turns),
            countries=scope.countries or None,
            years=scope.years or None,
            documents=[document.id for document in scope.documents if document.id in held] or None,
        )


def _worth(answer: Answer) -> tuple[bool, float, int]:
    reason = _TELLING.index(answer.reason) if answer.reason else len(_TELLING)
    return answer.answered, answer.confidence if answer.answered else 0.0, reason
