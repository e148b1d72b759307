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


def endpoints(asker: "Asker") -> dict[str, Callable[..., Any]]:
    """The functions behind `/ask`, `/search`, `/documents` and `/compare`, by name, over the shared documents."""
    engine = asker.shared

    def ask(
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
        _check(question)
        with _told():
            answer = engine.ask(question, countries=countries or None, years=years or None, documents=documents or None)
        asker.metrics.count(answer)
        return answer.to_dict()

    def search(
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
        _check(question)
        if not 1 <= k <= MAX_HITS:
            raise gr.Error(f"k must lie between 1 and {MAX_HITS}: it is {k}.")
        with _told():
            hits = engine.search(
                question, k=k, countries=countries or None, years=years or None, documents=documents or None
            )
        return [hit.to_dict() for hit in hits]

    def documents() -> list[dict[str, Any]]:
        """List the documents held: id, file name, title, country, year, language and number of pages."""
        return [asdict(document) for document in engine.documents()]

    def compare(
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
        _check(topic)
        with _told():
            return engine.compare(
                topic, countries=countries or None, years=years or None, documents=documents or None
            ).to_dict()

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
