"""Which pieces of the best passages answer the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.base import TokenEncoder
from index.contract import OpenIndex
from index.passage_text import searchable
from qa.answering.answer_type_checks import YEAR, contradicts, meets, states_absence
from qa.answering.spans import Span, spans_of, with_antecedents
from qa.question.answer_type import Expected
from qa.retrieval.features import names_row, own_label
from qa.retrieval.query import Query, content_stems
from qa.retrieval.retriever import RankedPassage
from qa.retrieval.weights import Weights, weigh
from qa.text.normalize import content_words, fold, stem
from qa.text.patterns import word_pattern

if TYPE_CHECKING:
    from index.base import Vectors

_PASSAGES = 8
"""Passages that are searched for pieces to quote."""
_SOURCES = word_pattern("sources")
"""Words of a question that asks for what the document refers to."""
_OF_CONTENT: tuple[Expected, ...] = (
    "yes_no",
    "list",
    "organisation",
    "reason",
    "definition",
    "number",
    "amount",
    "share",
)
"""Kinds of answers that the title of a source cannot give."""
_TOLD = 3
"""Content words from which an earlier answer can be recognised in a piece."""


@dataclass(frozen=True, slots=True)
class RankedSpan:
    """A piece with its signals and their weighted sum."""

    unit: Span
    candidate: RankedPassage
    signals: Mapping[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class SpanRanker:
    """Chooses what to quote, by late interaction over pieces and by what the question asks for."""

    index: OpenIndex
    encoder: TokenEncoder
    weights: Weights

    def choose(self, query: Query, candidates: Sequence[RankedPassage], answered: str = "") -> list[RankedSpan]:
        """The pieces of the best passages, best first. `answered` is what the conversation has been told already."""
        quotable = [
            candidate for candidate in candidates if candidate.passage.kind != "row" or candidate.passage.chosen
        ]
        choices = [
            choice
            for candidate in quotable[:_PASSAGES]
            for choice in self._of_passage(query, candidate, quotable[0].score, answered)
        ]
        return sorted(choices, key=lambda choice: (_is_beside_the_point(query, choice), -choice.score))

    def _of_passage(self, query: Query, candidate: RankedPassage, best: float, answered: str) -> list[RankedSpan]:
        """All pieces of one passage with what late interaction says of them."""
        passage = candidate.passage
        pieces = spans_of(passage)
        similarities = self.index.token_vectors(candidate.number) @ query.tokens.T
        spans = self.encoder.token_spans(searchable(passage))
        offset = len(searchable(passage)) - len(passage.text)
        inside_context = spans[:, 1] <= offset
        choices = []
        for unit, start in with_antecedents(pieces):
            inside = (spans[:, 0] < offset + unit.end) & (spans[:, 1] > offset + unit.start)
            read = (spans[:, 0] < offset + unit.end) & (spans[:, 1] > offset + start)
            signals = {
                "passage": candidate.score - best,
                "late": _mean_of_maxima(similarities[read | inside_context]),
                "late_alone": _mean_of_maxima(similarities[inside]),
                "words": _overlap(query, passage.text[start : unit.end]),
                "meets": float(meets(query.expected, query.gloss, unit.text)),
                "absent": float(states_absence(unit.text)),
                "labels": candidate.signals["labels"],
                "own_label": candidate.signals["own_label"],
                "contradicts": float(contradicts(query.gloss, f"{own_label(passage.row) or ''} {unit.text}")),
                "years": _years_held(query.text, f"{passage.row} {passage.column} {unit.text}"),
                "first": float(unit.start == 0 and passage.kind == "cell"),
                "first_of_named_row": candidate.signals["labels"] * (unit.start == 0),
                "column": candidate.signals["column"],
                "repeats": float(_repeats(unit.text, answered)),
                "long": float(np.log1p(len(unit.text.split()))),
                f"kind_{unit.kind}": 1.0,
                "list_asked": float(query.expected == "list" and unit.kind == "list"),
            }
            choices.append(RankedSpan(unit, candidate, signals, weigh(signals, self.weights.pieces)))
        return choices


def _is_beside_the_point(query: Query, choice: RankedSpan) -> bool:
    """Whether a piece is an entry of the references that nobody asked for, or only says the question over again."""
    passage = choice.unit.passage
    if passage.kind == "reference":
        return query.expected in _OF_CONTENT and _SOURCES.search(fold(query.text)) is None
    if passage.kind != "cell" or names_row(query, passage.row) or states_absence(choice.unit.text):
        return False
    known = content_stems(f"{query.text} {query.gloss} {passage.column}")
    return content_stems(choice.unit.text) <= known


def _mean_of_maxima(similarities: "Vectors") -> float:
    """MaxSim over the given rows (tokens of a piece) and columns (tokens of the question), as a mean."""
    return float(similarities.max(axis=0).mean()) if len(similarities) else 0.0


def _years_held(question: str, text: str) -> float:
    """The share of the years named in a question that a text holds; 0 if it names none."""
    asked = set(YEAR.findall(question))
    return len(asked & set(YEAR.findall(text))) / len(asked) if asked else 0.0


def _overlap(query: Query, text: str) -> float:
    """The share of the question's content words that stand in a text."""
    if not query.stems:
        return 0.0
    return len(query.stems & {stem(word) for word in content_words(text)}) / len(query.stems)


def _repeats(text: str, answered: str) -> bool:
    """Whether a piece holds nearly all that was answered before: a follow-up asks for something else."""
    told = content_words(answered)
    return len(told) >= _TOLD and len(set(told) & set(content_words(text))) >= 0.8 * len(set(told))
