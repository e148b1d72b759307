"""Ask the shared documents, a visitor's own, or both."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.model import Document
from qa.answering.comparison import Comparison, with_changes
from qa.model import Answer
from qa.text.normalize import content_words
from qa.web.metrics import Metrics
from qa.web.visits.turns import Turn, TurnScope, history
from qa.web.visits.visits import Visit

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

_REASONS = ("not_held", "off_topic", "not_stated")
"""Reasons of refusals, from the least to the most informative about the documents."""


class Asker:
    """Answers the questions of visitors and of programs over one shared index."""

    def __init__(self, engine: "FactsheetQA", metrics: Metrics) -> None:
        self.shared = engine
        self.metrics = metrics

    def engines(self, visit: Visit) -> list[tuple["FactsheetQA", bool]]:
        """Return the engine over the shared documents with False, then the one over the visitor's own with True."""
        own = visit.own_documents.engine
        return [(self.shared, False), *([(own, True)] if own else [])]

    def engine(self, visit: Visit, own: bool) -> "FactsheetQA":
        """Return the engine over a visitor's own documents, or over the shared ones."""
        return (visit.own_documents.engine if own else None) or self.shared

    def documents(self, visit: Visit) -> list[Document]:
        """Return all documents that a visitor can ask: the shared ones, then the visitor's own."""
        return [document for engine, _ in self.engines(visit) for document in engine.documents()]

    def ask(
        self, visit: Visit, question: str, scope: TurnScope, language: str, as_typed: bool = False
    ) -> Iterator[tuple[Answer, bool]]:
        """Yield the best answer from the documents within a scope, with True if it is from the visitor's own.

        Shared and own documents are in separate indexes, so that nobody can find another visitor's uploads. Both are
        asked; an answer wins over a refusal, then the more confident answer wins. Of refusals, that of the index with
        most words of the question wins, so that it does not say of a word in the other that no document mentions it.
        Where a language model rephrases the answer, it is yielded repeatedly as it grows. `language` is the page's, for
        questions too short to tell their own; one `as_typed` is neither corrected nor completed from the conversation.
        """
        fitting = self._fitting(visit, scope)
        turns = () if as_typed else visit.turns
        streams = [(self._answers(engine, question, scope, turns, language, as_typed), own) for engine, own in fitting]
        firsts = [(next(stream), stream, own) for stream, own in streams]
        ranks = [_rank(first[0], engine, question) for first, (engine, _) in zip(firsts, fitting, strict=True)]
        answer, stream, own = firsts[ranks.index(max(ranks))]
        yield answer, own
        for answer in stream:
            yield answer, own
        self.metrics.count(answer)

    def compare(self, visit: Visit, topic: str, scope: TurnScope) -> Comparison:
        """Compare what the documents within a scope, shared and own, say on a topic."""
        found = [
            engine.compare(topic, scope.countries or None, scope.years or None)
            for engine, _ in self._fitting(visit, scope)
        ]
        return replace(found[0], rows=with_changes([row for each in found for row in each.rows]))

    def _fitting(self, visit: Visit, scope: TurnScope) -> list[tuple["FactsheetQA", bool]]:
        """Return the engines that have a document within a scope; the shared one if none has."""
        engines = self.engines(visit)
        return [each for each in engines if any(map(scope.fits, each[0].documents()))] or engines[:1]

    def _answers(
        self,
        engine: "FactsheetQA",
        question: str,
        scope: TurnScope,
        turns: Sequence[Turn],
        language: str,
        as_typed: bool,
    ) -> Iterator[Answer]:
        known = {document.id for document in engine.documents()}
        return engine.ask_stream(
            question,
            history=history(turns),
            countries=scope.countries or None,
            years=scope.years or None,
            documents=[document.id for document in scope.documents if document.id in known] or None,
            language=language,
            as_typed=as_typed,
        )


def _rank(answer: Answer, engine: "FactsheetQA", question: str) -> tuple[bool, float, int, int]:
    """Return what is compared: the confidence of answers, and of refusals the number of known words and the reason."""
    if answer.reason is None:
        return answer.answered, answer.confidence, 0, 0
    known = engine.newest().index.vocabulary.known.among(list(dict.fromkeys(content_words(question))))
    return answer.answered, 0.0, len(known), _REASONS.index(answer.reason)
