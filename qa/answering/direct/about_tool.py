"""Answer small talk and questions on this tool by a sentence, without a search."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from qa.answering.messages import document_names
from qa.answering.pipeline import AnswerPipeline
from qa.model import Answer
from qa.question.plan import Plan


def about_tool(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Return the sentence on the plan's topic in the language of the question."""
    sentence = message_table("about_tool")[plan.topic][plan.language]
    documents = document_names(pipeline.index.documents) or "–"
    return about_answer(plan, sentence.format(documents=documents))


def about_answer(plan: Plan, text: str) -> Answer:
    """Return an answer that comes from no search and has no citations."""
    return Answer(plan.asked, True, text, None, 1.0, plan.language, mode="about")


@cache
def message_table(name: str) -> Mapping[str, Mapping[str, str]]:
    """Return the sentences of a file beside this module, by topic and language."""
    text = files("qa.answering.direct").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(text)
    return table
