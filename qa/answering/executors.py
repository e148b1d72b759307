"""Answer each kind of plan by its own executor."""

from collections.abc import Mapping
from typing import Protocol

from qa.answering.across.change import change
from qa.answering.across.rank import rank
from qa.answering.across.select import select
from qa.answering.across.several import across, several
from qa.answering.direct.about_documents import about_documents
from qa.answering.direct.about_tool import about_tool
from qa.answering.direct.overview import overview
from qa.answering.pipeline import AnswerPipeline
from qa.model import Answer
from qa.question.plan import Plan, PlanKind


class Executor(Protocol):
    """Answers the plans of one kind."""

    def __call__(self, pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
        """Answer a plan over the documents of its scope; return None to have it searched for."""


EXECUTORS: Mapping[PlanKind, Executor] = {
    "about_tool": about_tool,
    "about_documents": about_documents,
    "overview": overview,
    "select": select,
    "rank": rank,
    "change": change,
    "compare": across,
    "find": several,
}
"""Executors by the kind of plan; what they leave open is searched for in the plan's documents as one."""
