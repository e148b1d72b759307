"""Continue a reader's training on mined spans, so that it puts the right one first and trusts no wrong one.

python -m training.reader.train_on_spans OUT spans.jsonl.gz --start READER [--left-out COLLECTION]...

The loss of a step is the binary cross-entropy over the spans of a few questions, plus a listwise softmax over the
spans of each question that has right and wrong ones. The ranking's score is an offset of the log-odds, so that the
reader learns what the ranking does not know. Embeddings and lower layers stay frozen.
"""

import json
import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from sklearn.metrics import roc_auc_score
from transformers import BertForSequenceClassification

from training.reader.base_weights import load_base, load_tokenizer
from training.reader.descent import Descent, encode_pairs
from training.reader.export import export_model
from training.reader.mined_question import MinedQuestion, read_mined

LEARNING_RATE = 3e-5
QUESTIONS = 4
"""Number of questions of a step."""
LISTWISE = 0.25
"""Weight of the softmax over the spans of a question."""
MAX_TOKENS = 112
"""Maximum length of question and span together, in tokens; longer spans are cut."""
_PART = 8
"""Number of pairs that are read together, of similar length, so that little is padded."""
RANKING = 0.9
"""Weight of the ranking's score beside the reader's log-odds, in training."""
_JUDGED_RANKING = 0.6
"""Weight of the ranking's score beside the reader's log-odds when the first span is judged, as the engine weighs it."""
_FALSE_REFUSALS = 0.05
TOKENIZER = load_tokenizer()
TOKENIZER.enable_truncation(MAX_TOKENS, strategy="only_second")


def log_odds(model: BertForSequenceClassification, questions: Sequence[MinedQuestion]) -> torch.Tensor:
    """Return the log-odds of all spans of some questions, in their order: shape (spans,)."""
    pairs = [(one.question, text) for one in questions for text in one.texts]
    order = sorted(range(len(pairs)), key=lambda place: len(pairs[place][0]) + len(pairs[place][1]))
    parts = []
    for start in range(0, len(order), _PART):
        inputs = encode_pairs(TOKENIZER, [pairs[place] for place in order[start : start + _PART]])
        parts.append(model(**inputs).logits[:, 0])
    return torch.cat(parts)[torch.argsort(torch.tensor(order))]


def loss_of(scores: torch.Tensor, questions: Sequence[MinedQuestion]) -> torch.Tensor:
    """Return the loss of the log-odds of the spans of some questions."""
    scores = scores + RANKING * torch.tensor([score for one in questions for score in one.scores])
    right = torch.tensor([float(is_right) for one in questions for is_right in one.right])
    loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, right)
    sizes = [len(one.texts) for one in questions]
    for found, is_right in zip(scores.split(sizes), right.split(sizes), strict=True):
        if 0 < is_right.sum() < len(is_right):
            listwise = torch.logsumexp(found, 0) - torch.logsumexp(found[is_right > 0], 0)
            loss = loss + LISTWISE * listwise
    return loss


def train(model: BertForSequenceClassification, questions: Sequence[MinedQuestion], epochs: int, seed: int) -> None:
    """Train a model in place."""
    descent = Descent(model, LEARNING_RATE, epochs * math.ceil(len(questions) / QUESTIONS))
    chance, ordered = random.Random(seed), list(questions)
    for _ in range(epochs):
        chance.shuffle(ordered)
        for start in range(0, len(ordered), QUESTIONS):
            batch = ordered[start : start + QUESTIONS]
            descent.step(loss_of(log_odds(model, batch), batch))


def judge(model: BertForSequenceClassification, questions: Sequence[MinedQuestion]) -> dict[str, float]:
    """Return how often the right span is first, and how well scores tell right answers from questions without one."""
    model.eval()
    first, right, unanswerable = [], [], []
    with torch.inference_mode():
        for one in questions:
            scores = log_odds(model, [one]).numpy()
            best = int(np.argmax(scores + _JUDGED_RANKING * np.array(one.scores)))
            if any(one.right):
                first.append(one.right[best])
            if one.right[best]:
                right.append(scores[best])
            elif not one.is_answerable:
                unanswerable.append(scores[best])
    model.train()
    found = {"questions": len(questions), "right span first": float(np.mean(first))}
    if right and unanswerable:
        labels = [1] * len(right) + [0] * len(unanswerable)
        found["AUROC against unanswerable"] = float(roc_auc_score(labels, right + unanswerable))
        found["unanswerable refused at 5 % false refusals"] = float(
            np.mean(np.array(unanswerable) < np.quantile(right, _FALSE_REFUSALS))
        )
    return {name: round(value, 3) for name, value in found.items()}


def main(
    out: Annotated[Path, typer.Argument(help="The ONNX model to write.")],
    spans: Annotated[Path, typer.Argument(help="A file of `mine_spans`.")],
    start: Annotated[Path, typer.Option(help="The reader to train on.")],
    left_out: Annotated[
        list[str] | None, typer.Option(help="A collection to judge by instead of training on it; may be repeated.")
    ] = None,
    epochs: Annotated[int, typer.Option(help="Passes over the questions.")] = 1,
    seed: Annotated[int, typer.Option(help="Seed of the order.")] = 7,
    threads: Annotated[int, typer.Option(help="Threads to train with.")] = 2,
) -> None:
    """Train, export, and print figures of the collection left out, before and after."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    questions = read_mined(spans)
    training = [one for one in questions if one.collection not in (left_out or ())]
    judged = [one for one in questions if one.collection in (left_out or ())]
    model = load_base(start)
    report = {"questions": len(training), "before": judge(model, judged) if judged else {}}
    train(model, training, epochs, seed)
    report["after"] = judge(model, judged) if judged else {}
    export_model(model, out)
    typer.echo(json.dumps(report, indent=1))


if __name__ == "__main__":
    typer.run(main)
