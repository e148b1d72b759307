"""Responses to calls that are refused, as JSON with the field and the cure."""

from starlette.responses import JSONResponse

from qa.web.api.arguments import ArgumentError


def refusal(error: str, status: int, field: str | None = None, cure: str | None = None) -> JSONResponse:
    """Return the response to a call that is refused."""
    known = {"field": field, "cure": cure}
    content = {"error": error, **{name: value for name, value in known.items() if value is not None}}
    return JSONResponse(content, status, headers={"Cache-Control": "no-store"})


def refused_argument(error: ArgumentError) -> JSONResponse:
    """Return the response to a call with an argument that cannot be used."""
    return refusal(str(error), 422, error.field, error.cure)
