"""Keep the list of files that the last build refused beside the index, for whoever serves it."""

import json
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from index.storable import storable
from index.storage.safe_files import open_regular, write_whole
from qa.model import FileProblem

MAX_KEPT = 1_000
"""Maximum refused files that are kept."""
_Problems: Final = TypeAdapter(tuple[FileProblem, ...])


def keep_refused(index: Path | None, refused: tuple[FileProblem, ...]) -> None:
    """Replace the list of an index folder; a database has none."""
    if index is None:
        return
    kept = [{"name": storable(file.name), "reason": storable(file.reason)} for file in refused[:MAX_KEPT]]
    if kept:
        write_whole(_place(index), json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8"))
    else:
        _place(index).unlink(missing_ok=True)


def last_refused(index: Path | None) -> tuple[FileProblem, ...]:
    """Return the files that the last build of an index folder refused; none if the list is missing or damaged."""
    if index is None:
        return ()
    try:
        with open_regular(_place(index)) as file:
            return _Problems.validate_json(file.read())
    except (OSError, ValidationError):
        return ()


def _place(index: Path) -> Path:
    return index.with_name(f"{index.name}-last-build.json")
