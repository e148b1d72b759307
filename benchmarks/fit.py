"""Fit the engine's weights on development questions and write `qa/weights.json`.

Three models, each fitted after the one before it: which passage bears the evidence and which piece of it holds the
answer (softmax over the candidates of a question), and whether the answer is right (logistic). All have an L2 penalty
and are judged by cross-validation over questions before the weights of all questions are written.

English questions are asked a second time as keywords, so that short queries are ranked and judged as well. Beside the
weights, `benchmarks/results/fit.json` keeps what each signal buys and what each threshold refuses, both on questions
that the fit has not seen.

    python -m benchmarks.fit INDEX=SET... --off-topic INDEX=SET --write
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize

from benchmarks.material import RESULTS
from qa.compose import citations_of
from qa.confidence import confidence_signals
from qa.engine import FactsheetQA
from qa.evaluate.places import bears, on_page
from qa.evaluate.questions import Evidence, Question, load_question_sets
from qa.evaluate.text import words
from qa.evaluate.verdict import says_it
from qa.history import leans_on_history, with_history, with_last_question
from qa.language import language_of
from qa.model import Hit
from qa.retrieve import Candidate, Query
from qa.scope import scope_of
from qa.select import Choice
from qa.weights import Weights, fitted, weigh
from qa.words import WORD, is_content

Signals = Mapping[str, float]
console = Console()

_OFF_TOPIC = 25
"""Questions taken from each off-topic set."""
_FALSE_REFUSALS = 0.04
"""The share of right answers that may be refused."""


@dataclass(frozen=True)
class Example:
    """The candidates of one question: their signals, and which of them are right."""

    question: str
    signals: Sequence[Signals]
    right: NDArray[np.bool_]


def fit_ranking(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    """Weights that give the right candidates the most probability (softmax, listwise)."""
    names = sorted({name for example in examples for signals in example.signals for name in signals})
    tables = [np.array([[s.get(name, 0.0) for name in names] for s in example.signals]) for example in examples]
    spread = np.concatenate(tables).std(axis=0) + 1e-6
    tables = [table / spread for table in tables]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = penalty * weights @ weights, 2 * penalty * weights
        for table, example in zip(tables, examples, strict=True):
            scores = table @ weights
            everything = np.exp(scores - scores.max())
            among_right = everything * example.right
            total -= np.log(among_right.sum() / everything.sum())
            gradient += table.T @ (everything / everything.sum() - among_right / among_right.sum())
        return float(total), gradient

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, (result.x / spread).tolist(), strict=True))


def fit_logistic(examples: Sequence[tuple[Signals, bool]], penalty: float) -> dict[str, float]:
    """Weights of a logistic model of being right."""
    names = sorted({name for signals, _ in examples for name in signals})
    table = np.array([[signals.get(name, 0.0) for name in names] for signals, _ in examples])
    spread = table.std(axis=0)
    spread[spread == 0] = 1
    signs = np.array([1.0 if right else -1.0 for _, right in examples])
    scaled = table / spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (scaled @ weights)
        penalised = np.where(np.array(names) == "bias", 0.0, weights)
        gradient = -scaled.T @ (signs / (1 + np.exp(margins))) + 2 * penalty * penalised
        return float(np.logaddexp(0, -margins).sum() + penalty * penalised @ penalised), gradient

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, (result.x / spread).tolist(), strict=True))


def first_right(examples: Sequence[Example], weights: Signals, depth: int = 1) -> float:
    """The share of questions with a right candidate among the first by weight."""
    hits = []
    for example in examples:
        order = np.argsort([-weigh(signals, weights) for signals in example.signals], kind="stable")
        hits.append(bool(example.right[order[:depth]].any()))
    return float(np.mean(hits))


def cross_validated(examples: Sequence[Example], penalty: float, folds: int = 5) -> list[float]:
    """First-right at depths 1, 3 and 5 on questions that the fit has not seen."""
    order = np.random.default_rng(7).permutation(len(examples))
    scores = []
    for fold in range(folds):
        test = [examples[i] for i in order[fold::folds]]
        train = [examples[i] for i in order if i not in set(order[fold::folds])]
        weights = fit_ranking(train, penalty)
        scores.append([first_right(test, weights, depth) * len(test) for depth in (1, 3, 5)])
    return [float(total) / len(examples) for total in np.sum(scores, axis=0)]


def _place(hit: Hit, evidence: Evidence) -> bool:
    """Whether a passage bears the evidence, in the right column where the passage is a cell."""
    if hit.column is not None and evidence.column is not None and not _same_column(hit.column, evidence.column):
        return False
    return bears(hit, evidence)


def _same_column(label: str, gold: str) -> bool:
    return words(label)[: len(words(gold))] == words(gold)


@dataclass(frozen=True)
class Asked:
    """A question with all its candidate passages."""

    engine: FactsheetQA
    question: Question
    narrow: Query
    candidates: Sequence[Candidate]


def _ask(engine: FactsheetQA, question: Question) -> Asked:
    """Search as the engine does, but keep every candidate."""
    history = [(turn.question, turn.answer) for turn in question.history]
    language = language_of(question.question)
    leaning = bool(history) and leans_on_history(question.question)
    searched = with_history(question.question, history) if leaning else question.question
    asked = with_last_question(question.question, history) if leaning else question.question
    scope = scope_of(question.question, history[-1][0] if history else "", engine.documents())
    query = engine.newest().retriever.query(searched, language)
    candidates = engine.newest().retriever.rank(query, engine.newest().allowed(scope.documents), 10_000)
    narrow = engine.newest().retriever.query(asked, language, question.question) if leaning else query
    return Asked(engine, question, narrow, candidates)


def keyword_variants(question: Question) -> list[Question]:
    """The question as people type it into a search box: its content words alone, in English, standing by itself."""
    if question.language != "en" or question.history:
        return []
    return [question.model_copy(update={"question": " ".join(kept_words(question.question))})]


def kept_words(text: str) -> list[str]:
    """The content words of a text as they are written."""
    return [word for word in WORD.findall(text) if is_content(word)]


def passage_examples(asked: Sequence[Asked]) -> list[Example]:
    """Which passages bear the evidence."""
    examples = []
    for one in asked:
        hits = [one.engine.newest().hit(candidate) for candidate in one.candidates]
        right = np.array([any(_place(hit, evidence) for evidence in one.question.evidence) for hit in hits])
        if right.any():
            examples.append(Example(one.question.id, [c.signals for c in one.candidates], right))
    return examples


def _choices(one: Asked, weights: Weights) -> list[Choice]:
    """The pieces that the engine would weigh, with everything ranked by the given weights."""
    ranked = sorted(
        (replace(candidate, score=weigh(candidate.signals, weights.passages)) for candidate in one.candidates),
        key=lambda candidate: -candidate.score,
    )
    answered = one.question.history[-1].answer if one.narrow.text != one.question.question else ""
    return replace(one.engine.newest().selector, weights=weights).choose(one.narrow, ranked, answered)


def _right_piece(one: Asked, choice: Choice) -> bool:
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
            signals = confidence_signals(one.narrow, choices, known, countries)
            right = one.question.answerable and any(_right_piece(one, choice) for choice in choices[:2])
            examples.append((signals, right))
    return examples


def main(
    sets: Annotated[list[str], typer.Argument(help="INDEX=SET pairs: an index folder and a question set asked of it.")],
    penalty: Annotated[float, typer.Option(help="Strength of the L2 penalty.")] = 1.0,
    off_topic: Annotated[
        list[str] | None, typer.Option(help="INDEX=SET pairs of which no question is answerable.")
    ] = None,
    write: Annotated[bool, typer.Option(help="Write qa/weights.json.")] = False,
) -> None:
    """Fit, report cross-validated figures, and write the weights if asked to."""
    asked = []
    for pair in sets:
        folder, _, path = pair.partition("=")
        engine = FactsheetQA.open(folder)
        questions = load_question_sets([Path(path)])
        asked += [_ask(engine, question) for question in track(questions, f"Searching {path}", console=console)]
        keywords = [variant for question in questions for variant in keyword_variants(question)]
        asked += [_ask(engine, question) for question in track(keywords, "Searching keywords", console=console)]
    answerable = [one for one in asked if one.question.answerable]
    for pair in off_topic or []:
        folder, _, path = pair.partition("=")
        engine = FactsheetQA.open(folder)
        sample = np.random.default_rng(7).choice(load_question_sets([Path(path)]), _OFF_TOPIC, replace=False)
        strangers = [question.model_copy(update={"kind": "unanswerable"}) for question in sample]
        asked += [_ask(engine, question) for question in track(strangers, f"Searching {path}", console=console)]
    passages = passage_examples(answerable)
    weights = replace(fitted(), passages=fit_ranking(passages, penalty))
    pieces = piece_examples(answerable, weights)
    weights = replace(weights, pieces=fit_ranking(pieces, penalty))
    judged = confidence_examples(asked, weights)
    curve = threshold_curve(judged, penalty)
    weights = replace(weights, confidence=fit_logistic(judged, penalty), threshold=chosen_threshold(curve))
    report = {
        "passages": ablation(passages, penalty),
        "pieces": ablation(pieces, penalty),
        "confidence": {"questions": len(judged), "threshold": weights.threshold, "curve": curve},
    }
    console.print_json(data={"weights": asdict(weights), **report})
    if write:
        _write(Path(__file__).parent.parent / "qa" / "weights.json", asdict(weights))
        _write(RESULTS / "fit.json", report)


def ablation(examples: Sequence[Example], penalty: float) -> dict[str, Any]:
    """How often a right candidate is first, and among five, on unseen questions: with all signals and without each."""
    names = sorted({name for example in examples for signals in example.signals for name in signals})
    groups = sorted({name.partition("_")[0] if name.startswith("kind_") else name for name in names})
    return {
        "questions": len(examples),
        "all": _unseen(examples, penalty),
        "without": {group: _unseen([_without(group, example) for example in examples], penalty) for group in groups},
    }


def _unseen(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    first, _, five = cross_validated(examples, penalty)
    return {"first": round(first, 3), "in five": round(five, 3)}


def _without(group: str, example: Example) -> Example:
    kept = [{n: v for n, v in s.items() if n != group and n.partition("_")[0] != group} for s in example.signals]
    return replace(example, signals=kept)


def threshold_curve(judged: Sequence[tuple[Signals, bool]], penalty: float, folds: int = 5) -> list[dict[str, float]]:
    """What each threshold of the confidence refuses, on questions that the fit has not seen."""
    order = np.random.default_rng(7).permutation(len(judged))
    scores = np.zeros(len(judged))
    for fold in range(folds):
        test = order[fold::folds]
        weights = fit_logistic([judged[i] for i in order if i not in set(test)], penalty)
        scores[test] = [1 / (1 + np.exp(-weigh(judged[i][0], weights))) for i in test]
    right = np.array([right for _, right in judged])
    return [
        {
            "threshold": round(float(threshold), 2),
            "right answers refused": round(float(np.mean(scores[right] < threshold)), 3),
            "wrong answers refused": round(float(np.mean(scores[~right] < threshold)), 3),
        }
        for threshold in np.arange(0.05, 0.96, 0.05)
    ]


def chosen_threshold(curve: Sequence[Mapping[str, float]]) -> float:
    """The highest threshold that refuses few enough of the right answers."""
    return max(point["threshold"] for point in curve if point["right answers refused"] <= _FALSE_REFUSALS)


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
