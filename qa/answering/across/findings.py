"""Collect what each document, or each policy of it, says on a topic."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from corpus.model import Document
from corpus.text_analysis.sentences import sentences
from qa.answering.across.wording import asks_of_range
from qa.answering.answer_finder import AnswerFinder, Attempt
from qa.answering.multi_document import rows_by_fit, without_options
from qa.answering.spans.span import Span, SpanKind
from qa.answering.spans.span_ranker import RankedSpan
from qa.answering.spans.units import unit_of
from qa.answering.timer import Stopwatch
from qa.retrieval.column_match import LEVELS, label_words, level_of
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.patterns import YEAR

_NAME = re.compile(r"\(([^()]+)\)\s*$")
_LONG = 10
"""Minimum number of words for a text that several documents share to be no coincidence."""
_SCALE = re.compile(r"^(\S+) (thousand|million|billion|mio\.?|mrd\.?)$", re.IGNORECASE)
"""A unit in which the scale, which belongs to the number, comes last: "EUR million"."""
_NUMBER = 2
"""Maximum number of words of a cell that is a number of what its row is about."""
_COUNT = 4
"""The same for a cell that begins with the number."""
_LONGEST_CELL = 60
"""Maximum number of words of a table cell that is shown whole beside others."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one document says, or one policy of it: a span of its text.

    `row` is the label of the field of a table that it states, which documents in several languages have in common, and
    `column` whose it is: a policy's, or a year's. `read` analyzes a text of the document, with its words in the
    language of most documents. `is_only_column` is True if the column is its table's only one, which names nothing.
    """

    document: Document
    ranked: RankedSpan
    row: str | None = None
    column: str | None = None
    read: Callable[[str], AnalyzedText] = analyzed
    is_only_column: bool = False

    @property
    def text(self) -> str:
        """Return the verbatim words."""
        return self.ranked.span.text

    @property
    def own_row(self) -> str:
        """Return the label of the field as the document writes it; "" outside tables."""
        passage = self.ranked.span.passage
        return (passage.row if self.column == passage.column else passage.column) or ""

    @property
    def with_unit(self) -> str:
        """Return the words; a cell that is a number, with the unit that its labels give: "14.3 %"."""
        unit = _SCALE.sub(r"\2 \1", unit_of(self.ranked.span.passage))
        return f"{self.text} {unit}".strip() if self.is_number else self.text

    @property
    def is_number(self) -> bool:
        """Return True for a cell that is no more than a number: "1.9 million", "9 full-time posts"."""
        most = _COUNT if self.text[:1].isdigit() else _NUMBER
        return self.ranked.span.passage.kind == "cell" and len(self.text.split()) <= most

    @property
    def analyzed(self) -> AnalyzedText:
        """Return the words as analyzed in the language of most documents."""
        return self.read(self.text)

    @property
    def label(self) -> str:
        """Return the name of the country, and of the policy where the finding is on one."""
        name = self.document.country or self.document.title
        policy = policy_name(self.column) if self.column else ""
        return f"{name} – {policy}" if policy and not (self.is_only_column and policy == self.column) else name


@dataclass(frozen=True, slots=True)
class Topic:
    """What several documents say on a topic: the attempt in each, and the rows that fit it, the best in all first.

    `shared_rows` also has the rows found in two or more documents that fit worse than running text.
    """

    query: Query
    attempts: Sequence[tuple[Document, Attempt]]
    rows: Sequence[str]
    shared_rows: Sequence[str]


def policy_name(column: str) -> str:
    """Return the name of a policy from its column label: "Sectoral policy (Glass Plan)" is the "Glass Plan"."""
    found = _NAME.search(column)
    return found[1] if found and found[1][0].isupper() else column


def topic_in(finder: AnswerFinder, query: Query, documents: Sequence[Document], clock: Stopwatch) -> Topic:
    """Search each document for a topic."""
    attempts = [(document, finder.in_document(query, document, clock)) for document in documents]
    by_document = [without_options(query, attempt.spans) for _, attempt in attempts]
    rows = rows_by_fit(by_document, finder.fields.of)
    return Topic(query, attempts, rows, rows_by_fit(by_document, finder.fields.of, lenient=True))


def found_in(finder: AnswerFinder, document: Document, ranked: RankedSpan) -> Finding:
    """Return a span of a document as a finding, under the label that its row has in common with other documents."""
    passage = ranked.span.passage
    read = partial(finder.retriever.read, document=document)
    field = finder.fields.of(passage)
    if field is None:
        return Finding(document, ranked, read=read)
    is_only = field.of == passage.column and len(finder.index.column_labels(document.id, passage.table)) == 1
    return Finding(document, ranked, field.label, field.of, read, is_only)


def cells_of_row(
    finder: AnswerFinder, query: Query, documents: Sequence[Document], row: str, clock: Stopwatch
) -> list[Finding]:
    """Return one finding for each cell of a row in the documents, in the order of the documents and their columns."""
    found = []
    for document in documents:
        spans = finder.in_row(query, document, row, clock)
        in_order = sorted(spans, key=lambda each: each.source.number)
        by_cell: dict[str | None, list[RankedSpan]] = {}
        for each in in_order:
            by_cell.setdefault(found_in(finder, document, each).column, []).append(each)
        found += [found_in(finder, document, _cell(spans)) for spans in by_cell.values()]
    return found


def best_of_each(finder: AnswerFinder, topic: Topic) -> list[Finding]:
    """Return the best span of each document that is confident enough, captions and texts on the method aside."""
    found = (
        (document, next((each for each in attempt.spans if _is_on_document(each)), None))
        for document, attempt in topic.attempts
        if attempt.confidence >= finder.threshold
    )
    return [found_in(finder, document, ranked) for document, ranked in found if ranked is not None]


def without_shared(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without long texts that two documents have word for word: they are on the method."""
    documents = Counter(text for text, _ in {(each.text, each.document.id) for each in findings})
    return [each for each in findings if documents[each.text] == 1 or len(each.text.split()) < _LONG]


def meant(findings: Sequence[Finding], question: AnalyzedText, countries: Collection[str]) -> list[Finding]:
    """Return the findings on the policies or the level of policy that a question names; all if it names none.

    Policies count as named only if at least two are, in all `countries` that the question names.
    """
    named = named_policies(findings, question)
    if len(named) > 1 and {each.document.country for each in named} >= set(countries):
        return named
    levels = {level for level, pattern in LEVELS.items() if pattern.search(question.folded)}
    if not levels:
        return list(findings)
    of_level = [each for each in findings if each.column is None or level_of(each.column) in levels]
    return of_level or list(findings)


def of_years(findings: Sequence[Finding], question: str) -> list[Finding]:
    """Return the findings in the columns of the years that a question names; all if no column is for one of them."""
    years = [int(year) for year in YEAR.findall(question)]
    if len(years) > 1 and asks_of_range(analyzed(question).folded):
        years = list(range(min(years), max(years) + 1))
    own = [each for each in findings if any(int(year) in years for year in YEAR.findall(each.column or ""))]
    return own or list(findings)


def tables_of(finder: AnswerFinder, documents: Sequence[Document]) -> list[Mapping[str, Sequence[Finding]]]:
    """Return for each document its cells and chosen options by common row label, in reading order, without a search.

    A long cell that two documents have word for word is left out, chosen options aside: it is on the method, not on one
    country.
    """
    tables = [rows_of(finder, document) for document in documents]
    texts = Counter(text for table in tables for text in {cell.text for cells in table.values() for cell in cells})
    return [
        {row: [cell for cell in cells if texts[cell.text] == 1 or _is_own(cell)] for row, cells in table.items()}
        for table in tables
    ]


def _is_own(cell: Finding) -> bool:
    return cell.ranked.span.kind == "chosen" or len(cell.text.split()) < _LONG


def rows_of(finder: AnswerFinder, document: Document) -> dict[str, list[Finding]]:
    """Return the cells and chosen options of a document by common row label, in reading order, without a search."""
    rows: dict[str, list[Finding]] = {}
    for passage in finder.index.document_passages(document.id):
        if passage.row is not None and (passage.kind == "cell" or passage.chosen):
            kind: SpanKind = "chosen" if passage.chosen else "whole"
            start, end = passage.chosen or (0, len(passage.text))
            finding = found_in(finder, document, unranked(Span(passage, start, end, kind)))
            rows.setdefault(finding.row or passage.row, []).append(finding)
    return rows


def statements_of(finding: Finding) -> list[Finding]:
    """Split a finding into its sentences and entries."""
    span = finding.ranked.span
    if span.kind == "chosen":
        return [finding]
    place = span.start
    found = []
    for line in span.text.split("\n"):
        found += [
            replace(
                finding, ranked=replace(finding.ranked, span=Span(span.passage, place + start, place + end, "sentence"))
            )
            for start, end in sentences(line)
        ]
        place += len(line) + 1
    return found


def unranked(span: Span) -> RankedSpan:
    """Return a span that no search has ranked."""
    return RankedSpan(span, RankedPassage(0, span.passage, {}, 0.0), {}, 0.0)


def in_brief(finding: Finding, statement: Finding) -> Finding:
    """Return a whole cell, or the statement of it that counts if the cell is too long to be shown beside others."""
    return finding if len(finding.text.split()) <= _LONGEST_CELL else statement


def named_policies(findings: Sequence[Finding], question: AnalyzedText) -> list[Finding]:
    """Return the findings on policies that a question names by a word of their own."""
    named = [each for each in findings if each.column and YEAR.search(each.column) is None]
    own = {each.column: _distinctive(each.column or "", findings) for each in named}
    return [each for each in named if own[each.column] & question.stems]


def _distinctive(column: str, findings: Sequence[Finding]) -> frozenset[str]:
    """Return the stems of a policy's label that no other policy among the findings has, nor a country."""
    others = (label_words(each.column) for each in findings if each.column and each.column != column)
    countries = (analyzed(each.document.country or "").stems for each in findings)
    return label_words(column) - frozenset[str]().union(*others, *countries)


def _cell(spans: Sequence[RankedSpan]) -> RankedSpan:
    """Return the whole cell if it is short enough, else its best span."""
    best = max(spans, key=lambda each: each.score)
    passage = best.span.passage
    if passage.kind != "cell" or len(passage.text.split()) > _LONGEST_CELL:
        return best
    whole = Span(passage, 0, len(passage.text), "whole")
    return RankedSpan(whole, best.source, best.signals, best.score)


def _is_on_document(ranked: RankedSpan) -> bool:
    """Return True if a span says something on its document, unlike a caption or a text that several documents have."""
    return ranked.span.passage.kind != "caption" and not ranked.source.signals.get("repeated")
