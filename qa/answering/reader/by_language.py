"""Readers of texts in several languages, made of readers that know one language or take what they are given."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.reader.contract import ENGLISH, MultilingualReader, Reader, Written


@dataclass(frozen=True, slots=True)
class ReaderByLanguage:
    """Reads English questions and texts with one reader, and whatever is in another language with another."""

    english: Reader
    others: MultilingualReader

    def scores(self, question: Written, texts: Sequence[Written]) -> list[float]:
        """Return the log-odds, for each text, that it states what the question asks."""
        is_english = [question.language == text.language == ENGLISH for text in texts]
        english = [text.text for text, known in zip(texts, is_english, strict=True) if known]
        others = [text for text, known in zip(texts, is_english, strict=True) if not known]
        by_english = iter(self.english.scores(question.text, english) if english else ())
        by_others = iter(self.others.scores(question, others) if others else ())
        return [next(by_english if known else by_others) for known in is_english]


@dataclass(frozen=True, slots=True)
class ReaderAsWritten:
    """Reads every question and text as it is written, with whatever reader was chosen."""

    reader: Reader

    def scores(self, question: Written, texts: Sequence[Written]) -> list[float]:
        """Return the log-odds, for each text, that it states what the question asks."""
        return self.reader.scores(question.text, [text.text for text in texts])
