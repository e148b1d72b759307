"""Processes that change an index and can be killed meanwhile."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


class Zygote:
    """Starts children by `faults_zygote.py`, one at a time."""

    def __init__(self, results: Path) -> None:
        environment = os.environ | {"PYTHONPATH": f"{HERE.parent.parent}:{HERE.parent}:{HERE}", "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "faults_zygote.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True,
        )  # fmt: skip
        self._results = results
        self._number = 0

    def start(self, what: str, index: Path, files: Path) -> int:
        """Start a child and return its process id."""
        self._number += 1
        self.result = self._results / str(self._number)
        self._say(json.dumps([what, str(index), str(files), str(self.result)]))
        return int(self._line())

    def wait(self) -> object:
        """Wait for the child's end and return its result, "killed" if it was killed before that."""
        self._say("wait")
        assert self._line() == "ended\n"
        return json.loads(self.result.read_text()) if self.result.exists() else "killed"

    def run(self, what: str, index: Path, files: Path, kill_after: float | None = None) -> object:
        """Start a child, kill it after that many seconds, and wait for its end."""
        child = self.start(what, index, files)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        return self.wait()

    def close(self) -> None:
        """End the process and its children."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()
