"""What goes wrong around a command ends in one line and an exit code, never in a traceback."""

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from qa.cli import main
from qa.commands.evaluation_output import ReportFiles
from qa.commands.failures import failures_as_messages
from qa.commands.options import readable
from qa.errors import UsageError
from qa.web.server.address_check import check_address

PROGRAM = [sys.executable, "-m", "qa"]
FULL = Path("/dev/full")


def run(*arguments: str, shell_end: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = " ".join(f"'{argument}'" for argument in (*PROGRAM, *arguments)) + f" {shell_end}"
    return subprocess.run(
        ["bash", "-c", command], env=os.environ | environment, capture_output=True, timeout=300, check=False
    )


@pytest.mark.skipif(not FULL.exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_said() -> None:
    done = run("--help", shell_end="> /dev/full")
    assert done.returncode == 5
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_closed_standard_output_is_said() -> None:
    done = run("--version", shell_end=">&-")
    assert done.returncode == 5
    assert b"standard output is closed" in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["documents", "--help"]])
def test_a_reader_that_goes_away_ends_it_quietly(arguments: list[str]) -> None:
    done = run(*arguments, shell_end="| true; exit ${PIPESTATUS[0]}")
    assert done.returncode == 5
    assert done.stderr == b""


def test_an_encoding_without_quotation_marks_is_no_traceback(tmp_path: Path) -> None:
    done = run("ask", "¿Cuál?", "--index", str(tmp_path / "número"), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (MemoryError(), 5, "not enough memory"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (SystemExit(130), 130, "interrupted"),
        (OSError(errno.EMFILE, "Too many open files"), 5, "ulimit -n"),
        (OSError(errno.EAGAIN, "Resource temporarily unavailable"), 5, "ulimit -u"),
        (OSError(errno.ENOSPC, "No space left on device"), 5, "standard output: No space left"),
        (UsageError("name a file"), 2, "name a file"),
    ],
)
def test_failures_have_a_message_and_a_code(
    error: BaseException, code: int, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_, failures_as_messages():
        raise error
    assert exit_.value.code == code
    assert said in capfd.readouterr().err


@pytest.mark.parametrize("port", ["abc", "0", "99999", "-1", "²"])
def test_a_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_SERVER_PORT", port)
    with pytest.raises(UsageError, match="GRADIO_SERVER_PORT.*is no port"):
        check_address()


def test_a_port_that_is_taken_is_said_and_not_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("GRADIO_SERVER_PORT", str(port))
        with pytest.raises(SystemExit) as exit_:
            main(["serve", "--index", str(tmp_path)])
    assert exit_.value.code == 2
    assert f"port {port} is taken" in capsys.readouterr().err


def test_a_free_port_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("GRADIO_SERVER_PORT", str(other.getsockname()[1]))
    check_address()
    monkeypatch.delenv("GRADIO_SERVER_PORT")
    check_address()


@pytest.mark.parametrize("name", ["192.0.2.1", "no.such.host.invalid", ".."])
def test_a_name_of_no_address_here_is_refused(name: str, monkeypatch: pytest.MonkeyPatch, strays: list[str]) -> None:
    monkeypatch.setenv("GRADIO_SERVER_NAME", name)
    with pytest.raises(UsageError, match="is no address of this machine"):
        check_address()
    strays.clear()  # only the operator's own name was looked up


def test_targets_of_an_evaluation_are_checked_before_it_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "set.jsonl"
    questions.write_text("")
    for target, said in ((tmp_path, "is a folder"), (tmp_path / "none" / "run.json", "there is no folder")):
        with pytest.raises(SystemExit) as exit_:
            main(["evaluate", str(questions), "--json", str(target), "--index", str(tmp_path)])
        assert exit_.value.code == 2
        assert said in " ".join(capsys.readouterr().err.split())
    ReportFiles(Path("-"), tmp_path / "run.md", None).check()
    assert not (tmp_path / "run.md").exists()


def test_bytes_of_an_argument_are_read_as_utf_8_in_any_locale() -> None:
    assert readable("¿Cuál?".encode().decode("ascii", "surrogateescape")) == "¿Cuál?"
    assert readable(b"\xff budget".decode("utf-8", "surrogateescape")) == "\ufffd budget"
    assert readable("\ud800 budget") == "? budget"


def test_json_is_valid_in_every_encoding(tmp_path: Path) -> None:
    done = run("doctor", "--json", "--index", str(tmp_path / "none"), PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout.decode("ascii"))
