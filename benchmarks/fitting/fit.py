"""Fit the engine's weights on development questions and write `qa/retrieval/weights.json`.

There are four models: which passage shows the evidence, which one is to be quoted, which of its spans holds the answer
(softmax over the candidates of a question), and whether the answer is right (logistic). All have an L2 penalty
and are judged by cross-validation over questions before the weights of all questions are written. The signals come from
the engine itself, which reads, searches and ranks with the weights fitted so far.

English questions are asked a second time as keywords, so that short queries are ranked and judged as well. Beside the
weights, `benchmarks/results/fit.json` keeps what each signal contributes and what each threshold refuses, both on
questions that the fit has not seen.

    python -m benchmarks.fitting.fit INDEX=SET... --parallel INDEX=SET=GOLD --off-topic INDEX=SET --write
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.progress import track

from benchmarks.fitting.confidence import fit_confidence
from benchmarks.fitting.models import (
    Example,
    Signals,
    ablation,
    fit_ranking,
    unseen_sets,
)
from benchmarks.material import RESULTS
from benchmarks.tables import write_tables
from qa.answering.answer_finder import AskedQuestion, Attempt
from qa.answering.spans.rereading import REREADING_SIGNALS
from qa.answering.spans.span_ranker import RankedSpan
from qa.answering.spans.span_signals import SPAN_SIGNALS
from qa.engine import FactsheetQA
from qa.evaluate.judged_spans import as_asked, is_right_answer, is_right_span, is_same_column
from qa.evaluate.metrics.evidence_match import contains_evidence
from qa.evaluate.question import Evidence, Question
from qa.evaluate.question_sets.load import load_question_sets
from qa.model import Hit
from qa.retrieval.retriever import RankedPassage
from qa.retrieval.signals import SignalSet
from qa.retrieval.weights import Weights, fitted
from qa.text.normalize import WORD, is_content

console = Console()

_EVERY = 30
"""Of a set that is asked in parallel, one question in this many is taken."""
_OFF_TOPIC = 25
"""Number of questions taken from each off-topic set."""
_ALL = 10_000
"""Maximum number of passages ranked for a question: all that are found."""


@dataclass(frozen=True)
class FitQuestion:
    """A question of a development set, read by the engine in one way."""

    engine: FactsheetQA
    question: Question
    asked: AskedQuestion

    def hits(self) -> list[RankedPassage]:
        """Return all passages found, as search ranks them."""
        finder = self.engine.newest().finder
        return finder.retriever.search(finder.query(self.asked), finder.within(self.asked.scope.documents), _ALL)

    def passages(self) -> list[RankedPassage]:
        """Return all passages found that may be quoted."""
        finder = self.engine.newest().finder
        return finder.retriever.rank(finder.query(self.asked), finder.within(self.asked.scope.documents), _ALL)

    def attempt(self, weights: Weights) -> Attempt:
        """Return what the engine finds by the given weights."""
        return self.engine.newest().finder.with_weights(weights).find(self.asked)


def _read(engine: FactsheetQA, question: Question) -> FitQuestion:
    """Read a question as the engine does."""
    return FitQuestion(engine, question, as_asked(engine, question))


def keyword_variants(question: Question) -> list[Question]:
    """Return an English question as people type it into a search box: its content words, without a conversation."""
    if question.language != "en" or question.history:
        return []
    return [question.model_copy(update={"question": " ".join(kept_words(question.question))})]


def kept_words(text: str) -> list[str]:
    """Return the content words of a text as they are written."""
    return [word for word in WORD.findall(text) if is_content(word)]


def passage_examples(pairs: Iterable[tuple[FitQuestion, Sequence[RankedPassage]]]) -> list[Example]:
    """Mark which of the passages found contain the evidence."""
    examples = []
    for one, candidates in pairs:
        hits = [one.engine.newest().hit(candidate) for candidate in candidates]
        right = np.array([any(_in_place(hit, evidence) for evidence in one.question.evidence) for hit in hits])
        if right.any():
            examples.append(Example(one.question.id, [candidate.signals for candidate in candidates], right))
    return examples


def _in_place(hit: Hit, evidence: Evidence) -> bool:
    """Return True if a passage contains the evidence, in the right column where the passage is a cell."""
    if hit.column is not None and evidence.column is not None and not is_same_column(hit.column, evidence.column):
        return False
    return contains_evidence(hit, evidence)


def span_examples(questions: Sequence[FitQuestion], weights: Weights) -> list[Example]:
    """Mark which spans hold the answer."""
    examples = []
    for one in track(questions, "Reading spans", console=console):
        spans = one.attempt(weights).spans
        right = np.array([is_right_span(one.engine, one.question, ranked) for ranked in spans])
        if right.any():
            examples.append(Example(one.question.id, [_named(SPAN_SIGNALS, ranked) for ranked in spans], right))
    return examples


def rereading_examples(questions: Sequence[FitQuestion], weights: Weights) -> list[Example]:
    """Mark which of the spans that the reader read hold the answer."""
    examples = []
    for one in track(questions, "Reading again", console=console):
        spans = [each for each in one.attempt(weights).spans if "reader" in each.signals]
        right = np.array([is_right_span(one.engine, one.question, ranked) for ranked in spans])
        if right.any():
            examples.append(Example(one.question.id, [_named(REREADING_SIGNALS, each) for each in spans], right))
    return examples


def _named(signals: SignalSet[Any], ranked: RankedSpan) -> Signals:
    """Return the signals of a span that one model weighs."""
    return {name: ranked.signals[name] for name in signals.names}


def confidence_examples(questions: Sequence[FitQuestion], weights: Weights) -> list[tuple[Signals, bool]]:
    """Mark whether the engine's answers are right; an answer that the documents do not state never is."""
    examples = []
    for one in track(questions, "Judging answers", console=console):
        attempt = one.attempt(weights)
        if attempt.signals:
            examples.append((attempt.signals, is_right_answer(one.engine, one.question, attempt)))
    return examples


def main(
    sets: Annotated[list[str], typer.Argument(help="INDEX=SET pairs: an index folder and a question set asked of it.")],
    parallel: Annotated[
        list[str] | None,
        typer.Option(help="INDEX=SET=GOLD: a set in another language, with the set that has its evidence."),
    ] = None,
    off_topic: Annotated[
        list[str] | None, typer.Option(help="INDEX=SET pairs without any answerable question.")
    ] = None,
    penalty: Annotated[float, typer.Option(help="Strength of the L2 penalty.")] = 1.0,
    write: Annotated[bool, typer.Option(help="Write qa/retrieval/weights.json.")] = False,
) -> None:
    """Fit, report figures on unseen questions and sets, and write the weights if asked to."""
    by_set = {pair: _asked_of(pair) for pair in sets}
    by_set |= {triple: _asked_in_parallel(triple) for triple in parallel or ()}
    judged = {f"{_name(pair)}, off topic": _off_topic(pair) for pair in off_topic or ()}
    judged |= {f"{_name(pair)}, without history": _read_alone(pair) for pair in sets}
    weights, report = _fitted(by_set, judged, sets, penalty)
    report["unseen sets"] = unseen_sets({_name(pair): _hit_examples(found) for pair, found in by_set.items()}, penalty)
    console.print_json(data={"weights": asdict(weights), **report})
    if write:
        _write(Path(__file__).parent.parent.parent / "qa" / "retrieval" / "weights.json", asdict(weights))
        _write(RESULTS / "fit.json", report)
        write_tables()


def _fitted(
    by_set: Mapping[str, Sequence[FitQuestion]],
    judged: Mapping[str, Sequence[FitQuestion]],
    counted: Sequence[str],
    penalty: float,
) -> tuple[Weights, dict[str, object]]:
    """Return the weights, and what each signal contributes.

    The threshold is chosen on the sets that are `counted`; those `judged` train only the confidence.
    """
    answerable = [one for found in by_set.values() for one in found if one.question.answerable]
    hits = _hit_examples(answerable)
    passages = passage_examples([(one, one.passages()) for one in answerable])
    weights = replace(fitted(), hits=fit_ranking(hits, penalty), passages=fit_ranking(passages, penalty))
    spans = span_examples(answerable, weights)
    weights = replace(weights, spans=fit_ranking(spans, penalty))
    read = rereading_examples(answerable, weights)
    weights = replace(weights, rereading=fit_ranking(read, penalty))
    answers = {_name(pair): confidence_examples(found, weights) for pair, found in by_set.items()}
    answers |= {name: found for name, ones in judged.items() if (found := confidence_examples(ones, weights))}
    weights, confidence = fit_confidence(weights, answers, [_name(pair) for pair in counted], penalty)
    ranked = {"hits": hits, "passages": passages, "spans": spans, "rereading": read}
    report: dict[str, object] = {name: ablation(examples, penalty) for name, examples in ranked.items()}
    return weights, report | {"confidence": confidence}


def _hit_examples(questions: Sequence[FitQuestion]) -> list[Example]:
    return passage_examples([(one, one.hits()) for one in questions if one.question.answerable])


def _name(pair: str) -> str:
    return Path(pair.split("=")[1]).stem


def _asked_of(pair: str) -> list[FitQuestion]:
    """Read all questions of a set, the English ones as keywords too."""
    folder, _, path = pair.partition("=")
    engine, questions = FactsheetQA.open(folder), load_question_sets([Path(path)])
    keywords = [variant for question in questions for variant in keyword_variants(question)]
    return [_read(engine, one) for one in track([*questions, *keywords], f"Searching {path}", console=console)]


def _asked_in_parallel(triple: str) -> list[FitQuestion]:
    """Read a sample of a set, with the evidence and the answers of the same questions in the gold set."""
    folder, path, gold = triple.split("=")
    engine, gold_by_id = FactsheetQA.open(folder), {one.id: one for one in load_question_sets([Path(gold)])}
    sample = load_question_sets([Path(path)])[1::_EVERY]
    questions = [
        one.model_copy(update={"evidence": gold_by_id[one.id].evidence, "answers": gold_by_id[one.id].answers})
        for one in sample
    ]
    return [_read(engine, one) for one in track(questions, f"Searching {path}", console=console)]


def _off_topic(pair: str) -> list[FitQuestion]:
    """Read a sample of questions that the index cannot answer."""
    folder, _, path = pair.partition("=")
    engine = FactsheetQA.open(folder)
    sample = np.random.default_rng(7).choice(load_question_sets([Path(path)]), _OFF_TOPIC, replace=False)
    unrelated = [question.model_copy(update={"kind": "unanswerable"}) for question in sample]
    return [_read(engine, one) for one in track(unrelated, f"Searching {path}", console=console)]


def _read_alone(pair: str) -> list[FitQuestion]:
    """Read questions with a history without it."""
    folder, _, path = pair.partition("=")
    engine = FactsheetQA.open(folder)
    following = [question for question in load_question_sets([Path(path)]) if question.history]
    return [_read(engine, question.model_copy(update={"history": []})) for question in following]


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
