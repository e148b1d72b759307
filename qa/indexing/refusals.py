"""Remember which files were refused, so that they are not read again at every start."""

import json
import shutil
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from corpus.limits import Limits
from corpus.read import READING_VERSION
from index.recipe import project_version
from index.storage.safe_files import open_regular, write_whole

MAX_REMEMBERED = 10_000
"""Maximum remembered files; the oldest are forgotten first."""
_Reasons: Final = TypeAdapter(dict[str, str])


class Refusals:
    """Reasons for refusing files, by their content and what else decides it: ending, limits, version and OCR."""

    def __init__(self, path: Path | None) -> None:
        """Load what is remembered in a file; without one, nothing is remembered."""
        self._path = path
        self._reasons = _loaded(path) if path is not None else {}
        self._new: dict[str, str] = {}

    def reason(self, digest: str | None, name: str, limits: Limits) -> str | None:
        """Return why a file was refused; None if it was not."""
        return self._reasons.get(_key(digest, name, limits)) if digest else None

    def remember(self, digest: str | None, name: str, limits: Limits, reason: str) -> None:
        """Remember a refused file; it is tried again once its content, the limits or this program change."""
        if self._path is not None and digest:
            self._new[_key(digest, name, limits)] = reason

    def save(self) -> None:
        """Write down what is new."""
        if self._path is not None and self._new:
            latest = dict(list((self._reasons | self._new).items())[-MAX_REMEMBERED:])
            write_whole(self._path, json.dumps(latest, ensure_ascii=False, indent=0).encode("utf-8"))


def refusals_beside(index: Path | None) -> Refusals:
    """Return the refusals that are remembered beside an index folder."""
    return Refusals(index.with_name(f"{index.name}-refused.json") if index is not None else None)


def _key(digest: str, name: str, limits: Limits) -> str:
    """Return a digest of what decides whether a file is refused."""
    versions = (READING_VERSION, project_version(), shutil.which("tesseract") is not None)
    decides = json.dumps([digest, Path(name).suffix.lower(), asdict(limits), versions])
    return sha256(decides.encode()).hexdigest()


def _loaded(path: Path) -> dict[str, str]:
    try:
        with open_regular(path) as file:
            return _Reasons.validate_json(file.read())
    except (OSError, ValidationError):
        # Without it, the files are read and refused again.
        return {}
