"""Calls of the endpoints by Gradio's own protocol, recognised and checked before Gradio handles them.

Gradio answers wrong arguments with status 500, and too few of them without any reason.
"""

import inspect
import re
from collections.abc import Mapping
from typing import Any, Final

from qa.web.api.arguments import ArgumentError, checked
from qa.web.api.endpoints import ARGUMENTS, Endpoints

_NAMED: Final = re.compile(r"/gradio_api/(?:call|run)/(v2/)?([^/]+)/?$")
_CALLS: Final = ("/gradio_api/call", "/gradio_api/run", "/gradio_api/queue/join")


def called_endpoint(path: str, content: Mapping[str, Any]) -> str | None:
    """Return the name of the endpoint that a request with this path and body calls, or None.

    The endpoints are Gradio's first functions, in the order of `ARGUMENTS`.
    """
    if not path.startswith(_CALLS):
        return None
    named, number = _NAMED.match(path), content.get("fn_index")
    if named and named[2] in ARGUMENTS:
        return named[2]
    names = tuple(ARGUMENTS)
    return names[number] if type(number) is int and 0 <= number < len(names) else None


def with_defaults(path: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return the body of a call with the arguments that it leaves out; other bodies stay as they are.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    name = called_endpoint(path, content)
    model = ARGUMENTS[name] if name else None
    if name is None or model is None:
        return content
    named = _NAMED.match(path)
    if named and named[1]:
        checked(model, content)
        return content
    parameters = list(inspect.signature(getattr(Endpoints, name)).parameters.values())[1:]
    data = content.get("data")
    if not isinstance(data, list) or len(data) > len(parameters):
        names = ", ".join(parameter.name for parameter in parameters)
        raise ArgumentError("data", f"must be a list of at most {len(parameters)} values", f"send {names}")
    checked(model, {parameter.name: value for parameter, value in zip(parameters, data, strict=False)})
    return {**content, "data": [*data, *(parameter.default for parameter in parameters[len(data) :])]}
