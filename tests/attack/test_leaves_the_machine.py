"""A whole life, traced call by call: index, ask, serve, upload. Nothing looks up a name, connects elsewhere or writes
outside the index, the cache and the temporary folder, native code included."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacked_server import EMBEDDER, ROOT, Tab, running

CALLS = "connect,sendto,sendmsg,sendmmsg,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink"
INTERNET = re.compile(
    r'(?:sin_port=htons\((\d+)\).*?inet_addr\("([^"]+)"\)|sin6_port=htons\((\d+)\).*?"([0-9a-f:.]+)")'
)
WRITING = re.compile(
    r'\b(?:open|openat|creat|mkdir|mkdirat|rename\w*|link\w*|symlink)\(.*?"([^"]+)"(?:.*?, AT_FDCWD, "([^"]+)")?'
)
READ_ONLY = re.compile(r"\bopen(?:at)?\((?!.*O_(?:WRONLY|RDWR|CREAT))")


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """An environment whose home, cache and temporary folder are new."""
    folders = {
        "HOME": "home",
        "XDG_CACHE_HOME": "cache",
        "XDG_DATA_HOME": "data",
        "TMPDIR": "tmp",
    }
    for name in folders.values():
        (tmp_path / name).mkdir()
    named = {variable: str(tmp_path / name) for variable, name in folders.items()}
    named["MPLCONFIGDIR"] = named["XDG_CACHE_HOME"]
    return {**named, "PYTHONDONTWRITEBYTECODE": "1", "FACTSHEET_QA_EMBEDDER": EMBEDDER}


def traced(log: Path) -> list[str]:
    program = shutil.which("strace")
    assert program, "this test needs the program strace: apt-get install strace"
    return [program, "-f", "-qq", "-y", "-s", "300", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(log)]


def strays(log: Path) -> Iterator[str]:
    """Yield the calls that reach another machine or ask for a name."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        for port4, address4, port6, address6 in INTERNET.findall(line):
            address = address4 or address6
            if not address.startswith("127.") and address != "::1" or (port4 or port6) == "53":
                yield line


def writes(log: Path, allowed: list[Path]) -> Iterator[str]:
    """Yield the calls that write outside the allowed folders."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        found = WRITING.search(line)
        if found is None or READ_ONLY.search(line) or " = -1 " in line:
            continue
        path = Path(found[2] or found[1])
        if path.is_absolute() and not any(
            path.is_relative_to(folder) for folder in (*allowed, Path("/dev"), Path("/proc"))
        ):
            yield line


@pytest.mark.long
def test_nothing_leaves_the_machine_or_its_folders(tmp_path: Path, settings: dict[str, str]) -> None:
    fact = tmp_path / "sylvania.md"
    fact.write_text("# Country factsheet: Sylvania (2023)\n\n## 1. Policy\n\nSylvania funds 3 clusters.\n")
    index, logs = tmp_path / "index", [tmp_path / f"{name}.trace" for name in ("index", "ask", "serve")]
    question = "How many clusters does Sylvania fund?"
    for log, command in zip(logs, (["index", str(fact)], ["ask", question]), strict=False):
        call = [*traced(log), sys.executable, "-m", "qa", *command, "--index", str(index)]
        subprocess.run(call, cwd=ROOT, env=os.environ | settings, check=True, capture_output=True, timeout=300)
    with running(index, tmp_path / "log", prefix=traced(logs[2]), **settings) as server:
        tab = Tab.opened(server)
        assert tab.upload("mine.md", fact.read_bytes() + b"\nThe Heron Fund pays EUR 5 million.\n")["state"] == "ready"
        body = json.dumps({"data": [question, None, None, None]}).encode()
        assert server.get("/gradio_api/run/ask", {"Content-Type": "application/json"}, "POST", body)[0] == 200
    allowed = [index, index.with_name("index-feedback"), tmp_path / "cache", tmp_path / "tmp"]
    for log in logs:
        assert log.stat().st_size > 10_000
        assert list(strays(log)) == []
        assert list(writes(log, allowed)) == []
