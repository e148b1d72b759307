"""`serve` indexes what is named, serves it, and says how to stop and how to ask from a terminal."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from qa import FactsheetQA

PATIENCE_S = 120
FACTSHEET = """# Country factsheet: Zubrowka (2023)

## 1. Cluster policy

The Alpine Programme was started in 2016. It is funded by the Ministry of Mountains.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "zubrowka_2023.md").write_text(FACTSHEET)
    (tmp_path / "sheets" / "broken.pdf").write_bytes(b"")
    return tmp_path / "sheets"


@contextmanager
def serving(*arguments: str | Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port, once it answers; it is stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "qa", "serve", *arguments], env=os.environ | {"GRADIO_SERVER_PORT": str(port)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + PATIENCE_S
        while not answers(address):
            assert server.poll() is None, server.communicate()
            assert time.monotonic() < end, "the server did not start in time"
            time.sleep(0.2)
        yield address, server
    finally:
        if server.poll() is None:
            server.kill()
        server.wait()


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5):
            return True
    except (URLError, ConnectionError, TimeoutError):
        return False


def test_a_folder_is_indexed_served_and_stopped(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with serving(folder, "--index", index) as (address, server):
        with urlopen(address, timeout=PATIENCE_S) as page:
            assert b"<html" in page.read()
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=PATIENCE_S)
    assert "Indexing: 100%, 2/2 files" in err
    assert "broken.pdf was refused" in err
    assert "press Ctrl-C to stop" in out
    assert "-m qa ask" in out
    assert f"--index {index}" in out
    assert f"Ready: {address}" in out
    assert [document.name for document in FactsheetQA.open(index).documents()] == ["zubrowka_2023.md"]
