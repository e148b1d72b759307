"""Check that a quote proves a sentence: by its figures, its names, its negations and late interaction."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeAlias

from index.base import TokenEncoder, Vectors
from qa.model import Citation
from qa.question.translation import QueryTranslator
from qa.text.language import LANGUAGES, language_of
from qa.text.normalize import content_words
from qa.verification.figures import missing_figures
from qa.verification.names import missing_names
from qa.verification.negation import is_negated, says_the_opposite
from qa.verification.proof import Proof, proof_of
from qa.verification.support import Support, Supporter
from qa.verification.value_swaps import changed_over

Fault: TypeAlias = Literal["question", "figure", "name", "negation", "opposite", "swap", "support"]
"""Reason why a sentence is not proved."""

_CLAUSE = re.compile(r"[,;:.()]\s+")
_SAID = 0.87
"""Minimum similarity for a sentence to state what a clause of the quote states."""
_TOUCHED = 0.65
"""Minimum similarity for a sentence to be about what a clause of the quote denies."""
_SAID_TRANSLATED, _TOUCHED_TRANSLATED = 0.75, 0.5
"""Thresholds for sentences in another language, where only a word-by-word translation can be compared."""


class Verifier:
    """A check of sentences of a language model against the quotes they cite."""

    def __init__(
        self, encoder: TokenEncoder, translator: QueryTranslator, embed: Callable[[Sequence[str]], Vectors]
    ) -> None:
        self._supporter = Supporter(encoder, translator, embed)
        self._translator = translator

    def fault(self, sentence: str, language: str, citation: Citation) -> Fault | None:
        """Return why a quote does not prove a sentence, meant to be in a language; None if it does."""
        fault = self.contradiction(sentence, language, citation)
        if fault is None and not self.support(sentence, language, citation).is_enough:
            return "support"
        return fault

    def contradiction(self, sentence: str, language: str, citation: Citation) -> Fault | None:
        """Return how a sentence visibly contradicts its quote or goes beyond it; None if it does neither."""
        proof, spoken = proof_of(citation), _spoken(sentence, language)
        if sentence.endswith("?"):
            return "question"
        if missing_figures(sentence, proof.figures, {language, language_of(sentence)}):
            return "figure"
        if missing_names(sentence, spoken, proof.text, self._translator.is_name):
            return "name"
        if says_the_opposite(sentence, proof.quote):
            return "opposite"
        if self._reverses(sentence, spoken, proof):
            return "negation"
        return "swap" if self._swaps(sentence, language, spoken, proof) else None

    def support(self, sentence: str, language: str, citation: Citation) -> Support:
        """Measure how well the words of a sentence are supported, which reveals added claims."""
        proof = proof_of(citation)
        return self._supporter.support(sentence, _spoken(sentence, language), proof.text, proof.quote)

    def _reverses(self, sentence: str, language: str, proof: Proof) -> bool:
        """Return True if a sentence denies what its quote does not, or states what a clause of its quote denies."""
        foreign = self._translator.is_foreign(language)
        denied = [self._supporter.coverage(clause, sentence, language) for clause in _denied(proof.quote)]
        if is_negated(sentence, {language, "en"}):
            return max(denied, default=0.0) < (_TOUCHED_TRANSLATED if foreign else _TOUCHED)
        return max(denied, default=0.0) >= (_SAID_TRANSLATED if foreign else _SAID)

    def _swaps(self, sentence: str, language: str, spoken: str, proof: Proof) -> bool:
        """Return True if a sentence says of one value of its quote what the quote says of another."""

        def nearness(text: str, parts: Sequence[str]) -> Vectors:
            return self._supporter.nearness(text, spoken, parts)

        return changed_over(sentence, proof.quote, {language, language_of(sentence)}, nearness)


def _denied(quote: str) -> Iterable[str]:
    """Yield the clauses of a quote that deny something."""
    return (part for part in _CLAUSE.split(quote) if is_negated(part, LANGUAGES) and content_words(part))


def _spoken(sentence: str, language: str) -> str:
    """Return the language to check a sentence in: English if it is English, otherwise the requested one."""
    return "en" if language_of(sentence) == "en" else language
