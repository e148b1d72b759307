"""Answer which documents are about something: the best passage of each that has the words."""

from qa.answering.answer_finder import AskedQuestion
from qa.answering.direct.facts import listing_stems
from qa.answering.direct.quoted_lines import QuotedLine, quoted_answer
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.span import spans_of
from qa.model import Answer
from qa.question.countries import countries_named
from qa.question.plan import Plan
from qa.text.analyzed_text import analyzed
from qa.text.normalize import stem
from qa.text.patterns import word_pattern

_ABOUT = word_pattern("about")
_RANKED = 200
"""Maximum number of passages among which the documents are sought."""
_LINES = 12
"""Maximum number of documents quoted."""


def topic_stems(plan: Plan) -> frozenset[str]:
    """Return the stems of what documents are to be about, names of their countries aside; none if all are asked for."""
    if _ABOUT.search(analyzed(plan.text).folded) is None:
        return frozenset()
    return frozenset(
        stem(word)
        for word in analyzed(plan.text).content_words
        if stem(word) not in listing_stems() and not countries_named(word, plan.subject.countries)
    )


def mentions(pipeline: AnswerPipeline, plan: Plan, stems: frozenset[str]) -> Answer | None:
    """Quote the best span of each document that has all stems in its title or in one passage; None without any."""
    finder = pipeline.finder
    query = finder.query(AskedQuestion.of(plan))
    ranked = finder.retriever.rank(query, finder.within(plan.scope.documents), _RANKED)
    documents = {document.id: document for document in plan.scope.documents}
    lines: dict[str, QuotedLine] = {}
    for each in sorted(ranked, key=lambda each: not stems & analyzed(each.passage.text).stems):
        document = documents[each.passage.document_id]
        if document.id in lines or not stems <= analyzed(f"{document.title} {each.passage.text}").stems:
            continue
        spans = [span for span in spans_of(each.passage) if stems & span.analyzed.stems] or spans_of(each.passage)[:1]
        if spans:
            lines[document.id] = QuotedLine(document.title, spans[0], document)
    return quoted_answer(plan, list(lines.values())[:_LINES]) if lines else None
