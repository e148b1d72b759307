"""A question as retrieval sees it: its words, stems and filters."""

from dataclasses import dataclass

from index.base import Vectors
from qa.question.answer_type import Expected
from qa.text.normalize import content_words, stem


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for search.

    `gloss` is the question in the documents' language, with the trade's usual words for what it says in others;
    `is_foreign` tells whether that took other words. `vector` is its embedding, shape (dimensions,);
    `tokens` the token vectors of the gloss, shape (tokens, dimensions); `stems` the gloss's content words. `own` are
    those of a follow-up without the conversation, none for a question that stands alone.
    """

    text: str
    language: str
    expected: Expected
    gloss: str
    stems: frozenset[str]
    own: frozenset[str]
    vector: Vectors
    tokens: Vectors
    is_foreign: bool


def content_stems(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(stem(word) for word in content_words(text))
