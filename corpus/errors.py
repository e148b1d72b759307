"""Errors about files and folders. Every message names the file, the reason and the cure."""


class CorpusError(Exception):
    """No file can be read at all: a path is missing, or there is no file in it."""


class ReadError(Exception):
    """A file that cannot be read. `name` is the file's name, `reason` a sentence with the reason and the cure.

    `is_lasting` is True if the same file would be refused again.
    """

    def __init__(self, name: str, reason: str, is_lasting: bool = True) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.is_lasting = is_lasting

    def __reduce__(self) -> tuple[type["ReadError"], tuple[str, str, bool]]:
        """Keep all arguments when the error crosses a process boundary."""
        return (ReadError, (self.name, self.reason, self.is_lasting))
