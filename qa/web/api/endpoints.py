"""The functions for programs: the same that the page and the command line use.

Their docstrings are what MCP clients read as the tools' descriptions.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import gradio as gr
from pydantic import BaseModel

from qa.errors import UnknownDocumentError, UsageError
from qa.web.api.arguments import ArgumentError, AskArguments, CompareArguments, SearchArguments, checked

if TYPE_CHECKING:
    from qa.web.visits.asker import Asker

ARGUMENTS: Final[dict[str, type[BaseModel] | None]] = {
    "ask": AskArguments,
    "search": SearchArguments,
    "documents": None,
    "compare": CompareArguments,
}
"""The arguments of each endpoint, by its name."""


def endpoints(asker: "Asker") -> dict[str, Callable[..., Any]]:
    """Return the functions by name, in the order of `ARGUMENTS`."""
    bound = Endpoints(asker)
    return {name: getattr(bound, name) for name in ARGUMENTS}


def shown_by_gradio(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose errors Gradio sends to the caller; of other errors it sends nothing."""

    @functools.wraps(function)
    def call(*arguments: object, **named: object) -> object:
        try:
            return function(*arguments, **named)
        except UsageError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return call


class Endpoints:
    """The endpoints over the documents that everyone sees; all of them raise ArgumentError."""

    def __init__(self, asker: "Asker") -> None:
        self._engine = asker.shared
        self._metrics = asker.metrics

    def ask(
        self,
        question: str,
        countries: list[str] | None = None,
        years: list[int] | None = None,
        documents: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question by verbatim quotes, each with its document, page, section, row, column and boxes.

        Args:
            question: The question, in English, Spanish, French or German.
            countries: Only documents on these countries.
            years: Only documents of these years.
            documents: Only the documents of these file names.
        """
        given = checked(
            AskArguments, {"question": question, "countries": countries, "years": years, "documents": documents}
        )
        with _explained():
            answer = self._engine.ask(given.question, **given.filters)
        self._metrics.count(answer)
        return answer.to_dict()

    def search(
        self,
        question: str,
        k: int = 5,
        countries: list[str] | None = None,
        years: list[int] | None = None,
        documents: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Find the k passages that fit a question best, best first.

        Args:
            question: The question or a few words.
            k: How many passages, at most 100.
            countries: Only documents on these countries.
            years: Only documents of these years.
            documents: Only the documents of these file names.
        """
        given = checked(
            SearchArguments,
            {"question": question, "k": k, "countries": countries, "years": years, "documents": documents},
        )
        with _explained():
            hits = self._engine.search(given.question, k=given.k, **given.filters)
        return [hit.to_dict() for hit in hits]

    def documents(self) -> list[dict[str, Any]]:
        """List the indexed documents: id, file name, title, country, year, language and number of pages."""
        return [asdict(document) for document in self._engine.documents()]

    def compare(
        self,
        topic: str,
        countries: list[str] | None = None,
        years: list[int] | None = None,
        documents: list[str] | None = None,
    ) -> dict[str, Any]:
        """Say what each document states on a topic, with its quote and place, or that it states nothing.

        Args:
            topic: A topic or a category of the factsheets, such as "overall budget".
            countries: Only documents on these countries.
            years: Only documents of these years.
            documents: Only the documents of these file names.
        """
        given = checked(
            CompareArguments, {"topic": topic, "countries": countries, "years": years, "documents": documents}
        )
        with _explained():
            return self._engine.compare(given.topic, **given.filters).to_dict()


@contextmanager
def _explained() -> Iterator[None]:
    """Give the engine's own explanation of an unknown document to the caller."""
    try:
        yield
    except UnknownDocumentError as error:
        reason, _, names = str(error).partition("; it has: ")
        raise ArgumentError("documents", f"cannot be used: {reason}", f"use names of this index: {names}") from error
