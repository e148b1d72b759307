"""Responses to calls that are refused, as JSON with the field and the cure."""

from starlette.responses import JSONResponse

from qa.web.api.arguments import ArgumentError


def refused_call(error: str, status: int, **details: object) -> JSONResponse:
    """Return the response to a call that is refused."""
    return JSONResponse({"error": error, **details}, status, headers={"Cache-Control": "no-store"})


def refused_argument(error: ArgumentError) -> JSONResponse:
    """Return the response to a call with an argument that cannot be used.

    `detail` has the form of Gradio's own checks, which its client shows.
    """
    message = {"message": f"{error.reason}; {error.cure}", "parameter_name": error.field}
    detail = [{"__type__": "validate", "is_valid": False, **message}]
    return refused_call(str(error), 422, field=error.field, cure=error.cure, detail=detail)
