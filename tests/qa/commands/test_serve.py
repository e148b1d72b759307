"""`serve` indexes what is named, serves it, and says how to stop and how to ask from a terminal."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from qa import FactsheetQA

PATIENCE_S = 120
FACTSHEET = """# Country factsheet: Zubrowka (2023)

## 1. Cluster policy

The Alpine Programme was started in 2016. It is funded by the Ministry of Mountains.
"""


def test_a_folder_is_indexed_served_and_stopped(tmp_path: Path) -> None:
    folder, index, errors = tmp_path / "sheets", tmp_path / "index", tmp_path / "errors.txt"
    folder.mkdir()
    (folder / "zubrowka_2023.md").write_text(FACTSHEET)
    (folder / "broken.pdf").write_bytes(b"")
    address = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "qa", "serve", folder, "--index", index]
    settings = os.environ | {"GRADIO_SERVER_PORT": address.rpartition(":")[2]}
    with (
        errors.open("w") as log,
        subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=log, text=True) as server,
    ):
        out = said_until_ready(server)
        with urlopen(address, timeout=PATIENCE_S) as page:
            assert b"<html" in page.read()
        # An open page keeps such a stream; the server ends it without a word.
        with urlopen(f"{address}/gradio_api/heartbeat/a-session", timeout=PATIENCE_S):
            server.send_signal(signal.SIGTERM)
            assert server.wait(PATIENCE_S) == 0
    said = errors.read_text()
    assert "Indexing: 100%, 2/2 files" in said
    assert "broken.pdf was refused" in said
    assert "Traceback" not in said
    assert "ERROR" not in said
    assert "press Ctrl-C to stop" in out
    assert "-m qa ask" in out
    assert f"--index {index}" in out
    assert f"Ready: {address}" in out
    assert [document.name for document in FactsheetQA.open(index).documents()] == ["zubrowka_2023.md"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def said_until_ready(server: subprocess.Popen[str]) -> str:
    """What the server prints until it is ready, or until it ends."""
    assert server.stdout is not None
    said = ""
    for line in server.stdout:
        said += line
        if line.startswith("Ready:"):
            break
    return said
