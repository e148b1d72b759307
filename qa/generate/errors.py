"""Failures of a language model; the answer then falls back to the quotes."""


class ModelTrouble(Exception):
    """Failure of the model to give a complete reply. With `passing`, a second request may succeed."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing
