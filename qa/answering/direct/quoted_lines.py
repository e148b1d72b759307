"""Make answers of passages that are known by their place, not by a search: a page, a section, a card of facts."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Document, Passage
from corpus.text_analysis.sentences import sentences
from qa.answering.citations import citations_of_span
from qa.answering.messages import quoted
from qa.answering.spans.span import Span
from qa.model import Answer, Citation
from qa.question.plan import Plan

_CONFIDENCE = 0.95
"""Confidence in quotes that are taken from the very place asked for."""
_ENTRY = 8
"""Maximum number of words of an entry of a cell, such as a standard category."""


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line of an answer: a label, and a span of a document as its quote."""

    label: str
    span: Span
    document: Document


def quoted_answer(plan: Plan, lines: Sequence[QuotedLine], heading: str = "") -> Answer:
    """Return the answer that quotes the lines in their order, under a heading."""
    citations: list[Citation] = []
    texts = [heading] if heading else []
    for line in lines:
        found = citations_of_span(line.span, line.document, _CONFIDENCE)
        marks = "".join(f" [{len(citations) + place + 1}]" for place in range(len(found)))
        citations += found
        label = f"{line.label}: " if line.label else ""
        texts.append(f"{label}{quoted(plan.language, line.span.text)}{marks}")
    return Answer(
        plan.asked,
        True,
        "\n".join(texts),
        None,
        _CONFIDENCE,
        plan.language,
        citations=tuple(citations),
        calibrated=False,
    )


def leads(passage: Passage, most: int) -> list[Span]:
    """Return the beginning of a cell as quotes: its entries and its explanation apart, up to about `most` words.

    The page may print the entries of all columns before their explanations, and a quote is one run of its page.
    """
    span = lead(passage, most)
    place = span.start
    for line in span.text.split("\n"):
        if place > span.start and len(line.split()) > _ENTRY and line.rstrip().endswith((".", "!", "?")):
            return [Span(passage, span.start, place - 1, span.kind), Span(passage, place, span.end, span.kind)]
        if len(line.split()) > _ENTRY:
            break
        place += len(line) + 1
    return [span]


def lead(passage: Passage, most: int) -> Span:
    """Return the beginning of a passage: whole lines and sentences up to about `most` words, at least one of them."""
    if passage.chosen is not None:
        return Span(passage, *passage.chosen, "chosen")
    end = 0
    start = 0
    for line in passage.text.split("\n"):
        for _, last in sentences(line):
            if end and len(passage.text[: start + last].split()) > most:
                return Span(passage, 0, end, "whole")
            end = start + last
        start += len(line) + 1
    return Span(passage, 0, end or len(passage.text), "whole")
