"""Rank passages: embedding, FAISS, BM25 and storage.

ONNX Runtime sends telemetry over the network unless told otherwise before it is imported: here, for every process.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
