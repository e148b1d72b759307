"""Entry point of the reading process: it limits itself, reads one file and writes the reading as JSON."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from corpus.limits import Limits


def main() -> None:
    """Read a request as JSON from standard input and write a reading or a refusal as JSON to standard output."""
    request = json.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    limit_process(limits)
    logging.disable(logging.CRITICAL)
    sys.stdout.buffer.write(json.dumps(answer(request, limits)).encode("utf-8"))


def answer(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Return the reading, or the reason why the file is refused."""
    from corpus.parse import parse_file
    from corpus.serialization import reading_to_json

    path = Path(request["path"])
    try:
        return {"reading": reading_to_json(parse_file(path, limits, request["password"]))}
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
