"""The JSON that the HTTP API returns, as `/openapi.json` describes it; the engine's results make it themselves."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.model import AnswerMode, Reason

BoxBody = Annotated[
    tuple[int, float, float, float, float],
    Field(description="Page, x0, top, x1, bottom in PDF points from the top left corner of the page."),
]


class _Body(BaseModel):
    """A JSON object that may get further fields."""

    model_config = ConfigDict(extra="allow")


class ErrorBody(_Body):
    """Why a request was refused: the field, and what to send instead."""

    error: str
    field: str | None = None
    cure: str | None = None


class PlaceBody(_Body):
    """A place in a document."""

    document: str = Field(description="The file name.")
    country: str | None
    year: int | None
    page: int | None = Field(description="The PDF page, from 1; null for files without pages.")
    section: str
    row: str | None
    column: str | None
    boxes: list[BoxBody]
    score: float


class HitBody(PlaceBody):
    """A passage that search found."""

    text: str = Field(description="Verbatim text of the document.")
    context: str = Field(description="Country, year, section, table, row and column.")


class CitationBody(PlaceBody):
    """A verbatim quote with its place."""

    title: str
    quote: str


class CellBody(_Body):
    """A cell of a table answer with the quotes behind it."""

    heading: str
    text: str
    citations: list[CitationBody]


class RowBody(_Body):
    """A row of a table answer, on one document or policy."""

    label: str
    document: str
    matches: bool | None
    cells: list[CellBody]


class ComputedBody(_Body):
    """A result that was computed from quoted values."""

    operation: Literal["rank", "sum", "difference", "average", "ratio", "duration"]
    text: str
    operands: list[CitationBody]


class AnswerBody(_Body):
    """An answer, or a refusal with its reason."""

    question: str
    answered: bool
    reason: Reason | None = Field(description="Why it is refused; null for answers.")
    answer: str = Field(description="What a person reads.")
    confidence: float = Field(ge=0, le=1, description="Calibrated probability that the answer is right.")
    mode: AnswerMode
    language: str
    citations: list[CitationBody]
    timings_ms: dict[str, float]
    read_as: str | None = Field(None, description="The question that was answered, if typos were corrected.")
    plan: dict[str, Any] | None = Field(None, description="How the question was understood.")
    generation: dict[str, Any] | None = Field(None, description="What a language model did.")
    parts: "list[AnswerBody]" = Field([], description="One answer for each question, if there were several.")
    rows: list[RowBody] = []
    computed: list[ComputedBody] = []
    others: list[CitationBody] = Field([], description="In selections, what does not match.")


class StatementBody(_Body):
    """What one document says on a topic."""

    document: str
    title: str
    country: str | None
    year: int | None
    changed: bool | None = Field(description="Whether it differs from the previous year's edition, if there is one.")
    answer: AnswerBody


class ComparisonBody(_Body):
    """What each document says on a topic."""

    topic: str
    language: str
    missing: list[str] = Field(description="Countries of the filter without a document.")
    rows: list[StatementBody]


class DocumentBody(_Body):
    """An indexed document."""

    id: str
    name: str
    title: str
    country: str | None
    year: int | None
    language: str | None
    page_count: int | None
