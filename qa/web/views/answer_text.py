"""Split an answer's text into what the page sets differently: labels, quotes, citation chips and plain words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.model import Answer, Citation

_MARKER = re.compile(r"\s*\[(\d+)\]")
_LABEL = re.compile(r"(?P<label>.+?:)\s+(?P<mark>\W{1,2})$")
"""What precedes a quote: its row and column, and the opening quotation mark."""


@dataclass(frozen=True, slots=True)
class AnswerSegment:
    """A part of a line. The text of a chip is the number of its citation."""

    kind: Literal["text", "label", "verbatim", "chip"]
    text: str


def answer_lines(answer: Answer) -> list[list[AnswerSegment]]:
    """Return the lines of an answer's text as segments.

    In an extractive answer, a citation that no marker names gets its chip at the end.
    """
    if answer.mode == "generated":
        return [list(_segments(line, answer.citations)) for line in answer.text.splitlines()]
    lines = [list(_segments(line, answer.citations)) for line in answer.text.splitlines() if line.strip()]
    named = {int(match[1]) for match in _MARKER.finditer(answer.text)}
    if lines:
        unnamed = [number for number in range(1, len(answer.citations) + 1) if number not in named]
        lines[-1] += [AnswerSegment("chip", str(number)) for number in unnamed]
    return lines


def _segments(line: str, citations: Sequence[Citation]) -> Iterator[AnswerSegment]:
    end = 0
    for match in _MARKER.finditer(line):
        if 1 <= int(match[1]) <= len(citations):
            yield from _quoted(line[end : match.start()], citations)
            yield AnswerSegment("chip", match[1])
            end = match.end()
    yield from _quoted(line[end:], citations)


def _quoted(text: str, citations: Sequence[Citation]) -> Iterator[AnswerSegment]:
    """Split text into what is verbatim in a document and what is not."""
    quotes = sorted({citation.quote for citation in citations if citation.quote.strip()}, key=len, reverse=True)
    pattern = "|".join(r"\s+".join(map(re.escape, quote.split())) for quote in quotes)
    end = 0
    for match in re.finditer(pattern, text) if quotes else ():
        yield from _labelled(text[end : match.start()])
        yield AnswerSegment("verbatim", match[0])
        end = match.end()
    if end < len(text):
        yield AnswerSegment("text", text[end:])


def _labelled(text: str) -> Iterator[AnswerSegment]:
    """Split the text before a quote into the label of the quote's row and column, and the rest."""
    label = _LABEL.match(text)
    if label:
        yield AnswerSegment("label", f"{label['label']} ")
        text = label["mark"]
    if text:
        yield AnswerSegment("text", text)
