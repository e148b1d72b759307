"""One question through all steps: scope, search, choice of quotes, confidence, and the answer or the refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document
from index.base import PairScorer
from index.reader import PassageIndex
from qa.across import aligned, goes_across
from qa.compose import answer_text, citations_of
from qa.confidence import confidence, confidence_signals, unknown_names
from qa.history import leans_on_history, with_history, with_last_question
from qa.language import language_of
from qa.model import Answer, Citation, Hit, Reason, Timings
from qa.phrases import words
from qa.retrieve import Candidate, Query, Retriever, coverage
from qa.scope import Scope
from qa.select import Choice, Selector
from qa.weights import Weights
from qa.wording import refusal
from qa.words import fold

_COMPARES = words("compares")
_SECOND_WITHIN = 1.0
"""A second piece is quoted too if its score is at most this much lower: it then is right at least every fourth time."""
_DECIDED = 0.5
"""From this fit on, up to 1, a question means one column; below, it names several or none."""
_SURE = 0.9
"""From this confidence one quote is enough."""
_NEAREST = 3
_OFF_TOPIC_COVERAGE = 0.34
"""A refusal is off topic when no near passage holds a third of the question's words; else the fact is not stated."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one reading of the question found: ranked passages, pieces, and the probability of being right."""

    query: Query
    candidates: Sequence[Candidate]
    choices: Sequence[Choice]
    confidence: float
    across: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    """For a question that goes through several documents: the pieces of each, by document id."""


class Answering:
    """Answers questions over one opened index."""

    def __init__(
        self, index: PassageIndex, retriever: Retriever, selector: Selector, scorer: PairScorer, weights: Weights
    ) -> None:
        self._index = index
        self._retriever = retriever
        self._selector = selector
        self._scorer = scorer
        self._weights = weights

    def ask(self, question: str, history: Sequence[tuple[str, str]], scope: Scope) -> Answer:
        """The answer to a question within a scope, or a refusal with its reason."""
        started = perf_counter()
        language = language_of(question)
        if scope.absent_countries or scope.absent_years:
            missing = [*scope.absent_countries, *(str(year) for year in scope.absent_years)]
            held = refusal(language, "not_held", self._index.documents, missing)
            return self._refused(question, language, "not_held", held, (), 0.0, started)
        attempt = self._attempt(question, history, scope, language)
        if attempt.confidence < self._weights.threshold or not attempt.choices:
            reason = self._reason(attempt)
            text = refusal(language, reason)
            return self._refused(question, language, reason, text, attempt.candidates, attempt.confidence, started)
        return self._answered(question, language, attempt, scope, started)

    def _attempt(self, question: str, history: Sequence[tuple[str, str]], scope: Scope, language: str) -> Attempt:
        """The question read alone or, if it leans on the conversation, with what went before."""
        allowed = self.allowed(scope.documents)
        if goes_across(question, scope):
            attempt = self._read(question, question, language, allowed)
            return replace(attempt, across=self._each(attempt.query, scope)) if attempt.choices else attempt
        if not history or not leans_on_history(question):
            return self._read(question, question, language, allowed)
        searched, asked = with_history(question, history), with_last_question(question, history)
        return self._read(searched, asked, language, allowed, answered=history[-1][1])

    def _read(
        self, searched: str, asked: str, language: str, allowed: NDArray[np.bool_] | None, answered: str = ""
    ) -> Attempt:
        query = self._retriever.query(searched, language)
        candidates = self._retriever.rank(query, allowed, 20)
        narrow = query if asked == searched else self._retriever.query(asked, language)
        choices = self._selector.choose(narrow, candidates, answered)
        if not choices:
            return Attempt(narrow, candidates, (), 0.0)
        signals = confidence_signals(narrow, choices, self._scorer, self._index.vocabulary.known)
        return Attempt(narrow, candidates, choices, confidence(signals, self._weights))

    def _each(self, query: Query, scope: Scope) -> dict[str, Sequence[Choice]]:
        """The best pieces of each document of the scope, by its id."""
        return {
            document.id: self._selector.choose(query, self._retriever.rank(query, self.allowed([document]), 20))
            for document in scope.documents
        }

    def allowed(self, documents: Sequence[Document]) -> NDArray[np.bool_] | None:
        """A mask over passages that lets only those of the documents through; None if all pass."""
        if len(documents) == len(self._index.documents):
            return None
        wanted = {document.id for document in documents}
        by_document = np.array([document.id in wanted for document in self._index.documents], dtype=np.bool_)
        mask: NDArray[np.bool_] = by_document[self._index.document_numbers]
        return mask

    def _answered(self, question: str, language: str, attempt: Attempt, scope: Scope, started: float) -> Answer:
        chosen = self._cited(attempt)
        held = {document.id: document for document in self._index.documents}
        groups: list[tuple[Document, Choice, Sequence[Citation]]] = []
        for choice in chosen:
            document = held[choice.unit.passage.document_id]
            groups.append((document, choice, citations_of(choice, document)))
        several = len({document.country for document in self._index.documents}) > 1
        return Answer(
            question=question,
            answered=True,
            text=answer_text(groups, language, name_countries=several),
            reason=None,
            confidence=attempt.confidence,
            language=language,
            citations=tuple(citation for _, _, citations in groups for citation in citations),
            timings=Timings(total=(perf_counter() - started) * 1000),
        )

    def _cited(self, attempt: Attempt) -> list[Choice]:
        """The pieces to quote: the best one, those that complete it, and a close second when in doubt."""
        if attempt.across:
            return aligned(attempt.across)
        best = attempt.choices[0]
        continued = [c for c in attempt.choices if c.unit.kind == "list" and c.unit.follows(best.unit)]
        if continued and attempt.query.expected in ("list", "any", "definition", "number"):
            return [best, continued[0]]
        others = self._other_columns(attempt, best)
        if others:
            return [best, *others]
        if attempt.confidence < _SURE:
            return [best, *self._close_second(attempt, best)]
        return [best]

    def _other_columns(self, attempt: Attempt, best: Choice) -> list[Choice]:
        """The same row in the other columns, when the question compares columns or names none."""
        passage = best.unit.passage
        if passage.column is None:
            return []
        compares = _COMPARES.search(fold(attempt.query.text)) is not None
        if not compares and abs(best.signals["column"]) > _DECIDED:
            return []
        firsts: dict[str, Choice] = {}
        for choice in attempt.choices:
            other = choice.unit.passage
            same_row = (other.document_id, other.table, other.row) == (passage.document_id, passage.table, passage.row)
            if same_row and other.column not in (None, passage.column):
                firsts.setdefault(str(other.column), choice)
        return list(firsts.values())

    def _close_second(self, attempt: Attempt, best: Choice) -> list[Choice]:
        """The next piece that is not part of the first, if it is nearly as good and no rival column of the same row."""
        for choice in attempt.choices[1:]:
            if choice.unit.overlaps(best.unit) or choice.unit.text == best.unit.text or _rival_column(choice, best):
                continue
            return [choice] if best.score - choice.score <= _SECOND_WITHIN else []
        return []

    def _reason(self, attempt: Attempt) -> Reason:
        """Why nothing is answered: the topic is absent, or only the fact."""
        if unknown_names(attempt.query.text, attempt.query.language, self._index.vocabulary.known):
            return "not_stated"
        best = max((coverage(attempt.query, c.passage) for c in attempt.candidates[:_NEAREST]), default=0.0)
        return "off_topic" if best < _OFF_TOPIC_COVERAGE else "not_stated"

    def _refused(
        self,
        question: str,
        language: str,
        reason: Reason,
        text: str,
        candidates: Sequence[Candidate],
        probability: float,
        started: float,
    ) -> Answer:
        return Answer(
            question=question,
            answered=False,
            text=text,
            reason=reason,
            confidence=probability,
            language=language,
            nearest=tuple(self.hit(candidate) for candidate in candidates[:_NEAREST]),
            timings=Timings(total=(perf_counter() - started) * 1000),
        )

    def hit(self, candidate: Candidate) -> Hit:
        """A ranked passage as search gives it back."""
        passage = candidate.passage
        document = self._index.documents[int(self._index.document_numbers[candidate.number])]
        return Hit(
            text=passage.text,
            context=passage.context,
            document=document.name,
            country=document.country,
            year=document.year,
            page=passage.page,
            section=passage.section,
            row=passage.row,
            column=passage.column,
            boxes=passage.boxes,
            score=candidate.score,
        )


def _rival_column(choice: Choice, best: Choice) -> bool:
    """Whether two pieces stand in different columns of one table."""
    one, other = choice.unit.passage, best.unit.passage
    return (one.document_id, one.table) == (other.document_id, other.table) and one.column != other.column
