"""Read the text form in windows, like a system that knows nothing of its table rows."""

from pathlib import Path

from benchmarks.lines import serve
from benchmarks.readers.shapes import Passages, timed, windows


def read(path: Path) -> tuple[int, Passages]:
    """Return windows over the whole file."""
    return 0, list(windows(path.read_text(encoding="utf-8"), None))


if __name__ == "__main__":
    serve(timed(read))
