"""Arrange an answer for reading: values under a small label, cells of several policies or documents as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from qa.model import Answer, Citation
from qa.web.views.answer_text import AnswerSegment, answer_lines

MAX_COLUMNS = 3
"""Maximum columns of a table beside its labels; cells of more row labels are shown one below the other."""
MAX_CELL_LENGTH = 140
"""Maximum characters of a cell beside others; longer ones make columns too narrow to read."""
MAX_VALUE_LENGTH = 40
"""Maximum characters of a line that is set large, such as an amount."""


@dataclass(frozen=True, slots=True)
class NumberedCitation:
    """A citation with its number in the answer."""

    number: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quote as one line of an answer, of several citations where it runs over a page break."""

    parts: tuple[NumberedCitation, ...]

    @property
    def source(self) -> Citation:
        """The citation that the quote begins with."""
        return self.parts[0].citation

    @property
    def lines(self) -> list[str]:
        """The lines of the quote, as the document separates them."""
        text = " ".join(part.citation.quote for part in self.parts)
        return [" ".join(line.split()) for line in text.splitlines() if line.strip()]

    @property
    def has_value(self) -> bool:
        """Return True if the quote begins with a short value of a table."""
        return self.source.row is not None and len(self.lines[0]) <= MAX_VALUE_LENGTH


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of an answer that is more than a quote."""

    segments: Sequence[AnswerSegment]
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class QuotationList:
    """Quotes one below the other; `several` is True if they are of several countries."""

    quotations: Sequence[Quotation]
    several: bool
    kind: str = "quotations"


@dataclass(frozen=True, slots=True)
class AnswerTableRow:
    """The cells of one policy or document, by column."""

    country: str | None
    label: str
    cells: Sequence[Sequence[Quotation]]


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Cells of several policies or documents: a row for each, a column for each row label of their tables."""

    columns: Sequence[str]
    rows: Sequence[AnswerTableRow]
    several: bool
    kind: str = "table"


AnswerBlock: TypeAlias = TextLine | QuotationList | AnswerTable


def answer_blocks(answer: Answer) -> list[AnswerBlock]:
    """Return an answer's text as blocks; consecutive quotes of table cells make a table."""
    lines = [_line(segments, answer.citations) for segments in answer_lines(answer)]
    several = len({citation.country or citation.document for citation in answer.citations}) > 1
    blocks: list[AnswerBlock] = []
    for kind, group in groupby(lines, _kind):
        if kind == "text":
            blocks += [line for line in group if isinstance(line, TextLine)]
        else:
            blocks.append(_arranged([line for line in group if isinstance(line, Quotation)], several))
    return blocks


def other_blocks(answer: Answer) -> list[QuotationList | AnswerTable]:
    """Return what does not match in a selection as blocks, numbered after the answer's citations."""
    first = len(answer.citations) + 1
    quotations = [
        Quotation((NumberedCitation(number, citation),)) for number, citation in enumerate(answer.others, first)
    ]
    several = len({citation.country or citation.document for citation in answer.others}) > 1
    return [_arranged(list(group), several) for _, group in groupby(quotations, _kind)]


def _line(segments: Sequence[AnswerSegment], citations: Sequence[Citation]) -> Quotation | TextLine:
    numbers = [int(segment.text) for segment in segments if segment.kind == "chip"]
    words = "".join(segment.text for segment in segments if segment.kind == "text")
    has_quote = any(segment.kind == "verbatim" for segment in segments)
    if not numbers or not has_quote or any(character.isalnum() for character in words):
        return TextLine(segments)
    return Quotation(tuple(NumberedCitation(number, citations[number - 1]) for number in numbers))


def _kind(line: Quotation | TextLine) -> str:
    if isinstance(line, TextLine):
        return "text"
    return "cell" if line.source.row and line.source.column else "sentence"


def _arranged(quotations: Sequence[Quotation], several: bool) -> QuotationList | AnswerTable:
    columns = list(dict.fromkeys(quotation.source.row or "" for quotation in quotations))
    if _kind(quotations[0]) != "cell" or len(columns) > MAX_COLUMNS:
        return QuotationList(quotations, several)
    rows = list(_rows(quotations, columns))
    longest = max(len(" ".join(quotation.lines)) for quotation in quotations)
    if len(rows) < 2 or (len(columns) > 1 and longest > MAX_CELL_LENGTH):
        return QuotationList(quotations, several)
    return AnswerTable(columns, rows, several)


def _rows(quotations: Sequence[Quotation], columns: Sequence[str]) -> Iterator[AnswerTableRow]:
    """Yield a row for each column of a document's table, in the order of the quotes."""
    places = dict.fromkeys((quotation.source.document, quotation.source.column) for quotation in quotations)
    for place in places:
        own = [quotation for quotation in quotations if (quotation.source.document, quotation.source.column) == place]
        cells = [[quotation for quotation in own if quotation.source.row == column] for column in columns]
        source = own[0].source
        yield AnswerTableRow(source.country or source.title, source.column or "", cells)
