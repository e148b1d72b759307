"""Gradio's page, which logs wrong values as one line instead of a traceback."""

import logging
from typing import Any

import gradio as gr

_log = logging.getLogger(__name__)


class Page(gr.Blocks):
    """A page whose functions are sent values that the boxes of a visitor need not have, such as a removed document."""

    async def preprocess_data(self, *arguments: Any, **options: Any) -> list[Any]:  # noqa: ANN401 - Gradio's own
        """Return the values that a function gets, as Gradio makes them.

        Raises:
            gr.Error: One of them is not among the choices.
        """
        try:
            return list(await super().preprocess_data(*arguments, **options))
        except gr.Error as error:
            _log.warning("refused a value of the page: %s", error.message)
            error.print_exception = False
            raise
