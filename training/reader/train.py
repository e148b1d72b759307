"""Train the reader on pairs of question and text, and write it as an int8 ONNX model.

python -m training.reader.train OUT --pairs made.jsonl.gz=16000 --pairs pairs_en.jsonl.gz=6000

The lower layers and the embeddings stay frozen; the rest is trained with binary cross-entropy. A run is seeded, saves a
checkpoint every few minutes beside OUT and resumes from it.
"""

import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from sklearn.metrics import roc_auc_score
from transformers import BertForSequenceClassification

from training.reader.base_weights import load_base, load_tokenizer
from training.reader.descent import Descent, encode_pairs
from training.reader.examples import Example, load_examples
from training.reader.export import export_model

BATCH = 32
LEARNING_RATE = 4e-5
CHECKPOINT_SECONDS = 240
JUDGED = 500
"""Maximum number of left-out pairs of each file by which the model is judged."""
TOKENIZER = load_tokenizer()


def batches(examples: Sequence[Example], chance: random.Random) -> Iterator[Sequence[Example]]:
    """Yield the examples in random batches of similar length."""
    order = sorted(examples, key=lambda one: len(one.question) + len(one.text) + chance.uniform(0, 60))
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    chance.shuffle(groups)
    yield from groups


def encode(examples: Sequence[Example]) -> dict[str, torch.Tensor]:
    """Return the model's inputs, each of shape (batch, tokens)."""
    return encode_pairs(TOKENIZER, [(one.question, one.text) for one in examples])


def auroc(model: BertForSequenceClassification, examples: Sequence[Example]) -> dict[str, float]:
    """Return the area under the ROC curve over all examples, and over each kind of near miss beside the positives."""
    model.eval()
    scores, order = [], sorted(examples, key=lambda one: len(one.text))
    with torch.inference_mode():
        for start in range(0, len(order), 2 * BATCH):
            scores.append(model(**encode(order[start : start + 2 * BATCH])).logits[:, 0].float().numpy())
    model.train()
    joined, labels = np.concatenate(scores), np.array([one.label for one in order])
    kinds = np.array([one.kind for one in order])
    found = {"all": float(roc_auc_score(labels, joined))}
    for kind in sorted(set(kinds[labels == 0])):
        chosen = (labels == 1) | (kinds == kind)
        found[str(kind)] = float(roc_auc_score(labels[chosen], joined[chosen]))
    return found


def train(
    model: BertForSequenceClassification, examples: Sequence[Example], epochs: int, checkpoint: Path, seed: int
) -> None:
    """Train a model in place, resuming from the checkpoint if there is one."""
    descent = Descent(model, LEARNING_RATE, epochs * math.ceil(len(examples) / BATCH))
    saved, done, step = time.monotonic(), 0, 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(kept["model"])
        descent.resume(kept)
        done = descent.done
    for epoch in range(epochs):
        for group in batches(examples, random.Random(seed + epoch)):
            step += 1
            if step <= done:
                continue
            labels = torch.tensor([one.label for one in group])
            logits = model(**encode(group)).logits[:, 0]
            descent.step(torch.nn.functional.binary_cross_entropy_with_logits(logits, labels))
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                torch.save({"model": model.state_dict(), **descent.state()}, checkpoint)
                saved = time.monotonic()


def main(
    out: Annotated[Path, typer.Argument(help="The ONNX model to write.")],
    pairs: Annotated[list[str], typer.Option(help="FILE of pairs, or FILE=N to train on at most N of them.")],
    start: Annotated[Path | None, typer.Option(help="A reader to train on; without one, the packaged base.")] = None,
    epochs: Annotated[int, typer.Option(help="Passes over the data.")] = 1,
    seed: Annotated[int, typer.Option(help="Seed of order and sampling.")] = 7,
    threads: Annotated[int, typer.Option(help="Threads to train with.")] = 2,
) -> None:
    """Train, export, and print AUROC on pairs of documents left out, before and after."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    chance, training, validation = random.Random(seed), [], {}
    for name, _, most in (each.partition("=") for each in pairs):
        found = load_examples(Path(name), int(most or 0), JUDGED, chance)
        training += [one for one in found if one.split == "train"]
        if left_out := [one for one in found if one.split == "val"]:
            validation[Path(name).name] = left_out
    model = load_base(start)
    before = {name: auroc(model, examples) for name, examples in validation.items()}
    typer.echo(f"{len(training)} pairs; before: {json.dumps(before)}", err=True)
    train(model, training, epochs, out.with_suffix(".checkpoint"), seed)
    after = {name: auroc(model, examples) for name, examples in validation.items()}
    export_model(model, out)
    typer.echo(json.dumps({"pairs": len(training), "before": before, "after": after}, indent=1))


if __name__ == "__main__":
    typer.run(main)
