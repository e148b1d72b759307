"""Keep the list of files that the last build refused with the index, for whoever serves it."""

import json
from typing import Final

from pydantic import TypeAdapter, ValidationError

from index.contract import Store
from index.errors import IndexFolderError
from index.storable import storable
from qa.model import FileProblem

MAX_KEPT = 1_000
"""Maximum refused files that are kept."""
_Problems: Final = TypeAdapter(tuple[FileProblem, ...])


def keep_refused(store: Store, refused: tuple[FileProblem, ...]) -> None:
    """Replace the list of an index."""
    kept = [{"name": storable(file.name), "reason": storable(file.reason)} for file in refused[:MAX_KEPT]]
    store.put_note(json.dumps(kept, indent=1) if kept else "")


def last_refused(store: Store) -> tuple[FileProblem, ...]:
    """Return the files that the last build of an index refused; none if the list is missing or damaged."""
    try:
        return _Problems.validate_json(store.note() or "[]")
    except (IndexFolderError, ValidationError):
        return ()
