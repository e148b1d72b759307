"""The page for the operator: the state of the server, what is indexed, and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_decimal

from qa.model import FileProblem, Reason
from qa.web.translations import Translations
from qa.web.views.rendering import render

REASONS: tuple[Reason, ...] = get_args(Reason)
"""Reasons of refused questions."""


@dataclass(frozen=True, slots=True)
class ServerState:
    """What the operator sees; counts only, nothing of a question or a visitor.

    `changed` is None if the store does not know when the index was changed, `memory_bytes` if the system does not say
    how much memory the server uses.
    """

    documents: int
    changed: datetime | None
    index_bytes: int
    versions: Sequence[str]
    models: Sequence[str]
    running: timedelta
    memory_bytes: int | None
    visits: int
    questions: int
    refused: dict[Reason, int]
    rated: tuple[int, int]
    refused_files: Sequence[FileProblem]
    warnings: Sequence[FileProblem]


def operator_page(state: ServerState, say: Translations) -> str:
    """Return the whole page as HTML."""
    return render("operator", state=state, facts=_facts(state, say), counts=_counts(state, say), say=say)


def _facts(state: ServerState, say: Translations) -> list[tuple[str, str]]:
    """Return labels with what is known of the server and its index."""
    language = say.language
    changed = "–" if state.changed is None else format_datetime(state.changed, "long", locale=language)
    facts = {
        "documents": _number(state.documents, say),
        "changed": changed,
        "size": _megabytes(state.index_bytes, say),
        "models": ", ".join(state.models),
        "versions": ", ".join(state.versions),
        "running": format_timedelta(state.running, locale=language),
        "memory": "–" if state.memory_bytes is None else _megabytes(state.memory_bytes, say),
        "visits": _number(state.visits, say),
    }
    return [(say(f"operator.{name}"), value) for name, value in facts.items()]


def _counts(state: ServerState, say: Translations) -> list[tuple[str, str]]:
    """Return labels with the numbers of questions and ratings since the server was started."""
    right, wrong = state.rated
    refused = [(say(f"operator.{reason}"), _number(count, say)) for reason, count in state.refused.items()]
    return [
        (say("operator.questions"), _number(state.questions, say)),
        *refused,
        (say("operator.rated_right"), _number(right, say)),
        (say("operator.rated_wrong"), _number(wrong, say)),
    ]


def _number(value: int, say: Translations) -> str:
    return format_decimal(value, locale=say.language)


def _megabytes(size: int, say: Translations) -> str:
    return f"{format_decimal(round(size / 1e6, 1), locale=say.language)} MB"
