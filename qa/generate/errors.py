"""What can be wrong with a language model. The answer then falls back to the quotes."""


class ModelTrouble(Exception):
    """The model gave no whole reply. `passing` says that it may do so when asked again."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing
