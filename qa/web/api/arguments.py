"""Check the arguments of programs: HTTP, Gradio and MCP refuse the same ones, with field, reason and cure."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from qa.errors import UsageError
from qa.web.visits.turns import MAX_QUESTION_LENGTH

MAX_HITS = 100
"""Maximum passages that a search returns."""
MAX_FILTERS = 1_000
"""Maximum entries of a filter."""
CONTENT_TYPE: Final = '"Content-Type: application/json"'
MAX_SHOWN = 100
"""Maximum characters of a wrong value in a message."""
_PARTS: Final = ("body", "path")
"""Parts of a request, which FastAPI puts in front of a field's name."""
_SIZES: Final = ("too_long", "string_too_long", "missing", "extra_forbidden", "blank")
"""Kinds of errors whose message says enough without the value."""


class ArgumentError(UsageError):
    """An argument cannot be used: which field, why, and how to correct it."""

    def __init__(self, field: str, reason: str, cure: str) -> None:
        super().__init__(f"{field} {reason}; {cure}")
        self.field = field
        self.reason = reason
        self.cure = cure


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "is empty")
    return text


Text = Annotated[str, Field(max_length=MAX_QUESTION_LENGTH), AfterValidator(_not_blank)]
Year = Annotated[int, Field(ge=1, le=9999)]


class FilterArguments(BaseModel):
    """The documents to search; a filter that is null or empty restricts nothing."""

    model_config = ConfigDict(extra="forbid", strict=True)

    countries: list[str] | None = Field(
        None, max_length=MAX_FILTERS, description="Only documents on these countries.", examples=[["Mexico"]]
    )
    years: list[Year] | None = Field(
        None, max_length=MAX_FILTERS, description="Only documents of these years.", examples=[[2023]]
    )
    documents: list[str] | None = Field(
        None,
        max_length=MAX_FILTERS,
        description="Only the documents of these file names.",
        examples=[["mexico_2023.pdf"]],
    )

    @property
    def filters(self) -> dict[str, Any]:
        """Return the filters for the engine, where None means no restriction."""
        return {"countries": self.countries or None, "years": self.years or None, "documents": self.documents or None}


class AskArguments(FilterArguments):
    """A question and the documents to answer it from."""

    question: Text = Field(
        description="The question, in English, Spanish, French or German.",
        examples=["Why were the Mixed Funds ended?"],
    )


class SearchArguments(FilterArguments):
    """A question or a few words, and how many passages to find."""

    question: Text = Field(description="The question or a few words.", examples=["source of funding"])
    k: int = Field(5, ge=1, le=MAX_HITS, description=f"How many passages, at most {MAX_HITS}.", examples=[5])


class CompareArguments(FilterArguments):
    """A topic and the documents to compare."""

    topic: Text = Field(description="A topic or a category of the factsheets.", examples=["overall budget"])


_Arguments = TypeVar("_Arguments", bound=BaseModel)


def checked(model: type[_Arguments], values: Mapping[str, object]) -> _Arguments:
    """Return the arguments if all of them can be used.

    Raises:
        ArgumentError: The first one that cannot.
    """
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise explained(error.errors()[0], model) from error


def explained(error: ErrorDetails | Mapping[str, Any], model: type[BaseModel] | None = None) -> ArgumentError:
    """Return pydantic's error in our words; `model` has the example that shows what to send."""
    place = error["loc"][1:] if error["loc"] and error["loc"][0] in _PARTS else error["loc"]
    if not place:
        return ArgumentError("body", "is not a JSON object", f"send one with the header {CONTENT_TYPE}")
    return ArgumentError(_field(place), _reason(error), _cure(error, str(place[0]), model))


def _field(place: Sequence[object]) -> str:
    """Return a place such as ("years", 0) as `years[0]`."""
    return "".join(f"[{part}]" if isinstance(part, int) else str(part) for part in place)


def _reason(error: ErrorDetails | Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "is not a field of this call"
    if error["type"] == "missing":
        return "is missing"
    reason = str(error["msg"]).replace("Input should be", "must be").replace("should have", "must have")
    reason = reason.removesuffix(" after validation")
    return reason if error["type"] in _SIZES else f"{reason}: it is {repr(error['input'])[:MAX_SHOWN]}"


def _cure(error: ErrorDetails | Mapping[str, Any], name: str, model: type[BaseModel] | None) -> str:
    known = model.model_fields if model else {}
    if name not in known or error["type"] == "extra_forbidden":
        return f"the fields are {', '.join(known)}" if known else "see /openapi.json"
    examples = known[name].examples or [""]
    optional = "" if known[name].is_required() else ", or leave it out"
    return f"send for example {json.dumps({name: examples[0]})}{optional}"
