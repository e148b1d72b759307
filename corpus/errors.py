"""What can be wrong with a file or folder. Every message names it, the reason and the cure."""


class CorpusError(Exception):
    """The given folders or files cannot be taken up at all: a missing path, or no readable file in it."""


class ReadError(Exception):
    """One file cannot be read. `name` is the file's name, `reason` a sentence with the reason and the cure."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type["ReadError"], tuple[str, str]]:
        """Keep both arguments when the error crosses a process boundary."""
        return (ReadError, (self.name, self.reason))
