"""Entry point of the child process for untrusted files: it limits itself, runs one task and writes JSON."""

import base64
import json
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from corpus.limits import Limits


def main() -> None:
    """Read a request as JSON from standard input and write its answer or a refusal as JSON to standard output."""
    request = json.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    limit_process(limits)
    logging.disable(logging.CRITICAL)
    sys.stdout.buffer.write(json.dumps(answer(request, limits)).encode("utf-8"))


def answer(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Return the result of a task, or the reason why the file is refused."""
    tasks: dict[str, Callable[..., dict[str, Any]]] = {
        "read": _read,
        "measure": _measure,
        "sizes": _sizes,
        "draw": _draw,
    }
    task = tasks[request["task"]]
    try:
        return task(Path(request["path"]), limits, **request["arguments"])
    except ReadError as error:
        return {"refused": error.reason}
    except MemoryError:
        return {
            "refused": f"needs more than {limits.memory_bytes // 1_000_000} MB of memory; raise the limit or split it"
        }
    except RecursionError:
        return {"refused": "is nested too deeply to be read; export it again"}
    except OSError as error:
        return {"refused": f"cannot be opened ({error.strerror or error}); check its permissions"}


def _read(path: Path, limits: Limits, password: str | None) -> dict[str, Any]:
    """Parse a file into its document, blocks and passages."""
    from corpus.parse import parse_file
    from corpus.serialization import reading_to_json

    return {"reading": reading_to_json(parse_file(path, limits, password))}


def _measure(path: Path, limits: Limits, password: str | None) -> dict[str, Any]:
    """Measure how many words of a file are in its passages."""
    from corpus.parse import parse_file
    from corpus.passages.coverage import measure_coverage

    reading = parse_file(path, limits, password)
    return {"coverage": asdict(measure_coverage(path, reading, password)), "warnings": reading.warnings}


def _sizes(path: Path, _limits: Limits) -> dict[str, Any]:
    """Measure all pages of a PDF, in points."""
    from corpus.pdf.raster import page_sizes

    return {"sizes": page_sizes(path)}


def _draw(path: Path, limits: Limits, page: int, scale: float) -> dict[str, Any]:
    """Draw a page of a PDF as PNG, in base64."""
    from corpus.pdf.raster import png

    try:
        return {"png": base64.b64encode(png(path, page, scale, limits.pixels)).decode("ascii")}
    except IndexError as error:
        return {"missing": str(error)}


def limit_process(limits: Limits) -> None:
    """Limit the memory and processor time of this process, if the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    seconds = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
