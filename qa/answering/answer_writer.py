"""Write Answers: quotes with their citations, or a refusal with its reason and the closest passages."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from corpus.model import Document
from index.contract import OpenIndex
from qa.answering.answer_finder import AskedQuestion, Attempt
from qa.answering.citations import answer_text, citations_of
from qa.answering.messages import not_stated, refusal, verdict_word
from qa.answering.missing_facts import missing_fact, reason_to_refuse, unknown_names
from qa.answering.spans.boxes import Verdict
from qa.answering.spans.span_ranker import RankedSpan
from qa.answering.timer import Stopwatch
from qa.model import Answer, Citation, Hit
from qa.question.countries import name_in
from qa.question.document_filter import names_of
from qa.retrieval.retriever import RankedPassage
from qa.text.analyzed_text import analyzed

_NEAREST = 3
"""Number of passages shown with a refusal."""


class AnswerWriter:
    """Writes what was found in an index as Answers."""

    def __init__(self, index: OpenIndex) -> None:
        """Take the documents and the vocabulary of an index."""
        self._index = index
        self._documents = {document.id: document for document in index.documents}
        self._countries = frozenset(document.country for document in index.documents if document.country)

    def answered(
        self, asked: AskedQuestion, attempt: Attempt, quoted: Sequence[RankedSpan], verdict: Verdict | None = None
    ) -> Answer:
        """Return the answer that quotes the given spans, after a verdict on a yes/no question if there is one."""
        answer = self.quoted(asked.question, asked.language, asked.clock, attempt.confidence, quoted)
        text = f"{verdict_word(asked.language, verdict)} {answer.text}" if verdict else answer.text
        return replace(answer, text=text, calibrated=bool(attempt.signals))

    def quoted(
        self, question: str, language: str, clock: Stopwatch, confidence: float, spans: Sequence[RankedSpan]
    ) -> Answer:
        """Return the answer that quotes the given spans, one a line."""
        with clock.step("answer"):
            groups: list[tuple[Document, RankedSpan, Sequence[Citation]]] = []
            for ranked in spans:
                document = self._documents[ranked.span.passage.document_id]
                groups.append((document, ranked, citations_of(ranked, document)))
            text = answer_text(groups, language, name_countries=len(self._countries) > 1)
        return Answer(
            question=question,
            answered=True,
            text=text,
            reason=None,
            confidence=confidence,
            language=language,
            citations=tuple(citation for _, _, citations in groups for citation in citations),
            timings=clock.timings(),
        )

    def refused(self, asked: AskedQuestion, attempt: Attempt) -> Answer:
        """Return the refusal that says what is not stated, with the closest passages."""
        unknown = unknown_names(attempt.query, self._index.vocabulary.known, self._countries)
        names = [name for name in unknown if not analyzed(name).stems <= self._stems_of_titles]
        reason = reason_to_refuse(attempt.query, attempt.passages, names)
        missing = missing_fact(attempt.query, attempt.passages, attempt.spans, names)
        specific = not_stated(asked.language, *missing) if missing and reason == "not_stated" else None
        return Answer(
            question=asked.question,
            answered=False,
            text=specific or refusal(asked.language, reason),
            reason=reason,
            confidence=attempt.confidence,
            language=asked.language,
            nearest=self._nearest(attempt.passages),
            timings=asked.clock.timings(),
        )

    @cached_property
    def _stems_of_titles(self) -> frozenset[str]:
        """Return the stems of titles and file names: what they have is not said to be mentioned nowhere."""
        documents = self._index.documents
        return frozenset[str]().union(*(analyzed(names_of(each)).stems for each in documents))

    def not_held(self, asked: AskedQuestion) -> Answer:
        """Return the refusal that says which country or year is missing."""
        countries = (name_in(asked.language, country) for country in asked.scope.absent_countries)
        missing = [*countries, *(str(year) for year in asked.scope.absent_years)]
        text = refusal(asked.language, "not_held", self._index.documents, missing)
        return Answer(asked.question, False, text, "not_held", 0.0, asked.language, timings=asked.clock.timings())

    def hit(self, ranked: RankedPassage) -> Hit:
        """Return a ranked passage as search shows it."""
        passage = ranked.passage
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
            score=ranked.score,
        )

    def _nearest(self, passages: Sequence[RankedPassage]) -> tuple[Hit, ...]:
        """Return the closest passages, each wording once: look-alike documents repeat whole rows."""
        different: dict[str, RankedPassage] = {}
        for each in passages:
            different.setdefault(each.passage.text, each)
        return tuple(self.hit(each) for each in list(different.values())[:_NEAREST])
