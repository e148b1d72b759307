"""Train the projection by which the reader reads other languages than English, and write its weights.

python -m training.reader.train_projection OUT --pairs made.jsonl.gz=2000 --pairs pairs_en.jsonl.gz=2000

It learns from English texts alone: from the state of a word in its context, by the embedder's lower layers, to the
reader's own vector of the word. Other languages follow, because the embedder gives words of the same meaning similar
states. A least-squares map is the start; a small network beside it is trained on what the map leaves.
"""

import gzip
import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from numpy.typing import NDArray

from index.base import Vectors
from qa.answering.reader.projection import Projection
from qa.answering.reader.word_states import WordStates
from qa.answering.reader.word_vectors import VectorReader
from qa.answering.reader.words import written_words

INNER = 768
"""Width of the network beside the linear map."""
RIDGE = 30.0
"""L2 penalty of the linear map."""
EPOCHS, BATCH, LEARNING_RATE = 6, 256, 1e-3
LEFT_OUT = 0.05
"""Share of words that judge the projection."""


def english_texts(path: Path, most: int, chance: random.Random) -> list[str]:
    """Return English questions and texts of a file of pairs, at most `most`, 0 for all."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for line in map(json.loads, file) if line["split"] == "train"]
    questions = {line["question"] for line in lines if line.get("question_language", "en") == "en"}
    texts = {line.get("text") or line["sentence"] for line in lines if line.get("text_language", "en") == "en"}
    found = sorted(questions | texts)
    return chance.sample(found, min(most or len(found), len(found)))


def samples(texts: Sequence[str], reader: VectorReader, threads: int) -> tuple[Vectors, NDArray[np.int64]]:
    """Return the states of words that are one piece to the reader, shape (words, hidden), and their piece's ids."""
    word_states = WordStates(threads)
    states: list[Vectors] = []
    ids: list[int] = []
    for text in texts:
        words = written_words(text)
        for state, pieces in zip(word_states.of(words), reader.pieces([word.text for word in words]), strict=False):
            if len(pieces) == 1:
                states.append(state)
                ids += pieces
    return np.array(states, dtype=np.float32), np.array(ids, dtype=np.int64)


def linear_map(scaled: Vectors, targets: Vectors) -> tuple[Vectors, Vectors]:
    """Return the matrix, shape (outputs, inputs), and the bias that fit standardised states best."""
    bias = targets.mean(axis=0)
    gram = scaled.T @ scaled + RIDGE * np.eye(scaled.shape[1], dtype=np.float32)
    return np.linalg.solve(gram, scaled.T @ (targets - bias)).T.astype(np.float32), bias


class _Network(torch.nn.Module):
    """The linear map with a network of one hidden layer beside it, which begins with no effect."""

    def __init__(self, matrix: Vectors, bias: Vectors) -> None:
        super().__init__()
        outputs, inputs = matrix.shape
        self.linear = torch.nn.Linear(inputs, outputs)
        self.inner = torch.nn.Linear(inputs, INNER)
        self.outer = torch.nn.Linear(INNER, outputs)
        self.linear.weight.data = torch.from_numpy(matrix.copy())
        self.linear.bias.data = torch.from_numpy(bias.copy())
        torch.nn.init.zeros_(self.outer.weight)
        torch.nn.init.zeros_(self.outer.bias)

    def forward(self, scaled: torch.Tensor) -> torch.Tensor:
        beside: torch.Tensor = self.outer(torch.nn.functional.gelu(self.inner(scaled), approximate="tanh"))
        projected: torch.Tensor = self.linear(scaled) + beside
        return projected


def fit(states: Vectors, targets: Vectors) -> Projection:
    """Return the projection that brings states closest to their words' vectors."""
    mean, deviation = states.mean(axis=0), states.std(axis=0) + np.float32(1e-6)
    scaled = (states - mean) / deviation
    network = _Network(*linear_map(scaled, targets))
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
    given, wanted = torch.from_numpy(scaled), torch.from_numpy(targets)
    size, steps, step = (wanted**2).sum(dim=1).mean(), EPOCHS * -(-len(scaled) // BATCH), 0
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(scaled)).split(BATCH):
            optimizer.param_groups[0]["lr"] = LEARNING_RATE * (1 - step / steps)
            step += 1
            loss = ((network(given[rows]) - wanted[rows]) ** 2).sum(dim=1).mean() / size
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
    layers = [
        values.detach().numpy()
        for layer in (network.linear, network.inner, network.outer)
        for values in (layer.weight, layer.bias)
    ]
    return Projection(mean, deviation, *layers)


def top_one(projected: Vectors, ids: NDArray[np.int64], vectors: Vectors) -> float:
    """Return the share of projected vectors whose nearest vector of the reader, by cosine, is that of their word."""
    pieces = np.unique(ids)
    near = vectors[pieces] / np.linalg.norm(vectors[pieces], axis=1, keepdims=True)
    return float(np.mean(pieces[(projected @ near.T).argmax(axis=1)] == ids))


def main(
    out: Annotated[Path, typer.Argument(help="The weights to write; their record is written beside them, as JSON.")],
    pairs: Annotated[list[str], typer.Option(help="FILE of pairs, or FILE=N to read at most N texts of it.")],
    seed: Annotated[int, typer.Option(help="Seed of order and sampling.")] = 7,
    threads: Annotated[int, typer.Option(help="Threads to train with.")] = 2,
) -> None:
    """Train, write the weights, and print how many words left out are recognised."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    chance = random.Random(seed)
    texts = [
        text
        for name, _, most in (each.partition("=") for each in pairs)
        for text in english_texts(Path(name), int(most or 0), chance)
    ]
    chance.shuffle(texts)
    reader = VectorReader()
    states, ids = samples(texts, reader, threads)
    vectors, kept = reader.vectors(range(len(reader))), int(len(ids) * (1 - LEFT_OUT))
    projection = fit(states[:kept], vectors[ids[:kept]])
    projection.save(out)
    record = {
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
        "words": kept,
        "texts": len(texts),
        "words left out recognised": round(top_one(projection(states[kept:]), ids[kept:], vectors), 3),
    }
    out.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    typer.echo(json.dumps(record, indent=1))


if __name__ == "__main__":
    typer.run(main)
