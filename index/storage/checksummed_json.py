"""Write and read JSON with its own digest, so that an altered file is detected."""

import hashlib
import json
import re
from pathlib import Path

from index.storage.safe_files import open_regular

MAX_BYTES = 1 << 27
"""Maximum size in bytes of a file that is read: the manifest of some hundred thousand documents."""

_HEAD = re.compile(rb'\{\s*"sha256":\s*"([0-9a-f]{64})"')


class EnvelopeError(Exception):
    """A file that is not as it was written; the message says why."""


def packed(content: dict[str, object]) -> bytes:
    """Return the bytes of a file with this content; the digest is at its head."""
    return json.dumps({"sha256": _digest(content), "content": content}, indent=0).encode("ascii")


def unpacked(raw: bytes) -> dict[str, object]:
    """Return the content of a file that `packed` wrote.

    Raises:
        EnvelopeError: it is not.
    """
    try:
        envelope = json.loads(raw)
        content, digest = envelope["content"], envelope["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise EnvelopeError("it is not the JSON that was written") from error
    if not isinstance(content, dict) or digest != _digest(content):
        raise EnvelopeError("its digest does not match")
    return content


def read_packed(path: Path) -> dict[str, object]:
    """Return the content of a file.

    Raises:
        EnvelopeError: it is not what was written, or far too large.
        OSError: it cannot be read.
    """
    return unpacked(read_raw(path))


def read_raw(path: Path) -> bytes:
    """Return the bytes of a file; raises as `read_packed` if they are too many or cannot be read."""
    with open_regular(path) as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise EnvelopeError(f"it has more than {MAX_BYTES} bytes")
    return raw


def head_digest(path: Path) -> str | None:
    """Return the digest that a file's head states, without reading the rest; None where there is none."""
    try:
        with open_regular(path) as file:
            found = _HEAD.match(file.read(100))
    except OSError:
        return None
    return found[1].decode() if found else None


def _digest(content: dict[str, object]) -> str:
    try:
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    except RecursionError as error:
        raise EnvelopeError("it is nested too deeply") from error
    return hashlib.sha256(text.encode()).hexdigest()
