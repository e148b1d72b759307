"""Check what is sent to the page's own functions before Gradio runs them.

A page sends the right values; what anybody else sends would end in a traceback of Gradio's or of a handler.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

import gradio as gr
from gradio.block_function import BlockFunction
from gradio.blocks import Block
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from qa.web.api.arguments import ArgumentError, checked, explained

_RUN: Final = re.compile(r"/gradio_api/(?:queue/join|(?:run|api)/([^/]+))/?$")
_RELOAD: Final = "reload the page"
_VALUES: Final[Mapping[type[Block], Any]] = {
    gr.Textbox: str | None,
    gr.CheckboxGroup: Annotated[list[str | int], Field(max_length=1_000)],
}
"""What the components that the page's functions read may contain."""


class _Sent(BaseModel):
    """What a click on the page's own HTML sends; other events send no object."""

    model_config = ConfigDict(strict=True)

    question: str = ""
    addresses: Annotated[list[str], Field(max_length=1_000)] = []
    everywhere: bool = False
    as_typed: bool = False
    topic: str = ""
    filter: str = ""
    value: str = ""


class _Call(BaseModel):
    """What every call has."""

    model_config = ConfigDict(strict=True)

    data: Annotated[list[Any], Field(max_length=100)]
    fn_index: int | None = None
    session_hash: Annotated[str | None, Field(max_length=200)] = None
    trigger_id: int | None = None
    event_data: Any = None
    batched: Literal[False] | None = None


class PageEvents:
    """The functions of a page, with the values that each of them takes."""

    def __init__(self, page: gr.Blocks) -> None:
        self._functions: Mapping[int, BlockFunction] = page.fns
        self._numbers = {str(function.api_name): number for number, function in page.fns.items()}

    def check(self, path: str, content: dict[str, Any]) -> None:
        """Refuse a call that no function of the page can take.

        Raises:
            ArgumentError: The first part of it that cannot be used.
        """
        run = _RUN.match(path)
        if run is None:
            return
        call = checked(_Call, content)
        if isinstance(call.event_data, dict):
            checked(_Sent, call.event_data)
        number = self._numbers.get(run[1] or "") if call.fn_index is None else call.fn_index
        function = None if number is None else self._functions.get(number)
        if function is None:
            raise ArgumentError("fn_index", "names no function of the page", _RELOAD)
        if not function.cancels:
            _check_values(function.inputs, call.data)


def _check_values(inputs: Sequence[Block], values: list[Any]) -> None:
    if len(values) != len(inputs):
        raise ArgumentError("data", f"must have {len(inputs)} values, not {len(values)}", _RELOAD)
    for number, (component, value) in enumerate(zip(inputs, values, strict=True)):
        kind = _VALUES.get(type(component))
        if kind is not None:
            _check_value(kind, value, number)


def _check_value(kind: Any, value: object, number: int) -> None:  # noqa: ANN401 - any annotation
    try:
        TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError as error:
        found = error.errors()[0]
        place = ("data", number, *(part for part in found["loc"] if isinstance(part, int)))
        raise explained({**found, "loc": place}) from error
