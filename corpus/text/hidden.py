"""Warn about text that a file contains but does not show."""


def hidden_warning(words: int) -> tuple[str, ...]:
    """Return a warning that counts the words that were not read because they are not shown or not valid, if any."""
    return (f"{words} words are deleted, struck through or hidden, and were not read",) if words else ()
