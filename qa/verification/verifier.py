"""Whether a quote proves a sentence: its figures, its names, whether it denies, and late interaction."""

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
"""Why a sentence is not proved."""

_CLAUSE = re.compile(r"[,;:.()]\s+")
_SAID = 0.87
"""Likeness from which a sentence says what a clause of the quote says."""
_TOUCHED = 0.65
"""Likeness from which a sentence may speak of what a clause of the quote denies."""
_SAID_ABROAD, _TOUCHED_ABROAD = 0.75, 0.5
"""The same of a sentence in another language, of which only a gloss is compared."""


class Verifier:
    """Holds sentences of a language model against the quotes they cite."""

    def __init__(
        self, encoder: TokenEncoder, bridge: QueryTranslator, embed: Callable[[Sequence[str]], Vectors]
    ) -> None:
        self._supporter = Supporter(encoder, bridge, embed)
        self._bridge = bridge

    def fault(self, sentence: str, language: str, citation: Citation) -> Fault | None:
        """Why a sentence, meant to be in a language, is no rendering of a quote; None if the quote proves it."""
        fault = self.contradiction(sentence, language, citation)
        if fault is None and not self.support(sentence, language, citation).is_enough:
            return "support"
        return fault

    def contradiction(self, sentence: str, language: str, citation: Citation) -> Fault | None:
        """What a sentence says otherwise than its quote, or beyond it, as far as words tell."""
        proof, spoken = proof_of(citation), _spoken(sentence, language)
        if sentence.endswith("?"):
            return "question"
        if missing_figures(sentence, proof.figures, {language, language_of(sentence)}):
            return "figure"
        if missing_names(sentence, spoken, proof.text, self._bridge.is_name):
            return "name"
        if says_the_opposite(sentence, proof.quote):
            return "opposite"
        if self._turns_around(sentence, spoken, proof):
            return "negation"
        return "swap" if self._swaps(sentence, language, spoken, proof) else None

    def support(self, sentence: str, language: str, citation: Citation) -> Support:
        """How well the words of a sentence are backed, which shows claims that were added."""
        proof = proof_of(citation)
        return self._supporter.support(sentence, _spoken(sentence, language), proof.text, proof.quote)

    def _turns_around(self, sentence: str, language: str, proof: Proof) -> bool:
        """Whether a sentence denies what its quote does not, or says what a clause of its quote denies."""
        foreign = self._bridge.is_foreign(language)
        denied = [self._supporter.coverage(clause, sentence, language) for clause in _denied(proof.quote)]
        if is_negated(sentence, {language, "en"}):
            return max(denied, default=0.0) < (_TOUCHED_ABROAD if foreign else _TOUCHED)
        return max(denied, default=0.0) >= (_SAID_ABROAD if foreign else _SAID)

    def _swaps(self, sentence: str, language: str, spoken: str, proof: Proof) -> bool:
        """Whether a sentence says of one value of its quote what the quote says of another."""

        def nearness(text: str, parts: Sequence[str]) -> Vectors:
            return self._supporter.nearness(text, spoken, parts)

        return changed_over(sentence, proof.quote, {language, language_of(sentence)}, nearness)


def _denied(quote: str) -> Iterable[str]:
    """The clauses of a quote that deny something."""
    return (part for part in _CLAUSE.split(quote) if is_negated(part, LANGUAGES) and content_words(part))


def _spoken(sentence: str, language: str) -> str:
    """The language that a sentence is judged in: English where it is English, else the one it was asked for in."""
    return "en" if language_of(sentence) == "en" else language
