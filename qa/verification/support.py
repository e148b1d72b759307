"""Measure how well a quote supports the words of a sentence: late interaction (MaxSim; Khattab and Zaharia 2020)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.base import TokenEncoder, Vectors
from index.passage_text import encodable
from index.search.late_interaction import token_maxima
from qa.question.translation import QueryTranslator
from qa.text.normalize import WORD, fold, is_content
from qa.verification.clauses import clauses
from qa.verification.number_words import number_words

_SAME_LANGUAGE = 0.634
"""Minimum similarity of the least supported word, for sentences in the quotes' language."""
_OTHER_LANGUAGE = -2.976
"""Minimum sum of the three standardised similarities, for sentences in another language."""
_WEAKEST, _CLAUSE, _WHOLE = (0.751, 0.087), (0.902, 0.028), (0.896, 0.026)
"""Mean and standard deviation of the similarities over the true labelled sentences in other languages."""

Groups = Sequence[Sequence[str]]
"""For each word of a text, its possible translations."""


@dataclass(frozen=True, slots=True)
class Support:
    """How well a quote supports a sentence.

    `weakest` is the similarity of the least supported content word to its best token of the quote; in another language
    the mean of the two least, because a word-by-word translation may miss a word. Two similarities by the multilingual
    embedder are used only there: of the least supported `clause` to its best clause of the quote, and of the `whole`
    texts.
    """

    weakest: float
    clause: float
    whole: float
    another_language: bool

    @property
    def score(self) -> float:
        """Number that is compared with a threshold."""
        if not self.another_language:
            return self.weakest
        similarities = ((self.weakest, _WEAKEST), (self.clause, _CLAUSE), (self.whole, _WHOLE))
        return sum((value - mean) / spread for value, (mean, spread) in similarities)

    @property
    def is_enough(self) -> bool:
        """Return True if the sentence counts as supported. `python -m benchmarks.verifier` fits the thresholds."""
        return self.score >= (_OTHER_LANGUAGE if self.another_language else _SAME_LANGUAGE)


class Supporter:
    """A comparison of sentences in any of the four languages with quotes."""

    def __init__(
        self, encoder: TokenEncoder, translator: QueryTranslator, embed: Callable[[Sequence[str]], Vectors]
    ) -> None:
        self._encoder = encoder
        self._translator = translator
        self._embed = embed

    def support(self, sentence: str, language: str, proof: str, quote: str) -> Support:
        """Measure how well a proof, a quote with its labels, supports a sentence in a language."""
        similarities = sorted(
            value
            for group, value in self._similarities(self._groups(sentence, language), proof)
            if _is_compared(group, language)
        )
        if not similarities:
            return Support(1.0, 1.0, 1.0, another_language=False)
        if not self._translator.is_foreign(language):
            return Support(similarities[0], 1.0, 1.0, another_language=False)
        alike = self._text_similarities([sentence, *(clauses(sentence) or [sentence])], [quote, proof, *clauses(quote)])
        whole, clause = alike[0, :2].max(), alike[1:, 1:].max(axis=1).min()
        return Support(float(np.mean(similarities[:2])), float(clause), float(whole), another_language=True)

    def nearness(self, text: str, language: str, parts: Sequence[str]) -> Vectors:
        """Return the similarity of each content word of a text to each part of a quote, shape (words, parts)."""
        groups = [group for group in self._groups(text, language) if _is_compared(group, language)]
        columns = [[value for _, value in self._similarities(groups, part)] for part in parts]
        return np.array(columns, dtype=np.float32).T.reshape(-1, len(parts))

    def coverage(self, part: str, sentence: str, language: str) -> float:
        """Measure how well a sentence in a language covers the content words of a part of a quote."""
        said = " ".join(word for group in self._groups(sentence, language) for word in group)
        similarities = [
            value
            for (word,), value in self._similarities([[word] for word in WORD.findall(part)], said)
            if is_content(word)
        ]
        return float(np.mean(similarities)) if similarities else 0.0

    def _groups(self, sentence: str, language: str) -> Groups:
        if self._translator.is_foreign(language):
            return [group for group in self._translator.counterparts(sentence, language) if group]
        return [[word] for word in WORD.findall(sentence)]

    def _similarities(self, groups: Groups, text: str) -> list[tuple[Sequence[str], float]]:
        """Pair each group with the similarity of its best word to the best tokens of a text."""
        written = encodable(" ".join(word for group in groups for word in group))
        best = token_maxima((self._encoder.encode_passage(written) @ self._encoder.encode_passage(text).T).T)[0]
        spans = self._encoder.token_spans(written)
        found: list[tuple[Sequence[str], float]] = []
        place = 0
        for group in groups:
            similarities = []
            for word in group:
                inside = (spans[:, 0] < place + len(word)) & (spans[:, 1] > place)
                place += len(word) + 1
                if inside.any():
                    similarities.append(float(best[inside].mean()))
            if similarities:
                found.append((group, max(similarities)))
        return found

    def _text_similarities(self, texts: Sequence[str], others: Sequence[str]) -> Vectors:
        """Return the similarity of each text (rows) to each of the others (columns) by the multilingual embedder."""
        written = list(dict.fromkeys((*texts, *others)))
        vectors = dict(zip(written, self._embed(written), strict=True))
        alike: Vectors = np.stack([vectors[text] for text in texts]) @ np.stack([vectors[text] for text in others]).T
        return alike


def _is_compared(group: Sequence[str], language: str) -> bool:
    """Return True if a word has content that is not compared elsewhere, as numbers are."""
    numbers = {*number_words("en"), *number_words(language)}
    is_number = any(word[0].isdigit() or fold(word) in numbers for word in group)
    return any(is_content(word) for word in group) and not is_number
