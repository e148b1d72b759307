"""Take one question through all steps: scope, search, quotes, confidence, and the answer or the refusal."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document
from index.base import PassageFilter
from index.contract import OpenIndex
from qa.answering.answer_finder import AnswerFinder, AskedQuestion
from qa.answering.answer_writer import AnswerWriter
from qa.answering.comparison import Comparison, Statement, with_changes
from qa.answering.messages import not_stated_by
from qa.answering.multi_document import goes_across, topic_of
from qa.answering.spans.span_ranker import SpanRanker
from qa.answering.spans.yes_no import with_verdict
from qa.answering.timer import Stopwatch
from qa.model import Answer, Hit
from qa.question.acronyms import Acronyms
from qa.question.document_filter import DocumentScope
from qa.question.plan import Plan
from qa.question.spelling import Speller
from qa.retrieval.retriever import RankedPassage, Retriever
from qa.retrieval.weights import Weights
from qa.text.language import language_of


class AnswerPipeline:
    """Answers questions over one generation of an index. Safe for threads."""

    def __init__(
        self, index: OpenIndex, retriever: Retriever, span_ranker: SpanRanker, weights: Weights, speller: Speller
    ) -> None:
        """Join an index with what ranks its passages and spans and with what corrects questions.

        Raises:
            UnknownSignalError: a weight names no signal.
        """
        self.index = index
        self.finder = AnswerFinder(index, retriever, span_ranker, weights)
        self._writer = AnswerWriter(index)
        self._speller = speller
        self._acronyms = Acronyms(index)

    def corrected(self, question: str) -> str:
        """Return a question without typos and with names for their acronyms; unchanged if it has neither."""
        return self._acronyms.expand(self._speller.correct(question, language_of(question)))

    def ask(self, plan: Plan) -> Answer:
        """Return the answer to the question of a plan within its scope, or a refusal with its reason."""
        asked = AskedQuestion.of(plan)
        if asked.scope.absent_countries or asked.scope.absent_years:
            return self._writer.not_held(asked)
        if goes_across(asked.question, asked.scope):
            return self._from_each(asked)
        attempt = self.finder.find(asked)
        if not self.finder.is_confident(attempt):
            return self._writer.refused(asked, attempt)
        quoted = self.finder.quoted(attempt, asked.clock)
        return self._writer.answered(asked, attempt, *with_verdict(attempt.query, quoted))

    def search(self, question: str, k: int, scope: DocumentScope) -> list[Hit]:
        """Return the k best passages within a scope, best first."""
        retriever = self.finder.retriever
        query = retriever.query(question, language_of(question))
        return [self.hit(ranked) for ranked in retriever.search(query, self.allowed(scope.documents), k)]

    def compare(self, topic: str, scope: DocumentScope, missing: Sequence[str] = ()) -> Comparison:
        """Return what each document of the scope says on a topic; no document is about the `missing` countries."""
        language = language_of(topic)
        query = self.finder.retriever.query(topic, language)
        rows = []
        for document, attempt in self.finder.each(query, scope.documents, Stopwatch()):
            asked = AskedQuestion(topic, language, DocumentScope((document,)), Stopwatch())
            if self.finder.is_confident(attempt):
                answer = self._writer.answered(asked, attempt, self.finder.quoted(attempt, asked.clock))
            else:
                answer = self._writer.refused(asked, attempt)
            rows.append(Statement(document, answer))
        return Comparison(topic, language, with_changes(rows), (*missing, *scope.absent_countries))

    def allowed(self, documents: Sequence[Document]) -> PassageFilter | None:
        """Return the filter that admits only passages of the documents; None if all are admitted."""
        return self.finder.within(documents)

    def hit(self, ranked: RankedPassage) -> Hit:
        """Return a ranked passage as search shows it."""
        return self._writer.hit(ranked)

    def _from_each(self, asked: AskedQuestion) -> Answer:
        """Return what each document says, and which say nothing."""
        with asked.clock.step("embed"):
            topic = topic_of(asked.question, self.finder.countries)
            query = self.finder.retriever.query(topic, asked.language)
        found = list(self.finder.each(query, asked.scope.documents, asked.clock))
        best = max((attempt for _, attempt in found), key=lambda attempt: attempt.confidence)
        if not self.finder.is_confident(best):
            return self._writer.refused(asked, best)
        confident = [attempt for _, attempt in found if self.finder.is_confident(attempt)]
        rows = {attempt.spans[0].span.passage.row for attempt in confident} - {None}
        quoted, silent = [], []
        for document, attempt in found:
            if self.finder.is_confident(attempt) or (attempt.spans and attempt.spans[0].span.passage.row in rows):
                quoted += self.finder.quoted(replace(attempt, confidence=1.0), asked.clock)
            else:
                silent.append(document)
        answer = self._writer.answered(asked, best, quoted)
        if not silent:
            return answer
        return replace(answer, text=f"{answer.text}\n{not_stated_by(asked.language, silent)}")
