"""Answer each kind of plan by its own executor."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from qa.answering.across.change import change
from qa.answering.across.compared_cells import compared_cells
from qa.answering.across.rank import rank
from qa.answering.across.select import select, select_if_asked
from qa.answering.across.several import across, several
from qa.answering.across.two_things import two_things
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


EXECUTORS: Mapping[PlanKind, Sequence[Executor]] = {
    "about_tool": (about_tool,),
    "about_documents": (about_documents,),
    "overview": (overview,),
    "select": (select,),
    "rank": (select_if_asked, compared_cells, two_things, rank),
    "change": (change, compared_cells),
    "compare": (compared_cells, across),
    "find": (compared_cells, two_things, select_if_asked, several),
}
"""Executors by the kind of plan, in the order in which they are tried; what they leave open is answered as `find`."""


def executed(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Return the answer of the first executor that has one; None if all leave the plan to a search."""
    executors = dict.fromkeys([*EXECUTORS[plan.kind], *EXECUTORS["find"]])
    answers = (executor(pipeline, plan) for executor in executors)
    return next((answer for answer in answers if answer is not None), None)
