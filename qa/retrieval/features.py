"""The signals by which passages are ranked, and what else ranking asks of a passage and a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from corpus.model import Passage, PassageKind
from index.base import Candidate
from qa.retrieval.column_match import column_fit
from qa.retrieval.query import Query
from qa.retrieval.signals import SignalSet
from qa.text.analyzed_text import analyzed

_LONG = 10
"""Minimum number of words for a text that several documents share to be no coincidence."""


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """What is known of a passage that was found for a question.

    `lexical` is its BM25 score as a share of the best one, `dense` its calibrated cosine, `late` its late-interaction
    score, `other_columns` the labels of the other columns of its table. `is_foreign` is True if the question was
    translated, or the passage's document is in another language than the question.
    """

    query: Query
    passage: Passage
    candidate: Candidate
    lexical: float
    dense: float
    late: float
    other_columns: Sequence[str]
    is_foreign: bool


PASSAGE_SIGNALS = SignalSet[PassageEvidence]("passages")
INHERITED = ("lexical", "dense", "late", "foreign_lexical", "foreign_dense", "foreign_late", "column")
"""Signals of a cell that count for its whole row as well."""


@PASSAGE_SIGNALS.declare
def _lexical(evidence: PassageEvidence) -> float:
    """BM25 score as a share of the best passage's."""
    return evidence.lexical


@PASSAGE_SIGNALS.declare
def _dense(evidence: PassageEvidence) -> float:
    """Cosine of the embeddings on the scale on which 0 is unrelated and 1 is an answer."""
    return evidence.dense


@PASSAGE_SIGNALS.declare
def _late(evidence: PassageEvidence) -> float:
    """Late interaction of the token vectors (MaxSim)."""
    return evidence.late


@PASSAGE_SIGNALS.declare
def _foreign_lexical(evidence: PassageEvidence) -> float:
    """BM25 signal of a question in another language, of which the translation is rough."""
    return evidence.lexical * evidence.is_foreign


@PASSAGE_SIGNALS.declare
def _foreign_dense(evidence: PassageEvidence) -> float:
    """Cosine of a question in another language: the embedding is multilingual."""
    return evidence.dense * evidence.is_foreign


@PASSAGE_SIGNALS.declare
def _foreign_late(evidence: PassageEvidence) -> float:
    """Late interaction of a question in another language, of which the translation is rough."""
    return evidence.late * evidence.is_foreign


@PASSAGE_SIGNALS.declare
def _column(evidence: PassageEvidence) -> float:
    """How much better the question fits the passage's column than the table's other columns, from -1 to 1."""
    label = evidence.passage.column
    return 0.0 if label is None else column_fit(evidence.query.bilingual, label, evidence.other_columns)


@PASSAGE_SIGNALS.declare
def _labels(evidence: PassageEvidence) -> float:
    """Share of the row label's words that the question names."""
    return _label_match(evidence.query, evidence.passage.row)


@PASSAGE_SIGNALS.declare
def _own_label(evidence: PassageEvidence) -> float:
    """Share of the words of the row's label, without that of its group, that the question names."""
    return _label_match(evidence.query, label_in_group(evidence.passage.row))


@PASSAGE_SIGNALS.declare
def _repeated(evidence: PassageEvidence) -> float:
    """1 for a long passage that another document has word for word, such as an annex on the method.

    It says nothing about one country. A row of options is not counted: which one is chosen differs.
    """
    passage = evidence.passage
    return float(evidence.candidate.repeated and passage.chosen is None and len(passage.text.split()) >= _LONG)


PASSAGE_SIGNALS.add_kinds(
    [*get_args(PassageKind), "choice"],
    lambda evidence: "choice" if evidence.passage.chosen else evidence.passage.kind,
)


def label_in_group(row: str | None) -> str | None:
    """Return a row's label without that of its group: "Overall" for "BUDGET / Overall"."""
    return row.rpartition(" / ")[2] if row is not None else None


def names_row(query: Query, row: str | None) -> bool:
    """Return True if a question holds all content words of a row's own label, those in brackets aside."""
    named = analyzed((label_in_group(row) or "").partition("(")[0]).content_stems
    return bool(named) and named <= query.stems


def coverage(query: Query, passage: Passage) -> float:
    """Return the share of the question's content words that occur in a passage or its breadcrumb."""
    if not query.stems:
        return 0.0
    return len(query.stems & stems_of(passage)) / len(query.stems)


def stems_of(passage: Passage) -> frozenset[str]:
    """Return the stems of a passage and its breadcrumb."""
    return analyzed(f"{passage.context} {passage.text}").stems


def _label_match(query: Query, label: str | None) -> float:
    named = analyzed(label or "").stems
    return len(named & query.stems) / len(named) if named else 0.0
