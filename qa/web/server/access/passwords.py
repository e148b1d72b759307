"""Log-in: names and hashed passwords in a file, requested by the browser itself (RFC 7617).

A line of the file is `name:salt:hash`; the hash is scrypt's, with the parameters that OWASP recommends.
"""

import base64
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from qa.errors import UsageError
from qa.web.server.access.guesses import Guesses, TooManyGuessesError

_SCRYPT: Final = {"n": 2**14, "r": 8, "p": 5, "maxmem": 64 * 1024 * 1024, "dklen": 32}
MAX_CREDENTIALS = 2_048
"""Maximum characters of an encoded name and password."""
HASHES_AT_ONCE = 2
"""Maximum passwords hashed at a time, because each takes 16 MB and tenths of a second."""
HASH_WAIT_SECONDS = 5.0
"""Maximum time that a log-in waits for its turn to be hashed."""


def add_user(file: Path, name: str, password: str) -> None:
    """Add a user to the file, or give an existing one a new password.

    Raises:
        UsageError: The name or the password cannot be used.
    """
    if not name or ":" in name or not name.isprintable() or len(password) < 8:
        raise UsageError("a user's name has no colon and is not empty, and a password has at least 8 characters")
    lines = [line for line in _lines(file) if line.split(":")[0] != name] if file.exists() else []
    salt = secrets.token_bytes(16)
    lines.append(f"{name}:{salt.hex()}:{_hash(password, salt).hex()}")
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


class Gatekeeper:
    """A check of the Authorization header of requests. Safe for threads."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Read the users.

        Raises:
            UsageError: The file cannot be read, is malformed or names nobody.
        """
        self._users: dict[str, tuple[bytes, bytes]] = {}
        for number, line in enumerate(_lines(file), 1):
            try:
                name, salt, hashed = line.split(":")
                self._users[name] = bytes.fromhex(salt), bytes.fromhex(hashed)
            except ValueError as error:
                raise UsageError(f"{file}, line {number}: not of the form name:salt:hash") from error
        if not self._users:
            raise UsageError(f"{file}: names no user; add one with `factsheet-qa serve --auth FILE --add-user NAME`")
        self.names = tuple(self._users)
        self._key = secrets.token_bytes(32)
        self._known: set[bytes] = set()
        self._guesses = Guesses(clock)
        self._turns = BoundedSemaphore(HASHES_AT_ONCE)

    def admitted(self, authorization: str, address: str) -> str | None:
        """Return the user whose name and password the header of a request from an address has; None if it has none.

        Accepted passwords are remembered by their keyed digest, because hashing deliberately takes tenths of a second;
        they are accepted however many others guess.

        Raises:
            TooManyGuessesError: There were too many wrong passwords, or too many at once.
        """
        credentials = _credentials(authorization)
        if credentials is None:
            return None
        name, password = credentials
        digest = hmac.digest(self._key, f"{name}:{password}".encode(), "sha256")
        if digest in self._known:
            return name
        self._guesses.check(name, address)
        if not self._is_right(name, password):
            self._guesses.add(name, address)
            return None
        self._known.add(digest)
        return name

    def _is_right(self, name: str, password: str) -> bool:
        if not self._turns.acquire(timeout=HASH_WAIT_SECONDS):
            raise TooManyGuessesError(HASH_WAIT_SECONDS)
        try:
            # Unknown names take as long as known ones, so that the response time does not reveal users.
            salt, hashed = self._users.get(name, (b"", b""))
            return hmac.compare_digest(_hash(password, salt), hashed)
        finally:
            self._turns.release()


def _credentials(authorization: str) -> tuple[str, str] | None:
    """Return name and password of an Authorization header; None if it has none."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic" or len(encoded) > MAX_CREDENTIALS:
        return None
    try:
        name, colon, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return None
    return (name, password) if colon else None


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT)


def _lines(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read ({error})") from error
