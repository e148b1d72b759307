"""The typed endpoints for programs: the same functions that the page and the command line use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.errors import UnknownDocumentError, UsageError
from qa.web.conversation import MAX_QUESTION_LENGTH

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

MAX_HITS = 100


def endpoints(engine: "FactsheetQA") -> dict[str, Callable[..., Any]]:
    """The functions behind `/ask`, `/search`, `/documents` and `/compare`, by name."""

    def ask(
        question: str,
        countries: list[str] | None = None,
        years: list[int] | None = None,
        documents: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question by verbatim quotes, each with its document, page, section, row, column and boxes."""
        _check(question)
        with _told():
            return engine.ask(
                question, countries=countries or None, years=years or None, documents=documents or None
            ).to_dict()

    def search(
        question: str,
        k: int = 5,
        countries: list[str] | None = None,
        years: list[int] | None = None,
        documents: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Find the k passages that fit a question best, best first."""
        _check(question)
        if not 1 <= k <= MAX_HITS:
            raise gr.Error(f"k must lie between 1 and {MAX_HITS}: it is {k}.")
        with _told():
            hits = engine.search(
                question, k=k, countries=countries or None, years=years or None, documents=documents or None
            )
        return [hit.to_dict() for hit in hits]

    def documents() -> list[dict[str, Any]]:
        """List the documents held."""
        return [asdict(document) for document in engine.documents()]

    def compare(topic: str, countries: list[str] | None = None) -> dict[str, Any]:
        """Compare countries on a topic (not available yet)."""
        raise gr.Error("Comparing is not available yet: ask one question for each country instead.")

    return {"ask": ask, "search": search, "documents": documents, "compare": compare}


def _check(question: str) -> None:
    if not question.strip():
        raise gr.Error("The question is empty.")
    if len(question) > MAX_QUESTION_LENGTH:
        raise gr.Error(f"The question is longer than {MAX_QUESTION_LENGTH} characters.")


@contextmanager
def _told() -> Iterator[None]:
    """Hand the engine's own explanation to the caller."""
    try:
        yield
    except (UnknownDocumentError, UsageError) as error:
        raise gr.Error(str(error)) from error
