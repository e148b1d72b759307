"""Read the questions of development sets as the engine does, by the collection of documents that they are asked of.

A set is named INDEX=SET: an index folder and a question set. Sets of one index belong to one collection, so that a
whole collection can be left out of a fit.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from qa.answering.answer_finder import AskedQuestion, Attempt
from qa.engine import FactsheetQA
from qa.evaluate.judged_spans import as_asked
from qa.evaluate.question import Question
from qa.evaluate.question_sets.load import load_question_sets
from qa.retrieval.retriever import RankedPassage
from qa.retrieval.weights import Weights
from qa.text.normalize import WORD, is_content

_EVERY = 30
"""Of a set that is asked in parallel, one question in this many is taken."""
_OFF_TOPIC = 25
"""Number of questions taken from each off-topic set."""
_ALL = 10_000
"""Maximum number of passages ranked for a question: all that are found."""

console = Console(stderr=True)


@dataclass(frozen=True)
class FitQuestion:
    """A question of a development set, read by the engine in one way."""

    engine: FactsheetQA
    question: Question
    asked: AskedQuestion

    @classmethod
    def read(cls, engine: FactsheetQA, question: Question) -> "FitQuestion":
        """Read a question as the engine does."""
        return cls(engine, question, as_asked(engine, question))

    @property
    def is_found(self) -> bool:
        """Return True if the engine answers by the best span, not by an executor of its own (overview, ranking, …)."""
        history = [(turn.question, turn.answer) for turn in self.question.history]
        return self.engine.plan(self.question.question, history).kind == "find"

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


Collections = Mapping[str, Sequence[FitQuestion]]
"""The questions of each collection of documents, by the name of its index folder."""


def read_collections(sets: Sequence[str], parallel: Sequence[str], off_topic: Sequence[str]) -> Collections:
    """Return the questions of all sets by collection.

    Of INDEX=SET, English questions are asked as keywords too; INDEX=SET=GOLD is a set in another language, with the set
    that has its evidence; an off-topic set is one without any question that the index can answer.
    """
    found: dict[str, list[FitQuestion]] = defaultdict(list)
    for readers, names in ((_asked, sets), (_asked_in_parallel, parallel), (_off_topic, off_topic)):
        for name in names:
            folder, *files = name.split("=")
            engine = FactsheetQA.open(folder)
            questions = readers(*(load_question_sets([Path(file)]) for file in files))
            progress = track(list(questions), f"Reading {files[0]}", console=console)
            found[Path(folder).name] += [FitQuestion.read(engine, question) for question in progress]
    return found


def _asked(questions: Sequence[Question]) -> Iterable[Question]:
    """Return questions, and the English ones a second time as keywords, so that short queries are judged as well."""
    return [*questions, *(variant for question in questions for variant in keyword_variants(question))]


def _asked_in_parallel(questions: Sequence[Question], gold: Sequence[Question]) -> Iterable[Question]:
    """Return a sample of a set, with the evidence and the answers of the same questions in the gold set."""
    gold_by_id = {one.id: one for one in gold}
    for one in questions[1::_EVERY]:
        evidence, answers = gold_by_id[one.id].evidence, gold_by_id[one.id].answers
        yield one.model_copy(update={"evidence": evidence, "answers": answers})


def _off_topic(questions: Sequence[Question]) -> Iterable[Question]:
    """Return a sample of questions as questions that have no answer."""
    sample = np.random.default_rng(7).choice(len(questions), _OFF_TOPIC, replace=False)
    return (questions[place].model_copy(update={"kind": "unanswerable"}) for place in sample)


def keyword_variants(question: Question) -> list[Question]:
    """Return an English question as people type it into a search box: its content words, without a conversation."""
    if question.language != "en" or question.history:
        return []
    return [question.model_copy(update={"question": " ".join(kept_words(question.question))})]


def kept_words(text: str) -> list[str]:
    """Return the content words of a text as they are written."""
    return [word for word in WORD.findall(text) if is_content(word)]
