"""How well the words of a sentence are backed by a quote: late interaction (MaxSim; Khattab and Zaharia 2020)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.base import TokenEncoder, Vectors
from index.passage_text import encodable
from qa.question.translation import QueryTranslator
from qa.text.normalize import WORD, fold, is_content
from qa.verification.clauses import clauses
from qa.verification.number_words import number_words

_SAME_LANGUAGE = 0.634
"""Likeness that the least backed word of a sentence must have, where it is in the quotes' language."""
_OTHER_LANGUAGE = -2.976
"""Sum of the three likenesses, each on its own scale, that a sentence in another language must have."""
_WEAKEST, _CLAUSE, _WHOLE = (0.751, 0.087), (0.902, 0.028), (0.896, 0.026)
"""Mean and standard deviation of the likenesses over the true ones of the labelled sentences in other languages."""

Groups = Sequence[Sequence[str]]
"""For each word of a text what it may mean."""


@dataclass(frozen=True, slots=True)
class Support:
    """How well a sentence is backed.

    `weakest` is the likeness of the content word that is backed least, each to the best token of the quote; in another
    language the mean of the two least, for a gloss may miss a word. Only there is looked at two likenesses by the
    multilingual embedder: of the `clause` that is backed least to any clause of the quote, and of both texts `whole`.
    """

    weakest: float
    clause: float
    whole: float
    another_language: bool

    @property
    def score(self) -> float:
        """The one number that is held against a limit."""
        if not self.another_language:
            return self.weakest
        likenesses = ((self.weakest, _WEAKEST), (self.clause, _CLAUSE), (self.whole, _WHOLE))
        return sum((value - mean) / spread for value, (mean, spread) in likenesses)

    @property
    def is_enough(self) -> bool:
        """Whether the sentence counts as backed. `python -m benchmarks.verifier` chooses the limits."""
        return self.score >= (_OTHER_LANGUAGE if self.another_language else _SAME_LANGUAGE)


class Supporter:
    """Compares sentences in any of the four languages with quotes."""

    def __init__(
        self, encoder: TokenEncoder, bridge: QueryTranslator, embed: Callable[[Sequence[str]], Vectors]
    ) -> None:
        self._encoder = encoder
        self._bridge = bridge
        self._embed = embed

    def support(self, sentence: str, language: str, proof: str, quote: str) -> Support:
        """How well a sentence in a language is backed by a proof: a quote with its labels."""
        likenesses = sorted(
            value
            for group, value in self._likenesses(self._groups(sentence, language), proof)
            if _tells(group, language)
        )
        if not likenesses:
            return Support(1.0, 1.0, 1.0, another_language=False)
        if not self._bridge.is_foreign(language):
            return Support(likenesses[0], 1.0, 1.0, another_language=False)
        alike = self._alike([sentence, *(clauses(sentence) or [sentence])], [quote, proof, *clauses(quote)])
        whole, clause = alike[0, :2].max(), alike[1:, 1:].max(axis=1).min()
        return Support(float(np.mean(likenesses[:2])), float(clause), float(whole), another_language=True)

    def nearness(self, text: str, language: str, parts: Sequence[str]) -> Vectors:
        """How near each word of content of a text in a language is to each part of a quote: (words, parts)."""
        groups = [group for group in self._groups(text, language) if _tells(group, language)]
        columns = [[value for _, value in self._likenesses(groups, part)] for part in parts]
        return np.array(columns, dtype=np.float32).T.reshape(-1, len(parts))

    def coverage(self, part: str, sentence: str, language: str) -> float:
        """How well the content words of a part of a quote are met by a sentence in a language."""
        said = " ".join(word for group in self._groups(sentence, language) for word in group)
        likenesses = [
            value
            for (word,), value in self._likenesses([[word] for word in WORD.findall(part)], said)
            if is_content(word)
        ]
        return float(np.mean(likenesses)) if likenesses else 0.0

    def _groups(self, sentence: str, language: str) -> Groups:
        if self._bridge.is_foreign(language):
            return [group for group in self._bridge.counterparts(sentence, language) if group]
        return [[word] for word in WORD.findall(sentence)]

    def _likenesses(self, groups: Groups, text: str) -> list[tuple[Sequence[str], float]]:
        """Each group with the likeness of its best word to the best tokens of a text."""
        written = encodable(" ".join(word for group in groups for word in group))
        best = (self._encoder.encode_passage(written) @ self._encoder.encode_passage(text).T).max(axis=1)
        spans = self._encoder.token_spans(written)
        found: list[tuple[Sequence[str], float]] = []
        place = 0
        for group in groups:
            likenesses = []
            for word in group:
                inside = (spans[:, 0] < place + len(word)) & (spans[:, 1] > place)
                place += len(word) + 1
                if inside.any():
                    likenesses.append(float(best[inside].mean()))
            if likenesses:
                found.append((group, max(likenesses)))
        return found

    def _alike(self, texts: Sequence[str], others: Sequence[str]) -> Vectors:
        """The likeness of each text (rows) to each of the others (columns), by the multilingual embedder."""
        written = list(dict.fromkeys((*texts, *others)))
        vectors = dict(zip(written, self._embed(written), strict=True))
        alike: Vectors = np.stack([vectors[text] for text in texts]) @ np.stack([vectors[text] for text in others]).T
        return alike


def _tells(group: Sequence[str], language: str) -> bool:
    """Whether a word carries content that is not compared elsewhere, as numbers are."""
    numbers = {*number_words("en"), *number_words(language)}
    is_number = any(word[0].isdigit() or fold(word) in numbers for word in group)
    return any(is_content(word) for word in group) and not is_number
