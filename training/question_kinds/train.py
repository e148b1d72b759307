"""Fit the classifier of question kinds on the templates of examples.tsv and the questions of questions.tsv.

Usage: python -m training.question_kinds.train

Each template is expanded with names and topics of many fields. Agreement is measured on templates and questions left
out of the fit, then the weights of all are written into `qa/question/`. No question set of the repository or beside it
is read.
"""

import itertools
import json
import random
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.base import Vectors
from index.models.registry import load_embedder
from qa.question.kind_classifier import EMBEDDER, KindClassifier, ngrams_of
from qa.text.normalize import WORD, fold, stem, words

_HERE = Path(__file__).parent
_TARGET = _HERE.parent.parent / "qa" / "question"
_MOST = 48
"""Maximum number of questions from one template."""
_FEWEST_TEMPLATES = 3
"""Minimum number of questions with an n-gram for it to be a feature."""
_PENALTY = 0.002
_FOLDS = 5
_WEIGHT = 4.0
"""Weight of a single question beside one that a template was expanded to."""
_SURE_OF_FACT = 0.6
"""Minimum probability by the templates' fit that a question to be found asks for a fact."""
_NOISE = 0.1
"""Length of the random vector added to each embedding: quantised embedders differ by about as much."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its label and the part of the data it was expanded from, which is left out as a whole."""

    text: str
    label: str
    language: str
    group: str
    weight: float = 1.0


def main() -> None:
    """Measure by cross-validation, then fit on everything and write the weights."""
    examples, vectors = _examples()
    for name, weight in (("templates", 1.0), ("single questions", _WEIGHT)):
        groups = {example.group for example in examples if example.weight == weight}
        right = [found for fold in range(_FOLDS) for found in _agreements(examples, vectors, groups, fold)]
        print(f"{name}: {np.mean(right):.3f} of {len(right)} right when left out")  # noqa: T201
    _write(_fitted(examples, vectors), _words(examples), _fact_words())


def _examples() -> tuple[list[Example], Vectors]:
    """Return the expanded templates and the single questions with their embeddings, shape (examples, dimensions).

    A single question that is to be found asks for a fact if the templates' fit is sure of it.
    """
    expanded, single = list(_expanded()), list(_single())
    vectors = load_embedder(EMBEDDER, 2).embed_questions([example.text for example in (*expanded, *single)])
    templates = _fitted(expanded, vectors[: len(expanded)])
    for place, vector in enumerate(vectors[len(expanded) :]):
        found = templates.classify(single[place].text, vector)
        if single[place].label == found.kind == "find" and found.topic and found.probability >= _SURE_OF_FACT:
            single[place] = replace(single[place], label=f"find/{found.topic}")
    return [*expanded, *single], vectors


def _single() -> Iterator[Example]:
    """Read the single questions."""
    for place, line in enumerate((_HERE / "questions.tsv").read_text(encoding="utf-8").splitlines()):
        label, language, text = line.split("\t")
        yield Example(text, label, language, f"question {place}", _WEIGHT)


def _expanded() -> Iterator[Example]:
    """Expand the templates, a share of them in lower case or without punctuation, as people type."""
    slots = tomllib.loads((_HERE / "slots.toml").read_text(encoding="utf-8"))
    chance = random.Random(0)
    for line in (_HERE / "examples.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        label, language, template = line.split("\t")
        choices = [part.split("|") for part in re.split(r"\[(.*?)\]", template)]
        combinations = list(itertools.product(*choices))
        for parts in chance.sample(combinations, min(len(combinations), _MOST)):
            group = max(parts, key=len)
            text = _typed(_filled("".join(parts), slots, chance), chance)
            yield Example(text, label, language, f"{label} {group}")


def _filled(template: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    """Replace the slots of a template by random fillers, those within fillers too."""
    for _ in range(2):
        template = re.sub(r"\{(\w+)\}", lambda slot: chance.choice(slots[slot[1]]), template)
    return " ".join(template.split())


def _typed(text: str, chance: random.Random) -> str:
    """Return a question as somebody may type it: with a capital, in lower case or without punctuation."""
    style = chance.random()
    if style < 0.5:
        return text[:1].upper() + text[1:]
    return text.lower() if style < 0.7 else text.rstrip("?!. ").lstrip("¿") if style < 0.85 else text


def _agreements(examples: Sequence[Example], vectors: Vectors, groups: Set[str], fold: int) -> list[bool]:
    """Fit without a fold of the given groups and compare the labels of its questions."""
    shuffled = sorted(groups)
    random.Random(1).shuffle(shuffled)
    left_out = set(shuffled[fold::_FOLDS])
    inside = [place for place, example in enumerate(examples) if example.group not in left_out]
    model = _fitted([examples[place] for place in inside], vectors[inside])
    return [
        "/".join(filter(None, (found.kind, found.topic))) == example.label
        for example, vector in zip(examples, vectors, strict=True)
        if example.group in left_out
        for found in [model.classify(example.text, vector)]
    ]


def _fitted(examples: Sequence[Example], vectors: Vectors) -> KindClassifier:
    """Fit a multinomial logistic model with an L2 penalty; every label weighs the square root of its questions."""
    labels = sorted({example.label for example in examples})
    counts = Counter(ngram for example in examples for ngram in set(ngrams_of(example.text)))
    ngrams = sorted(ngram for ngram, count in counts.items() if count >= _FEWEST_TEMPLATES)
    mean = vectors.mean(axis=0)
    empty = KindClassifier(labels, {ngram: place for place, ngram in enumerate(ngrams)}, mean, np.zeros((0, 0)))
    noise = np.random.default_rng(0).normal(0, _NOISE / np.sqrt(vectors.shape[1]), vectors.shape)
    noisy = (vectors + noise).astype(np.float32)
    rows = np.stack([empty.features(example.text, vector) for example, vector in zip(examples, noisy, strict=True)])
    targets = np.array([labels.index(example.label) for example in examples])
    share = np.array([example.weight for example in examples])
    share /= np.sqrt(np.bincount(targets, share))[targets]
    share /= share.sum()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(len(labels), -1).astype(np.float32)
        logits = rows @ weights.T
        logits -= logits.max(axis=1, keepdims=True)
        log_total = np.log(np.exp(logits).sum(axis=1))
        picked = logits[np.arange(len(rows)), targets] - log_total
        errors = np.exp(logits - log_total[:, None])
        errors[np.arange(len(rows)), targets] -= 1
        penalised = weights.copy()
        penalised[:, -1] = 0
        gradient = (errors * share[:, None]).astype(np.float32).T @ rows + _PENALTY / 100 * penalised
        return float(-(share * picked).sum() + _PENALTY / 200 * (penalised**2).sum()), gradient.ravel().astype(
            np.float64
        )

    start = np.zeros(len(labels) * rows.shape[1])
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return KindClassifier(labels, empty.ngrams, mean, fitted.x.reshape(len(labels), -1).astype(np.float32))


def _words(examples: Sequence[Example]) -> dict[str, str]:
    """Return the frequent words of each language's questions, names and other capitalised words aside."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        written = [word for word in WORD.findall(example.text)[1:] if word.islower()]
        counts[example.language].update(fold(word) for word in {*written, *WORD.findall(example.text)[:1]})
    return {
        language: " ".join(sorted(word for word, count in found.items() if count >= _FEWEST_TEMPLATES))
        for language, found in counts.items()
    }


def _fact_words() -> dict[str, str]:
    """Return the stems of the words in the templates of each fact, without the fillers of slots."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (_HERE / "examples.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        label, _, template = line.split("\t")
        kind, _, fact = label.partition("/")
        if kind == "find" and fact:
            found[fact] |= {stem(word) for word in words(re.sub(r"\{\w+\}", " ", template))}
    return {fact: " ".join(sorted(stems)) for fact, stems in found.items()}


def _write(model: KindClassifier, language_words: dict[str, str], fact_words: dict[str, str]) -> None:
    """Write names and words as JSON, and the weights as half-precision arrays."""
    names = {"labels": model.labels, "ngrams": list(model.ngrams), "words": language_words, "facts": fact_words}
    (_TARGET / "question_kinds.json").write_text(json.dumps(names, ensure_ascii=False, indent=0) + "\n", "utf-8")
    weights = model.weights.astype(np.float16)
    np.savez_compressed(_TARGET / "question_kinds.npz", mean=model.mean.astype(np.float32), weights=weights)


if __name__ == "__main__":
    main()
