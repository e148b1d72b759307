"""Serve requests in a measured process: JSON lines in, JSON lines out.

Runs in the environments of other libraries too, so it imports nothing beyond Python's own library.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO, TypeAlias

Reply: TypeAlias = dict[str, Any]


def serve(answer: Callable[[Reply], Reply]) -> None:
    """Report that everything is imported, then answer each request in turn until the input ends.

    What a library prints on standard output goes to standard error, so that it cannot garble the replies.
    """
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _send(replies, {"ready": True})
    for line in sys.stdin:
        _send(replies, answer(json.loads(line)))


def _send(replies: TextIO, reply: Reply) -> None:
    replies.write(json.dumps(reply | {"peak_mb": peak_mb()}, ensure_ascii=False) + "\n")
    replies.flush()


def peak_mb() -> float:
    """Return the peak memory of this process, in MiB (Linux).

    `getrusage` would not do: what it tells of a child begins with the memory of the process that started it.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024
