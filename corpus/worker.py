"""Entry point of the child process for untrusted files: it limits itself, runs tasks and writes JSON lines."""

import base64
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from corpus.limits import Limits, too_much_memory
from corpus.page_progress import page_progress


def main() -> None:
    """Read the limits, then requests, as lines of JSON from standard input; write an answer to each as another line."""
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    logging.disable(logging.CRITICAL)
    limits = Limits(**json.loads(sys.stdin.buffer.readline()))
    limit_memory(limits)
    # camelot would load it to draw tables, which takes longer than to read a page.
    sys.modules["matplotlib"] = None  # type: ignore[assignment]

    def send(values: dict[str, Any]) -> None:
        answers.write(json.dumps(values).encode("utf-8") + b"\n")
        answers.flush()

    for line in sys.stdin.buffer:
        limit_time(limits)
        with page_progress(lambda done, total: send({"progress": [done, total]})):
            send(answer(json.loads(line), limits))


def answer(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Return the result of a task, or the reason why the file is refused."""
    tasks: dict[str, Callable[..., dict[str, Any]]] = {
        "read": _read,
        "measure": _measure,
        "sizes": _sizes,
        "draw": _draw,
        "text": _text,
    }
    task = tasks[request["task"]]
    try:
        return task(Path(request["path"]), limits, **request["arguments"])
    except ReadError as error:
        return _refusal(error.reason, error.is_lasting)
    except MemoryError:
        return _refusal(too_much_memory(limits)) | {"is_sound": False}
    except RecursionError:
        return _refusal("is nested too deeply to be read; export it again") | {"is_sound": False}
    except OSError as error:
        return _refusal(f"cannot be opened ({error.strerror or error}); check its permissions", is_lasting=False)


def _refusal(reason: str, is_lasting: bool = True) -> dict[str, Any]:
    return {"refused": reason, "is_lasting": is_lasting}


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
    from corpus.pdf.file.raster import page_sizes

    return {"sizes": page_sizes(path)}


def _draw(path: Path, limits: Limits, page: int, scale: float) -> dict[str, Any]:
    """Draw a page of a PDF as PNG, in base64."""
    from corpus.pdf.file.raster import png

    try:
        return {"png": base64.b64encode(png(path, page, scale, limits.pixels)).decode("ascii")}
    except IndexError as error:
        return {"missing": str(error)}


def _text(path: Path, _limits: Limits) -> dict[str, Any]:
    """Return the words of all pages of a PDF with their boxes, its bookmarks and the printed labels of its pages."""
    from corpus.pdf.viewing.bookmarks import bookmarks, page_labels
    from corpus.pdf.viewing.text_layer import placed_words

    return {"words": placed_words(path), "bookmarks": bookmarks(path), "labels": page_labels(path)}


def limit_memory(limits: Limits) -> None:
    """Limit the memory of this process, if the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time(limits: Limits) -> None:
    """Limit the further processor time of this process, and that of each process it starts, if the system can."""
    try:
        import resource
    except ImportError:
        return
    signal.setitimer(signal.ITIMER_PROF, limits.seconds)
    # Processes that it starts inherit this limit, not the timer; this one has used some of its own already.
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 2
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most == resource.RLIM_INFINITY or seconds < most:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))


if __name__ == "__main__":
    main()
