"""The typed endpoints for programs: the same functions that the page and the command line use.

Their docstrings are what MCP clients read as the tools' descriptions.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.errors import UnknownDocumentError, UsageError
from qa.web.visits.turns import MAX_QUESTION_LENGTH

if TYPE_CHECKING:
    from qa.web.visits.asker import Asker

MAX_HITS = 100
MAX_FILTERS = 1_000
"""Maximum entries of a filter."""


def endpoints(asker: "Asker") -> dict[str, Callable[..., Any]]:
    """Return the functions behind `/ask`, `/search`, `/documents` and `/compare`, by name."""
    bound = Endpoints(asker)
    return {"ask": bound.ask, "search": bound.search, "documents": bound.documents, "compare": bound.compare}


class Endpoints:
    """The endpoints over the documents that everyone sees."""

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
        _check_question(question)
        with _explained():
            answer = self._engine.ask(question, **_filters(countries, years, documents))
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
        _check_question(question)
        if type(k) is not int or not 1 <= k <= MAX_HITS:
            raise gr.Error(f"k must be a number between 1 and {MAX_HITS}: it is {str(k)[:100]!r}.")
        with _explained():
            hits = self._engine.search(question, k=k, **_filters(countries, years, documents))
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
        _check_question(topic)
        with _explained():
            return self._engine.compare(topic, **_filters(countries, years, documents)).to_dict()


def _filters(countries: list[str] | None, years: list[int] | None, documents: list[str] | None) -> dict[str, Any]:
    """Return the filters for the engine, where an empty list means no restriction."""
    _check_list("countries", countries, str, '["Mexico"]')
    _check_list("years", years, int, "[2023]")
    _check_list("documents", documents, str, '["mexico_2023.pdf"]')
    return {"countries": countries or None, "years": years or None, "documents": documents or None}


def _check_list(name: str, values: object, kind: type, example: str) -> None:
    """Refuse a filter that is not a list of the right type: it would match nothing and pass for an answer."""
    if values is None:
        return
    if not isinstance(values, list) or not all(type(value) is kind for value in values):
        raise gr.Error(f"{name} must be a list such as {example}, or null: it is {str(values)[:100]!r}.")
    if len(values) > MAX_FILTERS:
        raise gr.Error(f"{name} has {len(values)} entries; at most {MAX_FILTERS} are allowed.")


def _check_question(question: object) -> None:
    if not isinstance(question, str):
        raise gr.Error(f"The question must be a text: it is {str(question)[:100]!r}.")
    if not question.strip():
        raise gr.Error("The question is empty.")
    if len(question) > MAX_QUESTION_LENGTH:
        raise gr.Error(f"The question is longer than {MAX_QUESTION_LENGTH} characters.")


@contextmanager
def _explained() -> Iterator[None]:
    """Give the engine's own explanation of an error to the caller."""
    try:
        yield
    except (UnknownDocumentError, UsageError) as error:
        raise gr.Error(str(error)) from error
