"""The text of a passage for models and BM25."""

from corpus.model import Passage


def searchable(passage: Passage) -> str:
    """Return the text of a passage that is embedded and searched: its breadcrumb and its text."""
    return encodable(f"{passage.context}\n{passage.text}")


def encodable(text: str) -> str:
    """Return the text without characters that tokenizers in C and Rust reject: NUL and halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")
