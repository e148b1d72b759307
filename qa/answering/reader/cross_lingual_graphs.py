"""Write the graphs that read words: the embedder's lower layers, and the reader without its word vectors."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.models.e5_graph import EncoderGraph, EncoderWeights

EMBEDDINGS, STATES, WORDS = "embeddings", "states", "words"
LOWER_LAYERS = 4
"""Layers of the embedder that a token's state has passed: later ones lose the word, earlier ones lack its context."""
_TABLE = "word_embeddings.weight_quantized"


@dataclass(frozen=True, slots=True)
class WordVectors:
    """The reader's word vectors in 8 bits, shape (words, hidden), with their scale and the integer that means 0."""

    integers: NDArray[np.int8]
    scale: float
    zero: int


def lower_graph(weights: EncoderWeights) -> bytes:
    """Return the graph from the summed embeddings of a text, shape (1, tokens, hidden), to its states."""
    graph, hidden = EncoderGraph(), weights.sizes.hidden
    states = graph.normalised(EMBEDDINGS, "emb.ln", weights)
    for layer in range(LOWER_LAYERS):
        states = graph.layer(states, f"l{layer}", weights)
    graph.node("Identity", [states], STATES)
    inputs = [helper.make_tensor_value_info(EMBEDDINGS, TensorProto.FLOAT, [1, "tokens", hidden])]
    outputs = [helper.make_tensor_value_info(STATES, TensorProto.FLOAT, [1, "tokens", hidden])]
    return graph.model("multilingual-e5-small-lower", inputs, outputs)


def split_reader(path: Path) -> tuple[bytes, WordVectors]:
    """Return a reader's graph with the vectors of words as its input in place of their ids, and the vectors."""
    model = onnx.load(path)
    graph = model.graph
    table = next(each for each in graph.initializer if each.name.endswith(_TABLE))
    lookup = next(node for node in graph.node if table.name in node.input)
    scaling = next(node for node in graph.node if lookup.output[0] in node.input)
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer if each.name in scaling.input}
    _, scale, zero = (stored.get(name) for name in scaling.input)
    if scale is None or zero is None:
        raise ValueError(f"{path} has word vectors without a scale")
    vectors = WordVectors(numpy_helper.to_array(table), float(scale), int(zero))
    for node in (lookup, scaling):
        graph.node.remove(node)
    graph.initializer.remove(table)
    graph.node.insert(0, helper.make_node("Identity", [WORDS], [scaling.output[0]]))
    hidden = vectors.integers.shape[1]
    graph.input.append(helper.make_tensor_value_info(WORDS, TensorProto.FLOAT, ["batch", "tokens", hidden]))
    return bytes(model.SerializeToString()), vectors
