"""The whole path with another embedding model, loaded through sentence-transformers."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from page_server import serving

OTHER = {"FACTSHEET_QA_EMBEDDER": "all-MiniLM-L6-v2"}
QUESTION = "What is the annual budget of the Lantern Programme?"


def command(*arguments: str | Path) -> str:
    """What the command line prints with the other model in the settings."""
    call = [sys.executable, "-m", "qa", *(str(argument) for argument in arguments)]
    return subprocess.run(call, env={**os.environ, **OTHER}, capture_output=True, text=True, check=True).stdout


def posted(endpoint: str, call: dict[str, Any]) -> dict[str, Any]:
    """What Gradio's HTTP interface answers to a call."""
    request = Request(endpoint, json.dumps(call).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=300) as response:
        event = json.load(response)["event_id"]
    with urlopen(f"{endpoint}/{event}", timeout=300) as response:
        data = next(line for line in response if line.startswith(b"data: "))
    (answer,) = json.loads(data.removeprefix(b"data: "))
    return dict(answer)


def test_files_become_an_index_an_answer_and_a_page(bundled: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    command("index", bundled / "orlavia_2023.pdf", "--index", index)
    assert "all-MiniLM-L6-v2" in (index / "manifest.json").read_text(encoding="utf-8")
    printed = json.loads(command("ask", QUESTION, "--index", index, "--json"))
    assert "EUR 8.4 million" in printed["answer"]
    with serving(index, tmp_path / "log", OTHER) as server:
        shown = posted(f"{server.address}/gradio_api/call/ask", {"data": [QUESTION, None, None, None]})
    assert shown["citations"] == printed["citations"]
