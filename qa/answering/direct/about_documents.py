"""Answer questions on the documents themselves, from their metadata and structure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from babel import Locale

from corpus.model import SECTION_SEPARATOR, Document, Passage
from qa.answering.answer_finder import AskedQuestion
from qa.answering.citations import citations_of_span
from qa.answering.direct.about_tool import about_answer, message_table
from qa.answering.direct.facts import listing_stems
from qa.answering.direct.mentions import mentions, topic_stems
from qa.answering.direct.quoted_lines import QuotedLine, lead, leads, quoted_answer
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.span import Span
from qa.model import Answer, Citation
from qa.question.countries import other_countries_named
from qa.question.phrases.outline import names_section
from qa.question.plan import Plan
from qa.text.normalize import content_words, stem

_NUMBER = re.compile(r"\b\d{1,4}\b")
_MATCHING = 0.75
"""Minimum share of the question's words on a work that its source has."""
_RANKED = 200
"""Maximum number of passages among which a source is sought."""
_LINES = 12
"""Maximum number of passages quoted from a page or section, and of sources."""
_WORDS = 40
"""Maximum number of words quoted of one passage, its first sentence aside."""


def about_documents(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer by the topic of the plan; return None if metadata and structure do not tell."""
    return _TOPICS[plan.topic](pipeline, plan)


def _listed(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """List the documents, or quote those that are about something; a country without one is left to the refusal."""
    if (stems := topic_stems(plan)) and (found := mentions(pipeline, plan, stems)) is not None:
        return found
    documents = plan.scope.documents if plan.subject.countries else pipeline.index.documents
    known = [document.country for document in documents if document.country]
    if known and other_countries_named(plan.text, known) and not plan.subject.countries:
        return None
    if not documents:
        return about_answer(plan, _say(plan, "none"))
    heading = _say(plan, "one" if len(documents) == 1 else "list").format(count=len(documents))
    return about_answer(plan, "\n".join([heading, *(f"- {_title(d)} – {d.name}" for d in documents)]))


def _pages(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Say how many pages the documents have."""
    return _of_each(plan, "pages", lambda document: document.page_count)


def _year(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Say of which year the documents are."""
    return _of_each(plan, "year", lambda document: document.year)


def _language(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Say in which language the documents are written."""
    names = Locale(plan.language).languages
    return _of_each(plan, "language", lambda document: names.get(document.language, document.language))


def _of_each(plan: Plan, topic: str, value: Callable[[Document], object]) -> Answer:
    """Return a line with a value of each document in scope."""
    lines = []
    for document in plan.scope.documents:
        found = value(document)
        text = _say(plan, topic if found is not None else f"no_{topic}")
        lines.append(text.format(title=_title(document), value=found))
    return about_answer(plan, "\n".join(lines))


def _publisher(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Quote the title page of each document in scope, which names who published it."""
    lines = [
        QuotedLine(_title(document), lead(passage, _WORDS), document)
        for document in plan.scope.documents
        for passage in _passages(pipeline, document)[:1]
        if passage.kind == "cover"
    ]
    return quoted_answer(plan, lines) if lines else None


def _sections(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """List the sections of each document in scope with their pages, and cite its contents if it has any."""
    lines: list[str] = []
    citations: list[Citation] = []
    for document in plan.scope.documents:
        pages: dict[str, int | None] = {}
        for passage in _passages(pipeline, document):
            if passage.section and passage.kind not in ("cover", "contents"):
                pages.setdefault(passage.section, passage.page)
        found = _cited_contents(pipeline, document)
        marks = "".join(f" [{len(citations) + place}]" for place in range(1, len(found) + 1))
        citations += found
        lines += [f"{_say(plan, 'sections').format(title=_title(document))}{marks}"]
        lines += [f"- {section}" + (f" ({page})" if page else "") for section, page in pages.items()]
    if len(lines) == len(plan.scope.documents):
        return None
    answer = about_answer(plan, "\n".join(lines))
    return replace(answer, citations=tuple(citations), mode="extractive") if citations else answer


def _cited_contents(pipeline: AnswerPipeline, document: Document) -> list[Citation]:
    """Return the citations of a document's pages of contents."""
    contents = [passage for passage in _passages(pipeline, document) if passage.kind == "contents"]
    spans = [Span(passage, 0, len(passage.text), "whole") for passage in contents]
    return [citation for span in spans for citation in citations_of_span(span, document, 1.0)]


def _section(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Quote what a section of the given name, or else number, says in the documents in scope."""
    if plan.scope.absent_countries or plan.scope.absent_years:
        return None
    query = pipeline.finder.query(AskedQuestion.of(plan))
    found: list[tuple[Document, Passage]] = []
    for document in plan.scope.documents:
        names = _stems(document.title) | _stems(" ".join(plan.subject.policies))
        asked = query.question.content_stems | pipeline.finder.retriever.towards(query, document).stems
        only = frozenset[str]() if names_section(plan.text) else query.question.content_stems - names - listing_stems()
        found += [(document, p) for p in _passages(pipeline, document) if _has_heading(p, asked, names, only)]
    if not found and names_section(plan.text) and (number := _NUMBER.search(plan.text)):
        passages = ((document, p) for document in plan.scope.documents for p in _passages(pipeline, document))
        found = [(document, p) for document, p in passages if _has_number(p, number[0])]
    lines = [QuotedLine(_last(p.section), span, document) for document, p in found for span in leads(p, _WORDS)]
    return quoted_answer(plan, _spread(lines)) if lines else None


def _page(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Quote what a page says in the documents in scope."""
    numbers = [int(found) for found in _NUMBER.findall(plan.asked)]
    if not numbers or len(plan.scope.documents) != 1:
        return None
    document = plan.scope.documents[0]
    if document.page_count is not None and not 1 <= numbers[0] <= document.page_count:
        text = _say(plan, "no_page").format(title=_title(document), count=document.page_count, value=numbers[0])
        return about_answer(plan, text)
    lines = [
        QuotedLine(_last(passage.section), span, document)
        for passage in _passages(pipeline, document)
        if passage.page == numbers[0] and (passage.kind != "row" or passage.chosen is not None)
        for span in leads(passage, _WORDS)
    ]
    return quoted_answer(plan, _spread(lines)) if lines else None


def _links(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Quote the sources that have the words of the question; all of them if it names none."""
    lines = [
        QuotedLine("", lead(passage, 2 * _WORDS), document)
        for document in plan.scope.documents
        for passage in _passages(pipeline, document)
        if passage.kind == "reference"
    ]
    asked = _words_of_work(plan, lines)
    if asked:
        shares = [len(asked & _stems(line.span.passage.text)) / len(asked) for line in lines]
        best = max(shares, default=0.0)
        fitting = [line for line, share in zip(lines, shares, strict=True) if share == best and best > _MATCHING]
        lines = fitting or _nearest(pipeline, plan, lines)
    return quoted_answer(plan, lines[:_LINES]) if lines else None


def _nearest(pipeline: AnswerPipeline, plan: Plan, lines: Sequence[QuotedLine]) -> list[QuotedLine]:
    """Return the source that a search ranks first, such as one with a title in another language."""
    finder = pipeline.finder
    query = finder.query(AskedQuestion.of(plan))
    ranked = finder.retriever.rank(query, finder.within(plan.scope.documents), _RANKED)
    by_id = {line.span.passage.id: line for line in lines}
    return [by_id[each.passage.id] for each in ranked if each.passage.id in by_id][:1]


def _words_of_work(plan: Plan, lines: Sequence[QuotedLine]) -> frozenset[str]:
    """Return the stems of a question that some source has, names of its documents aside."""
    known = frozenset(word for line in lines for word in _stems(line.span.passage.text))
    titles = frozenset(word for document in plan.scope.documents for word in _stems(document.title))
    return (_stems(plan.text) & known) - titles


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in content_words(text))


def _has_heading(passage: Passage, asked: frozenset[str], names: frozenset[str], only: frozenset[str]) -> bool:
    """Return True if all words of one of the headings above a passage are asked for, and it has all words of `only`.

    A heading that consists of `names`, those of the title, is none of a section.
    """
    headings = (_stems(heading) for heading in _headings(passage))
    return any(heading - names and only <= heading <= asked for heading in headings)


def _has_number(passage: Passage, number: str) -> bool:
    """Return True if one of the headings above a passage has a number."""
    return any(re.match(rf"{number}(?:[.)]|\b)", heading) for heading in _headings(passage))


def _headings(passage: Passage) -> list[str]:
    """Return the headings above a passage that a section quotes; none for rows, captions and the cover."""
    return [] if passage.kind in ("row", "cover", "caption") else passage.section.split(SECTION_SEPARATOR)


def _spread(lines: Sequence[QuotedLine]) -> list[QuotedLine]:
    """Return at most as many lines as fit on a screen: the first of each section before the second of any."""
    by_label: dict[str, list[QuotedLine]] = {}
    for line in lines:
        by_label.setdefault(line.label, []).append(line)
    chosen: list[QuotedLine] = []
    rank = 0
    while len(chosen) < min(_LINES, len(lines)):
        chosen += [found[rank] for found in by_label.values() if rank < len(found)]
        rank += 1
    kept = {id(line) for line in chosen[:_LINES]}
    return [line for line in lines if id(line) in kept]


def _passages(pipeline: AnswerPipeline, document: Document) -> Sequence[Passage]:
    return pipeline.index.document_passages(document.id)


def _title(document: Document) -> str:
    """Return a document's title, with its year if the title lacks it."""
    year = str(document.year or "")
    return document.title if year in document.title else f"{document.title} ({year})"


def _last(section: str) -> str:
    return section.rpartition(SECTION_SEPARATOR)[2]


def _say(plan: Plan, topic: str) -> str:
    return message_table("about_documents")[topic][plan.language]


_TOPICS: Mapping[str, Callable[[AnswerPipeline, Plan], Answer | None]] = {
    "list": _listed,
    "pages": _pages,
    "year": _year,
    "language": _language,
    "publisher": _publisher,
    "sections": _sections,
    "section": _section,
    "page": _page,
    "links": _links,
}
