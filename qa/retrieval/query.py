"""A question as retrieval sees it: analyzed once, with its vectors."""

from dataclasses import dataclass
from functools import cached_property

from index.base import Vectors
from qa.question.answer_type import Expected
from qa.text.analyzed_text import AnalyzedText, analyzed


@dataclass(frozen=True)
class Query:
    """A question that is ready to be searched for.

    `question` is the question as asked. `translation` is its wording in the documents' language, followed by the
    domain's usual synonyms; `is_foreign` is True if that took other words. `last` is the translation of a follow-up
    without its conversation, empty for any other question. `vector` is the embedding of the question, shape
    (dimensions,); `tokens` are the token vectors of the translation, shape (tokens, dimensions). `own` is the follow-up
    as asked, and `target` the language of the documents.
    """

    question: AnalyzedText
    language: str
    expected: Expected
    translation: AnalyzedText
    last: AnalyzedText
    vector: Vectors
    tokens: Vectors
    is_foreign: bool
    own: str = ""
    target: str = "en"

    @property
    def stems(self) -> frozenset[str]:
        """Return the stems of the content words in the documents' language."""
        return self.translation.content_stems

    @property
    def own_stems(self) -> frozenset[str]:
        """Return the stems of a follow-up without those of its conversation; empty for any other question."""
        return self.last.content_stems

    @cached_property
    def bilingual(self) -> AnalyzedText:
        """Return the question together with its translation."""
        return analyzed(f"{self.question.text} {self.translation.text}")
