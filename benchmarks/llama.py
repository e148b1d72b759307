"""Serve a language model from a GGUF file by llama.cpp, in an environment of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.settings import Settings

SERVER = Path(__file__).with_name("serve_gguf.py")
PATIENCE_S = 600
"""Maximum time of a reply, in seconds: models on shared cores write a few words a second."""


@contextmanager
def served(gguf: Path, python: Path) -> Iterator[Settings]:
    """Yield settings with the model, which is served until the end of the block.

    Args:
        gguf: The model's file.
        python: The interpreter of an environment with xllamacpp; `make test-llm` creates one.

    Raises:
        RuntimeError: The model cannot be served; the server's messages are on standard error.
    """
    command = [str(python), str(SERVER), str(gguf)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"{gguf} cannot be served; see llama.cpp's messages above")
        try:
            yield Settings(llm_url=address, llm_model="local", llm_seconds=PATIENCE_S, llm_total_seconds=PATIENCE_S)
        finally:
            server.stdin.close()
