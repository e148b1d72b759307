"""Ask the right documents: those that everyone sees, a visitor's own, or both."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.model import Document
from qa.answering.comparison import Comparison, with_changes
from qa.model import Answer
from qa.web.metrics import Metrics
from qa.web.visits.turns import Turn, TurnScope, history
from qa.web.visits.visits import Visit

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

_TELLING = ("not_held", "off_topic", "not_stated")
"""Reasons of refusals, from the one that says least about what the documents hold to the one that says most."""


class Asker:
    """Answers the questions of visitors and of programs over one shared index."""

    def __init__(self, engine: "FactsheetQA", metrics: Metrics) -> None:
        self.shared = engine
        self.metrics = metrics

    def engines(self, visit: Visit) -> list[tuple["FactsheetQA", bool]]:
        """What a visitor can ask: the engine over the shared documents, then that over the visitor's own, with True."""
        own = visit.shelf.engine
        return [(self.shared, False), *([(own, True)] if own else [])]

    def engine(self, visit: Visit, own: bool) -> "FactsheetQA":
        """The engine over a visitor's own documents, or over the shared ones."""
        return (visit.shelf.engine if own else None) or self.shared

    def documents(self, visit: Visit) -> list[Document]:
        """All documents that a visitor can ask: the shared ones, then the visitor's own."""
        return [document for engine, _ in self.engines(visit) for document in engine.documents()]

    def ask(self, visit: Visit, question: str, scope: TurnScope) -> Iterator[tuple[Answer, bool]]:
        """The best answer that the documents within a scope give, and whether the visitor's own documents gave it.

        Shared and own documents lie in indexes of their own, so that nobody can find what another brought. Both are
        asked; an answer counts more than a refusal, then the likelier answer counts more. Where a language model
        rephrases it, the answer comes again and again, as it grows.
        """
        fitting = self._fitting(visit, scope)
        streams = [(self._answers(engine, question, scope, visit.turns), own) for engine, own in fitting]
        firsts = [(next(stream), stream, own) for stream, own in streams]
        answer, stream, own = max(firsts, key=lambda first: _worth(first[0]))
        yield answer, own
        for answer in stream:
            yield answer, own
        self.metrics.count(answer)

    def compare(self, visit: Visit, topic: str, scope: TurnScope) -> Comparison:
        """What each document within a scope says on a topic, the shared ones and the visitor's own alike."""
        found = [
            engine.compare(topic, scope.countries or None, scope.years or None)
            for engine, _ in self._fitting(visit, scope)
        ]
        return replace(found[0], rows=with_changes([row for each in found for row in each.rows]))

    def _fitting(self, visit: Visit, scope: TurnScope) -> list[tuple["FactsheetQA", bool]]:
        """The engines that hold a document within a scope; the shared one where none does."""
        engines = self.engines(visit)
        return [each for each in engines if any(map(scope.fits, each[0].documents()))] or engines[:1]

    def _answers(
        self, engine: "FactsheetQA", question: str, scope: TurnScope, turns: Sequence[Turn]
    ) -> Iterator[Answer]:
        held = {document.id for document in engine.documents()}
        return engine.ask_stream(
            question,
            history=history(turns),
            countries=scope.countries or None,
            years=scope.years or None,
            documents=[document.id for document in scope.documents if document.id in held] or None,
        )


def _worth(answer: Answer) -> tuple[bool, float, int]:
    reason = _TELLING.index(answer.reason) if answer.reason else len(_TELLING)
    return answer.answered, answer.confidence if answer.answered else 0.0, reason
