"""The whole path with another embedding model, loaded through sentence-transformers."""

import json
import os
import subprocess
import sys
from pathlib import Path

from gradio_client import Client
from page_server import serving

OTHER = {"FACTSHEET_QA_EMBEDDER": "all-MiniLM-L6-v2"}
QUESTION = "What is the annual budget of the Lantern Programme?"


def command(*arguments: str | Path) -> str:
    """What the command line prints with the other model in the settings."""
    call = [sys.executable, "-m", "qa", *(str(argument) for argument in arguments)]
    return subprocess.run(call, env={**os.environ, **OTHER}, capture_output=True, text=True, check=True).stdout


def test_files_become_an_index_an_answer_and_a_page(bundled: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    command("index", bundled / "orlavia_2023.pdf", "--index", index)
    assert "all-MiniLM-L6-v2" in (index / "manifest.json").read_text(encoding="utf-8")
    printed = json.loads(command("ask", QUESTION, "--index", index, "--json"))
    assert "EUR 8.4 million" in printed["answer"]
    with serving(index, tmp_path / "log", OTHER) as server:
        shown = Client(server.address, verbose=False).predict(question=QUESTION, api_name="/ask")
    assert shown["citations"] == printed["citations"]
