"""The text of a passage as models and BM25 see it."""

from corpus.model import Passage


def searchable(passage: Passage) -> str:
    """What is embedded and lexically indexed of a passage: its breadcrumb and its text."""
    return encodable(f"{passage.context}\n{passage.text}")


def encodable(text: str) -> str:
    """The text without what tokenizers in C and Rust cannot take: NUL and halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")
