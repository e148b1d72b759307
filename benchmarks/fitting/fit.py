"""Fit the engine's weights on development questions and write `qa/retrieval/weights.json`.

Four models: which passage shows the evidence, which one is to be quoted, which piece of it holds the answer (softmax
over the candidates of a question), and whether the answer is right (logistic). All have an L2 penalty
and are judged by cross-validation over questions before the weights of all questions are written.

English questions are asked a second time as keywords, so that short queries are ranked and judged as well. Beside the
weights, `benchmarks/results/fit.json` keeps what each signal buys and what each threshold refuses, both on questions
that the fit has not seen.

    python -m benchmarks.fitting.fit INDEX=SET... --parallel INDEX=SET=GOLD --off-topic INDEX=SET --write
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import track

from benchmarks.fitting.models import (
    Example,
    Signals,
    ablation,
    chosen_threshold,
    fit_logistic,
    fit_ranking,
    threshold_curve,
    unseen_sets,
)
from benchmarks.material import RESULTS
from benchmarks.tables import write_tables
from qa.answering.citations import citations_of
from qa.answering.confidence import confidence_signals
from qa.answering.span_ranker import RankedSpan
from qa.engine import FactsheetQA
from qa.evaluate.metrics.correctness import says_it
from qa.evaluate.metrics.evidence_match import bears, on_page
from qa.evaluate.metrics.text_match import comparison_words
from qa.evaluate.question import Evidence, Question
from qa.evaluate.question_sets.load import load_question_sets
from qa.model import Hit
from qa.question.document_filter import document_scope
from qa.question.follow_up import needs_history, with_history, with_last_question
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage
from qa.retrieval.weights import Weights, fitted, weigh
from qa.text.language import language_of
from qa.text.normalize import WORD, is_content

console = Console()

_EVERY = 30
"""Of a set that is asked in parallel each so many questions are taken."""
_OFF_TOPIC = 25
"""Questions taken from each off-topic set."""


def _place(hit: Hit, evidence: Evidence) -> bool:
    """Whether a passage bears the evidence, in the right column where the passage is a cell."""
    if hit.column is not None and evidence.column is not None and not _same_column(hit.column, evidence.column):
        return False
    return bears(hit, evidence)


def _same_column(label: str, gold: str) -> bool:
    return comparison_words(label)[: len(comparison_words(gold))] == comparison_words(gold)


@dataclass(frozen=True)
class Asked:
    """A question with all its candidate passages."""

    engine: FactsheetQA
    question: Question
    narrow: Query
    hits: Sequence[RankedPassage]
    candidates: Sequence[RankedPassage]


def _ask(engine: FactsheetQA, question: Question, leaning: bool | None = None) -> Asked:
    """Search as the engine does, but keep every candidate; `leaning` says to read it with or without its history."""
    history = [(turn.question, turn.answer) for turn in question.history]
    language = language_of(question.question)
    if leaning is None:
        leaning = bool(history) and needs_history(question.question)
    searched = with_history(question.question, history) if leaning else question.question
    asked = with_last_question(question.question, history) if leaning else question.question
    scope = document_scope(question.question, history[-1][0] if history else "", engine.documents())
    query = engine.newest().retriever.query(searched, language)
    allowed = engine.newest().allowed(scope.documents)
    hits = engine.newest().retriever.search(query, allowed, 10_000)
    candidates = engine.newest().retriever.rank(query, allowed, 10_000)
    narrow = engine.newest().retriever.query(asked, language, question.question) if leaning else query
    return Asked(engine, question, narrow, hits, candidates)


def keyword_variants(question: Question) -> list[Question]:
    """The question as people type it into a search box: its content words alone, in English, standing by itself."""
    if question.language != "en" or question.history:
        return []
    return [question.model_copy(update={"question": " ".join(kept_words(question.question))})]


def kept_words(text: str) -> list[str]:
    """The content words of a text as they are written."""
    return [word for word in WORD.findall(text) if is_content(word)]


def passage_examples(pairs: Iterable[tuple[Asked, Sequence[RankedPassage]]]) -> list[Example]:
    """Which of the passages found bear the evidence."""
    examples = []
    for one, candidates in pairs:
        hits = [one.engine.newest().hit(candidate) for candidate in candidates]
        right = np.array([any(_place(hit, evidence) for evidence in one.question.evidence) for hit in hits])
        if right.any():
            examples.append(Example(one.question.id, [c.signals for c in candidates], right))
    return examples


def _choices(one: Asked, weights: Weights) -> list[RankedSpan]:
    """The pieces that the engine would weigh, with everything ranked by the given weights."""
    ranked = sorted(
        (replace(candidate, score=weigh(candidate.signals, weights.passages)) for candidate in one.candidates),
        key=lambda candidate: -candidate.score,
    )
    answered = one.question.history[-1].answer if one.narrow.text != one.question.question else ""
    return replace(one.engine.newest().selector, weights=weights).choose(one.narrow, ranked, answered)


def _right_piece(one: Asked, choice: RankedSpan) -> bool:
    """Whether a piece says the answer and stands where the evidence stands."""
    document = next(d for d in one.engine.documents() if d.id == choice.unit.passage.document_id)
    if not says_it(one.question.model_copy(update={"note": ""}), choice.unit.text):
        return False
    return any(
        on_page(citation, evidence)
        and (not citation.column or not evidence.column or _same_column(citation.column, evidence.column))
        for citation in citations_of(choice, document)
        for evidence in one.question.evidence
    )


def piece_examples(asked: Sequence[Asked], weights: Weights) -> list[Example]:
    """Which pieces hold the answer."""
    examples = []
    for one in track(asked, "Reading pieces", console=console):
        choices = _choices(one, weights)
        right = np.array([_right_piece(one, choice) for choice in choices])
        if right.any():
            examples.append(Example(one.question.id, [choice.signals for choice in choices], right))
    return examples


def confidence_examples(asked: Sequence[Asked], weights: Weights) -> list[tuple[Signals, bool]]:
    """Whether the engine's answer is right; an answer to what the documents do not tell never is."""
    examples = []
    for one in track(asked, "Judging answers", console=console):
        choices = _choices(one, weights)
        if choices:
            countries = {document.country for document in one.engine.documents() if document.country}
            known = one.engine.newest().retriever.index.vocabulary.known
            signals = confidence_signals(one.narrow, one.candidates[:20], choices, known, countries)
            right = one.question.answerable and any(_right_piece(one, choice) for choice in choices[:2])
            examples.append((signals, right))
    return examples


def main(
    sets: Annotated[list[str], typer.Argument(help="INDEX=SET pairs: an index folder and a question set asked of it.")],
    parallel: Annotated[
        list[str] | None,
        typer.Option(help="INDEX=SET=GOLD: a set in another language, with the set that its evidence stands in."),
    ] = None,
    off_topic: Annotated[
        list[str] | None, typer.Option(help="INDEX=SET pairs of which no question is answerable.")
    ] = None,
    penalty: Annotated[float, typer.Option(help="Strength of the L2 penalty.")] = 1.0,
    write: Annotated[bool, typer.Option(help="Write qa/retrieval/weights.json.")] = False,
) -> None:
    """Fit, report figures on unseen questions and sets, and write the weights if asked to."""
    by_set = {pair: _asked_of(pair) for pair in sets}
    by_set |= {triple: _asked_in_parallel(triple) for triple in parallel or ()}
    strangers = [one for pair in off_topic or () for one in _strangers(pair)]
    others = [one for pair in sets for one in _read_the_other_way(pair)]
    own = [one for pair in sets for one in by_set[pair]]
    besides = [one for triple in parallel or () for one in by_set[triple]]
    weights, report = _fitted(own, besides, [*strangers, *others], penalty)
    report["unseen sets"] = unseen_sets({_name(pair): _hit_examples(found) for pair, found in by_set.items()}, penalty)
    console.print_json(data={"weights": asdict(weights), **report})
    if write:
        _write(Path(__file__).parent.parent.parent / "qa" / "retrieval" / "weights.json", asdict(weights))
        _write(RESULTS / "fit.json", report)
        write_tables()


def _fitted(
    own: Sequence[Asked], besides: Sequence[Asked], judged: Sequence[Asked], penalty: float
) -> tuple[Weights, dict[str, object]]:
    """The weights, and what each signal buys.

    `own` are questions on factsheets, on which the threshold is chosen, `besides` are others; of those `judged` only
    the confidence learns.
    """
    answerable = [one for one in (*own, *besides) if one.question.answerable]
    hits = _hit_examples(answerable)
    passages = passage_examples([(one, one.candidates) for one in answerable])
    weights = replace(fitted(), hits=fit_ranking(hits, penalty), passages=fit_ranking(passages, penalty))
    pieces = piece_examples(answerable, weights)
    weights = replace(weights, pieces=fit_ranking(pieces, penalty))
    confident, rest = confidence_examples(own, weights), confidence_examples([*besides, *judged], weights)
    curve = threshold_curve(confident, rest, penalty)
    logistic = fit_logistic([*confident, *rest], penalty)
    weights = replace(weights, confidence=logistic, threshold=chosen_threshold(curve))
    report: dict[str, object] = {
        "hits": ablation(hits, penalty),
        "passages": ablation(passages, penalty),
        "pieces": ablation(pieces, penalty),
        "confidence": {"questions": len(confident), "threshold": weights.threshold, "curve": curve},
    }
    return weights, report


def _hit_examples(asked: Sequence[Asked]) -> list[Example]:
    return passage_examples([(one, one.hits) for one in asked if one.question.answerable])


def _name(pair: str) -> str:
    return Path(pair.split("=")[1]).stem


def _asked_of(pair: str) -> list[Asked]:
    """All questions of a set, the English ones as keywords too."""
    folder, _, path = pair.partition("=")
    engine, questions = FactsheetQA.open(folder), load_question_sets([Path(path)])
    keywords = [variant for question in questions for variant in keyword_variants(question)]
    return [_ask(engine, one) for one in track([*questions, *keywords], f"Searching {path}", console=console)]


def _asked_in_parallel(triple: str) -> list[Asked]:
    """A sample of a set's questions, each with the evidence and the answers of the same question in the gold set."""
    folder, path, gold = triple.split("=")
    engine, told = FactsheetQA.open(folder), {one.id: one for one in load_question_sets([Path(gold)])}
    sample = load_question_sets([Path(path)])[1::_EVERY]
    questions = [
        one.model_copy(update={"evidence": told[one.id].evidence, "answers": told[one.id].answers}) for one in sample
    ]
    return [_ask(engine, one) for one in track(questions, f"Searching {path}", console=console)]


def _strangers(pair: str) -> list[Asked]:
    """A sample of questions that the index cannot answer."""
    folder, _, path = pair.partition("=")
    engine = FactsheetQA.open(folder)
    sample = np.random.default_rng(7).choice(load_question_sets([Path(path)]), _OFF_TOPIC, replace=False)
    strangers = [question.model_copy(update={"kind": "unanswerable"}) for question in sample]
    return [_ask(engine, one) for one in track(strangers, f"Searching {path}", console=console)]


def _read_the_other_way(pair: str) -> list[Asked]:
    """Questions with a history, read alone if they sound like follow-ups, else as follow-ups."""
    folder, _, path = pair.partition("=")
    engine = FactsheetQA.open(folder)
    told = [question for question in load_question_sets([Path(path)]) if question.history]
    return [_ask(engine, question, not needs_history(question.question)) for question in told]


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
