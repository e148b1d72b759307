"""One question through all steps: scope, search, choice of quotes, confidence, and the answer or the refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.model import Document
from index.base import PassageFilter
from index.contract import OpenIndex
from qa.answering.citations import answer_text, citations_of
from qa.answering.comparison import Comparison, Statement, with_changes
from qa.answering.confidence import confidence, confidence_signals, not_found, unknown_names
from qa.answering.messages import not_stated, not_stated_by, refusal, verdict_word
from qa.answering.multi_document import best_row, goes_across, topic_of, without_options
from qa.answering.quotes import cited, led_by_a_cell, rows_to_quote
from qa.answering.span_ranker import RankedSpan, SpanRanker
from qa.answering.timer import Stopwatch
from qa.answering.yes_no import Verdict, with_verdict
from qa.model import Answer, Citation, Hit, Reason
from qa.question.acronyms import Acronyms
from qa.question.document_filter import DocumentScope
from qa.question.follow_up import can_stand_alone, needs_history, with_history, with_last_question
from qa.question.spelling import Speller
from qa.retrieval.features import coverage, stems_of
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage, Retriever, tells_page
from qa.retrieval.weights import Weights
from qa.text.language import language_of

_CANDIDATES = 20
_TOLD_BY_CONTENTS = 0.95
"""Confidence in the page of a heading that a page of contents gives."""
_NEAREST = 3
_OFF_TOPIC_COVERAGE = 0.34
"""A refusal is off topic when no near passage holds a third of the question's words; else the fact is not stated."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with all that is known before searching. `scope` holds the documents to search."""

    question: str
    language: str
    history: Sequence[tuple[str, str]]
    scope: DocumentScope
    clock: Stopwatch


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one reading of the question found: ranked passages, pieces, and the probability of being right."""

    query: Query
    candidates: Sequence[RankedPassage]
    choices: Sequence[RankedSpan]
    confidence: float


class AnswerPipeline:
    """Answers questions over one generation of an index. Safe for threads."""

    def __init__(
        self, index: OpenIndex, retriever: Retriever, selector: SpanRanker, weights: Weights, speller: Speller
    ) -> None:
        self.index = index
        self.retriever = retriever
        self.selector = selector
        self._weights = weights
        self._speller = speller
        self._initials = Acronyms(index)
        self._documents = {document.id: document for document in index.documents}
        self._countries = frozenset(document.country for document in index.documents if document.country)

    def corrected(self, question: str) -> str:
        """A question without slips and with names for their initials; the question itself where there are none."""
        return self._initials.expand(self._speller.correct(question, language_of(question)))

    def ask(self, question: str, history: Sequence[tuple[str, str]], scope: DocumentScope) -> Answer:
        """The answer to a question within a scope, or a refusal with its reason."""
        asked = AskedQuestion(question, language_of(question), history, scope, Stopwatch())
        if scope.absent_countries or scope.absent_years:
            return self._not_held(asked)
        if goes_across(question, scope):
            return self._across(asked)
        attempt = self._attempt(asked)
        if not self._stands(attempt):
            return self._refused(asked, attempt)
        chosen = self._cited(attempt, asked.clock)
        return self._answered(asked, attempt, *with_verdict(attempt.query, chosen))

    def search(self, question: str, k: int, scope: DocumentScope) -> list[Hit]:
        """The k best passages within a scope, best first."""
        query = self.retriever.query(question, language_of(question))
        return [self.hit(candidate) for candidate in self.retriever.search(query, self.allowed(scope.documents), k)]

    def compare(self, topic: str, scope: DocumentScope, missing: Sequence[str] = ()) -> Comparison:
        """What each document of the scope says on a topic, or that it says nothing; `missing` are not held."""
        language = language_of(topic)
        query = self.retriever.query(topic, language)
        rows = []
        for document, attempt in self._each(query, scope.documents, Stopwatch()):
            asked = AskedQuestion(topic, language, (), DocumentScope((document,)), Stopwatch())
            if self._stands(attempt):
                answer = self._answered(asked, attempt, self._cited(attempt, asked.clock))
            else:
                answer = self._refused(asked, attempt)
            rows.append(Statement(document, answer))
        return Comparison(topic, language, with_changes(rows), (*missing, *scope.absent_countries))

    def allowed(self, documents: Sequence[Document]) -> PassageFilter | None:
        """What lets only passages of the documents through; None if all pass."""
        if len(documents) == len(self.index.documents):
            return None
        return PassageFilter(frozenset(document.id for document in documents))

    def hit(self, candidate: RankedPassage) -> Hit:
        """A ranked passage as search gives it back."""
        passage = candidate.passage
        document = self._documents[passage.document_id]
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

    def _stands(self, attempt: Attempt) -> bool:
        """Whether what was found is likely enough to be right to be said."""
        return bool(attempt.choices) and attempt.confidence >= self._weights.threshold

    def _attempt(self, asked: AskedQuestion) -> Attempt:
        """The question read alone, or with the conversation in front: first as it sounds, then the other way.

        The second reading counts only if it finds an answer and the first finds none; the conversation's topic is not
        dragged into a question that does not point back unless the passage holds all of the question's own words.
        """
        if not asked.history:
            return self._alone(asked)
        leans = needs_history(asked.question)
        attempt = self._with_history(asked) if leans else self._alone(asked)
        if self._stands(attempt) or (leans and not can_stand_alone(asked.question)):
            return attempt
        other = self._alone(asked) if leans else self._with_history(asked)
        return other if self._stands(other) and (leans or _holds_own_words(other)) else attempt

    def _alone(self, asked: AskedQuestion) -> Attempt:
        return self._read(asked.question, asked.question, asked)

    def _with_history(self, asked: AskedQuestion) -> Attempt:
        searched = with_history(asked.question, asked.history)
        narrow = with_last_question(asked.question, asked.history)
        return self._read(searched, narrow, asked, told=asked.history[-1][1])

    def _read(self, searched: str, narrow: str, asked: AskedQuestion, told: str = "") -> Attempt:
        """Search by one wording and choose pieces by another, which holds less of the conversation."""
        allowed = self.allowed(asked.scope.documents)
        with asked.clock.step("embed"):
            wide = self.retriever.query(searched, asked.language)
            query = wide if narrow == searched else self.retriever.query(narrow, asked.language, asked.question)
        with asked.clock.step("search"):
            candidates = self.retriever.rank(wide, allowed, _CANDIDATES)
        with asked.clock.step("rerank"):
            choices = self.selector.choose(query, candidates, told)
            return self._judged(query, candidates, choices)

    def _judged(self, query: Query, candidates: Sequence[RankedPassage], choices: Sequence[RankedSpan]) -> Attempt:
        if not choices:
            return Attempt(query, candidates, (), 0.0)
        told = [each for each in choices if tells_page(query, each.unit.passage, each.unit.text)]
        if told:
            return Attempt(query, candidates, told, _TOLD_BY_CONTENTS)
        signals = confidence_signals(query, candidates, choices, self.index.vocabulary.known, self._countries)
        return Attempt(query, candidates, choices, confidence(signals, self._weights))

    def _each(
        self, query: Query, documents: Sequence[Document], clock: Stopwatch
    ) -> Iterable[tuple[Document, Attempt]]:
        """What each document says, from the table row that answers best in all of them where there is one."""
        found = [self._searched(query, self.allowed([document]), clock) for document in documents]
        free = [(candidates, without_options(query, choices)) for candidates, choices in found]
        row = best_row([choices for _, choices in free])
        for document, (candidates, choices) in zip(documents, free, strict=True):
            if row is not None:
                _, in_row = self._searched(query, _in_rows(document.id, [row]), clock)
                choices = in_row or choices
            with clock.step("rerank"):
                yield document, self._judged(query, candidates, choices)

    def _searched(
        self, query: Query, allowed: PassageFilter | None, clock: Stopwatch
    ) -> tuple[Sequence[RankedPassage], Sequence[RankedSpan]]:
        with clock.step("search"):
            candidates = self.retriever.rank(query, allowed, _CANDIDATES)
        with clock.step("rerank"):
            return candidates, self.selector.choose(query, candidates)

    def _cited(self, attempt: Attempt, clock: Stopwatch) -> list[RankedSpan]:
        """The pieces to quote: the best one and what completes it."""
        choices = led_by_a_cell(attempt.query, attempt.choices)
        best = choices[0]
        document = best.unit.passage.document_id
        rows = rows_to_quote(attempt.query, best, self.index.row_labels(document))
        completing: Sequence[RankedSpan] = ()
        if rows:
            _, completing = self._searched(attempt.query, _in_rows(document, rows), clock)
        return cited(attempt.query, choices, attempt.confidence, completing)

    def _across(self, asked: AskedQuestion) -> Answer:
        """What each document says, and which say nothing."""
        with asked.clock.step("embed"):
            query = self.retriever.query(topic_of(asked.question, self._countries), asked.language)
        found = list(self._each(query, asked.scope.documents, asked.clock))
        best = max((each for _, each in found), key=lambda each: each.confidence)
        if not self._stands(best):
            return self._refused(asked, best)
        rows = {each.choices[0].unit.passage.row for _, each in found if self._stands(each)} - {None}
        chosen, silent = [], []
        for document, each in found:
            if self._stands(each) or (each.choices and each.choices[0].unit.passage.row in rows):
                chosen += self._cited(replace(each, confidence=1.0), asked.clock)
            else:
                silent.append(document)
        answer = self._answered(asked, best, chosen)
        if not silent:
            return answer
        return replace(answer, text=f"{answer.text}\n{not_stated_by(asked.language, silent)}")

    def _answered(
        self, asked: AskedQuestion, attempt: Attempt, chosen: Sequence[RankedSpan], said: Verdict | None = None
    ) -> Answer:
        with asked.clock.step("answer"):
            groups: list[tuple[Document, RankedSpan, Sequence[Citation]]] = []
            for choice in chosen:
                document = self._documents[choice.unit.passage.document_id]
                groups.append((document, choice, citations_of(choice, document)))
            quotes = answer_text(groups, asked.language, name_countries=len(self._countries) > 1)
        return Answer(
            question=asked.question,
            answered=True,
            text=f"{verdict_word(asked.language, said)} {quotes}" if said else quotes,
            reason=None,
            confidence=attempt.confidence,
            language=asked.language,
            citations=tuple(citation for _, _, citations in groups for citation in citations),
            timings=asked.clock.timings(),
        )

    def _not_held(self, asked: AskedQuestion) -> Answer:
        """The refusal that says which country or year is missing."""
        missing = [*asked.scope.absent_countries, *(str(year) for year in asked.scope.absent_years)]
        text = refusal(asked.language, "not_held", self.index.documents, missing)
        return Answer(asked.question, False, text, "not_held", 0.0, asked.language, timings=asked.clock.timings())

    def _refused(self, asked: AskedQuestion, attempt: Attempt) -> Answer:
        names = unknown_names(attempt.query.text, attempt.query.language, self.index.vocabulary.known, self._countries)
        reason = self._reason(attempt, names)
        missing = not_found(attempt.query, attempt.candidates, attempt.choices, names)
        told = not_stated(asked.language, *missing) if missing and reason == "not_stated" else None
        return Answer(
            question=asked.question,
            answered=False,
            text=told or refusal(asked.language, reason),
            reason=reason,
            confidence=attempt.confidence,
            language=asked.language,
            nearest=self._nearest(attempt.candidates),
            timings=asked.clock.timings(),
        )

    def _nearest(self, candidates: Sequence[RankedPassage]) -> tuple[Hit, ...]:
        """The closest passages, each wording once: look-alike documents repeat whole rows."""
        different: dict[str, RankedPassage] = {}
        for candidate in candidates:
            different.setdefault(candidate.passage.text, candidate)
        return tuple(self.hit(candidate) for candidate in list(different.values())[:_NEAREST])

    def _reason(self, attempt: Attempt, names: Sequence[str]) -> Reason:
        """Why nothing is answered: the topic is absent, or only the fact, such as one on `names` that are not held."""
        if names:
            return "not_stated"
        best = max((coverage(attempt.query, c.passage) for c in attempt.candidates[:_NEAREST]), default=0.0)
        return "off_topic" if best < _OFF_TOPIC_COVERAGE else "not_stated"


def _in_rows(document: str, rows: Iterable[str]) -> PassageFilter:
    """What lets only those passages of a document through that carry one of the row labels."""
    return PassageFilter(frozenset([document]), frozenset(rows))


def _holds_own_words(attempt: Attempt) -> bool:
    """Whether the passage to quote holds all words of the question that are not the conversation's."""
    return bool(attempt.query.own) and attempt.query.own <= stems_of(attempt.choices[0].unit.passage)
