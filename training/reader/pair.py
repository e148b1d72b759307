"""A pair of question and text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text with the text's labels; `tells` is 1 if the text states what is asked."""

    question: str
    text: str
    context: str
    tells: int
    kind: str
    question_language: str
    text_language: str
    document: int
    document_kind: str
    split: str
