"""Take one question through all steps: scope, search, quotes, confidence, and the answer or the refusal."""

from collections.abc import Sequence

from corpus.model import Document
from index.base import PassageFilter
from qa.answering.answer_finder import AnswerFinder, AskedQuestion
from qa.answering.answer_writer import AnswerWriter
from qa.answering.comparison import Comparison, Statement, with_changes
from qa.answering.spans.yes_no import with_verdict
from qa.answering.timer import Stopwatch
from qa.model import Answer, Hit
from qa.question.acronyms import Acronyms
from qa.question.document_filter import DocumentScope
from qa.question.plan import Plan
from qa.question.spelling import Speller
from qa.retrieval.retriever import RankedPassage
from qa.text.language import language_of
from qa.text.normalize import words

_FEW = 2
"""Maximum number of words that do not tell their language: typos are corrected in that of the documents too."""
_DOCUMENTS_IN = "en"


class AnswerPipeline:
    """Answers questions over one generation of an index. Safe for threads."""

    def __init__(self, finder: AnswerFinder, speller: Speller) -> None:
        """Join what finds answers in an index with what corrects questions."""
        self.index = finder.index
        self.finder = finder
        self.writer = AnswerWriter(self.index)
        self._speller = speller
        self._acronyms = Acronyms(self.index)

    def corrected(self, question: str) -> str:
        """Return a question without typos and with names for their acronyms; unchanged if it has neither."""
        corrected = self._speller.correct(question, language_of(question))
        if corrected == question and len(words(question)) <= _FEW:
            corrected = self._speller.correct(question, _DOCUMENTS_IN)
        return self._acronyms.expand(corrected)

    def ask(self, plan: Plan) -> Answer:
        """Return the answer to the question of a plan within its scope, or a refusal with its reason."""
        asked = AskedQuestion.of(plan)
        if asked.scope.absent_countries or asked.scope.absent_years:
            return self.writer.not_held(asked)
        attempt = self.finder.find(asked)
        if not self.finder.is_confident(attempt):
            return self.writer.refused(asked, attempt)
        quoted = self.finder.quoted(attempt, asked.clock)
        return self.writer.answered(asked, attempt, *with_verdict(attempt.query, quoted))

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
        for document, attempt in self.finder.each([(document, query) for document in scope.documents], Stopwatch()):
            asked = AskedQuestion(topic, language, DocumentScope((document,)), Stopwatch())
            if self.finder.is_confident(attempt):
                answer = self.writer.answered(asked, attempt, self.finder.quoted(attempt, asked.clock))
            else:
                answer = self.writer.refused(asked, attempt)
            rows.append(Statement(document, answer))
        return Comparison(topic, language, with_changes(rows), (*missing, *scope.absent_countries))

    def allowed(self, documents: Sequence[Document]) -> PassageFilter | None:
        """Return the filter that admits only passages of the documents; None if all are admitted."""
        return self.finder.within(documents)

    def hit(self, ranked: RankedPassage) -> Hit:
        """Return a ranked passage as search shows it."""
        return self.writer.hit(ranked)
