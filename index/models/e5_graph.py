"""Write the encoder of multilingual-e5-small as an ONNX graph with 8-bit weights.

Weights and activations are quantised to 8 bits. The matrices that read normalised states have one scale an output
channel, and their activations one scale a text. The states after attention and after the activation functions vary too
much for that: with one scale a text, of 1190 Spanish questions of XQuAD 27 fewer find their paragraph first. Their
weights and activations have one scale for each block of inputs; so 1014 Spanish and 981 German questions find it, in
float32 1024 and 986.

The graph takes the summed embeddings of texts of equal length, shape (texts, tokens, hidden), and gives their mean
hidden states, shape (texts, hidden). Word vectors stay in the packaged file, so the graph is small. `EncoderGraph` also
writes models whose upper layers were trained on.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.base import Vectors
from index.models.e5_weights import E5Sizes

INPUT, OUTPUT = "embeddings", "means"
_MICROSOFT = "com.microsoft"
_OPSETS = {"": 17, _MICROSOFT: 1}
_LARGEST = 127
_ZERO = 128
"""The byte that means 0 in weights with one scale a block."""
_BLOCK = 128
"""Inputs that share a scale; ONNX Runtime takes powers of two."""
_INT8_ACTIVATIONS = 4
"""ONNX Runtime's accuracy level of products with activations in 8 bits."""


class EncoderWeights(Protocol):
    """The weights of the encoder, by the names of the packaged file."""

    @property
    def sizes(self) -> E5Sizes:
        """Return the sizes of the encoder."""
        ...

    def vector(self, name: str, *shape: int) -> Vectors:
        """Return a tensor of float32."""
        ...

    def matrix(self, name: str, outputs: int, inputs: int) -> Vectors:
        """Return a matrix, shape (outputs, inputs)."""
        ...


def e5_graph(weights: EncoderWeights) -> bytes:
    """Return the encoder's graph as the bytes of an ONNX model."""
    graph = EncoderGraph()
    states = graph.normalised(INPUT, "emb.ln", weights)
    for layer in range(weights.sizes.layers):
        states = graph.layer(states, f"l{layer}", weights)
    graph.node("ReduceMean", [states], OUTPUT, axes=[1], keepdims=0)
    hidden = weights.sizes.hidden
    inputs = [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["texts", "tokens", hidden])]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", hidden])]
    return graph.model("multilingual-e5-small", inputs, outputs)


class EncoderGraph:
    """The nodes and tensors of a graph so far."""

    def __init__(self) -> None:
        """Begin an empty graph."""
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def model(self, name: str, inputs: Sequence[onnx.ValueInfoProto], outputs: Sequence[onnx.ValueInfoProto]) -> bytes:
        """Return the graph as the bytes of an ONNX model."""
        made = helper.make_graph(self.nodes, name, inputs, outputs, self.tensors)
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS.items()]
        return bytes(onnx.ModelProto(ir_version=9, opset_import=opsets, graph=made).SerializeToString())

    def tensor(self, name: str, values: NDArray[np.generic]) -> str:
        """Add a tensor; return its name."""
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self,
        kind: str,
        inputs: Sequence[str],
        output: str,
        domain: str = "",
        **attributes: Any,  # noqa: ANN401 - whatever an attribute of ONNX can be
    ) -> str:
        """Add a node with one output; return the output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def quantised(self, name: str, matrix: Vectors) -> list[str]:
        """Add a matrix of shape (outputs, inputs) in 8 bits; return the names of its weights and scales."""
        scales = np.abs(matrix).max(axis=1) / _LARGEST
        weights = np.rint(matrix / scales[:, None]).astype(np.int8)
        return [self.tensor(f"{name}.weights", weights.T), self.tensor(f"{name}.scales", scales)]

    def linear(self, states: str, name: str, norm: str, weights: EncoderWeights, outputs: int, inputs: int) -> str:
        """Add a linear map in 8 bits of states that were normalised under the name `norm`.

        The normalisation's factors tell how large each input becomes. Dividing large ones and multiplying their weights
        costs the weights some precision and saves the states more (SmoothQuant; Xiao et al. 2023).
        """
        matrix = weights.matrix(f"{name}.w", outputs, inputs)
        sizes = np.abs(weights.vector(f"{norm}.b", inputs)) + 3 * np.abs(weights.vector(f"{norm}.w", inputs))
        factors = np.sqrt(sizes / np.abs(matrix).max(axis=0))
        divided = self.node("Mul", [states, self.tensor(f"{name}.factors", 1 / factors)], f"{name}.divided")
        bias = self.tensor(f"{name}.bias", weights.vector(f"{name}.b", outputs))
        given = [divided, *self.quantised(name, matrix * factors), "", bias]
        return self.node("DynamicQuantizeMatMul", given, name, _MICROSOFT)

    def blocked_linear(self, states: str, name: str, weights: EncoderWeights, outputs: int, inputs: int) -> str:
        """Add a linear map in 8 bits with one scale for each block of inputs, for states that vary much."""
        blocks = weights.matrix(f"{name}.w", outputs, inputs).reshape(outputs, -1, _BLOCK)
        scales = np.abs(blocks).max(axis=2) / _LARGEST
        values = (np.rint(blocks / scales[..., None]) + _ZERO).astype(np.uint8)
        given = [states, self.tensor(f"{name}.weights", values), self.tensor(f"{name}.scales", scales)]
        product = self.node(
            "MatMulNBits", given, f"{name}.product", _MICROSOFT,
            K=inputs, N=outputs, bits=8, block_size=_BLOCK, accuracy_level=_INT8_ACTIVATIONS,
        )  # fmt: skip
        return self.node("Add", [product, self.tensor(f"{name}.bias", weights.vector(f"{name}.b", outputs))], name)

    def attention(self, states: str, name: str, weights: EncoderWeights) -> str:
        """Add self-attention over the states, which reads queries, keys and values by one matrix."""
        sizes = weights.sizes
        parts = [weights.matrix(f"{name}.{part}.w", sizes.hidden, sizes.hidden) for part in "qkv"]
        bias = np.concatenate([weights.vector(f"{name}.{part}.b", sizes.hidden) for part in "qkv"])
        matrix, scales = self.quantised(f"{name}.qkv", np.concatenate(parts))
        values, scale, zero = (f"{name}.states.{part}" for part in ("values", "scale", "zero"))
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [states], [values, scale, zero]))
        given = [values, matrix, self.tensor(f"{name}.qkv.bias", bias), scale, scales, "", zero]
        return self.node("QAttention", given, f"{name}.attention", _MICROSOFT, num_heads=sizes.heads)

    def normalised(self, states: str, name: str, weights: EncoderWeights, skip: str = "") -> str:
        """Add layer normalisation of the states, after adding those of a skip connection if there is one."""
        sizes = weights.sizes
        factors = [self.tensor(f"{name}.{part}", weights.vector(f"{name}.{part}", sizes.hidden)) for part in "wb"]
        if skip:
            states = self.node("Add", [states, skip], f"{name}.sum")
        return self.node("LayerNormalization", [states, *factors], name, axis=-1, epsilon=sizes.epsilon)

    def layer(self, states: str, name: str, weights: EncoderWeights) -> str:
        """Add one layer of the encoder; return its hidden states."""
        sizes = weights.sizes
        attended = self.attention(states, name, weights)
        projected = self.blocked_linear(attended, f"{name}.ao", weights, sizes.hidden, sizes.hidden)
        states = self.normalised(projected, f"{name}.aln", weights, skip=states)
        inner = self.linear(states, f"{name}.fi", f"{name}.aln", weights, sizes.inner, sizes.hidden)
        active = self.node("Gelu", [inner], f"{name}.gelu", _MICROSOFT)
        projected = self.blocked_linear(active, f"{name}.fo", weights, sizes.hidden, sizes.inner)
        return self.normalised(projected, f"{name}.oln", weights, skip=states)
