"""A question's words in the language of the documents, word by word.

Three sources, in this order: names that the documents hold stay as they are; the glossary knows the words of the trade;
for any other word the nearest word of the documents' own vocabulary is taken, by the multilingual embedder's vectors.
The gloss is no translation for people: lexical search and the English rankers read it.
"""

from collections.abc import Callable, Collection, Container, Sequence
from functools import cached_property

import numpy as np

from index.base import Vectors
from qa.question.countries import country_at
from qa.question.glossary import Glossary, glossary, glossary_stems
from qa.text.language import LANGUAGES
from qa.text.normalize import WORD, fold, is_content, stem

INTERROGATIVES = {
    foreign: english
    for english, written in {
        "what": "que quoi was",
        "which": "cual cuales quel quelle quels quelles welche welcher welches welchem welchen",
        "who": "quien quienes qui wer wem wen",
        "when": "cuando quand wann",
        "how much": "cuanto cuanta wieviel",
        "how many": "cuantos cuantas combien wieviele",
        "where": "donde wo",
        "where from": "woher",
        "for what": "wofur wozu",
        "since": "desde depuis seit",
        "how": "como comment wie",
        "why": "pourquoi warum weshalb wieso",
        "much": "viel",
        "many": "viele",
    }.items()
    for foreign in written.split()
}
"""Question words in English, for the rankers, which were trained on English questions."""

_NEAR = 0.88
"""Cosine from which two words of multilingual-e5 mean the same or nearly so; unrelated words have about 0.85."""
_AS_NEAR = 0.015
"""A second word is taken too when it is this close to the first."""
_SHORTEST_PART = 4


class QueryTranslator:
    """Words of the documents and the way to them from other languages.

    `vocabulary` are the documents' common words with their `vectors` (rows); `names` are all their words, folded;
    `embed` gives vectors of a question's words; `countries` are those that the documents are about.
    """

    def __init__(
        self,
        vocabulary: Sequence[str],
        vectors: Vectors,
        names: Container[str],
        embed: Callable[[Sequence[str]], Vectors],
        countries: Collection[str] = (),
        target: str = "en",
    ) -> None:
        self._vocabulary = vocabulary
        self._vectors = vectors
        self._common = frozenset(fold(word) for word in vocabulary)
        self._names = names
        self._embed = embed
        self._countries = countries
        self._target = target
        self._nearest: dict[str, tuple[str, ...]] = {}

    def gloss(self, question: str, language: str) -> str:
        """The question in the documents' language, word by word.

        A question in that language stays as it is; behind it stand the trade's usual words for what it says in others.
        """
        if self.is_foreign(language):
            return " ".join(word for group in self.counterparts(question, language) for word in group)
        return " ".join([question, *self._usual(question, language)])

    def is_foreign(self, language: str) -> bool:
        """Whether a language is one of the four and not the documents'."""
        return language != self._target and language in LANGUAGES

    def counterparts(self, text: str, language: str) -> list[Sequence[str]]:
        """For each word or expression of a text in another language what it may mean in the documents' language."""
        written = WORD.findall(text)
        trade = glossary(language, self._target) if self._target in LANGUAGES else Glossary({})
        stemmed = [stem(fold(word), language) for word in written]
        self._learn([word for word in written if is_content(word)])
        groups: list[Sequence[str]] = []
        place = 0
        while place < len(written):
            length, found = self._at(place, written, stemmed, trade, language)
            groups.append(found)
            place += length
        return groups

    def _at(
        self, place: int, written: Sequence[str], stemmed: Sequence[str], trade: Glossary, language: str
    ) -> tuple[int, Sequence[str]]:
        """The expression that begins at a place: how many words it has, and what it is in the documents' language."""
        length, country = country_at(written, place, self._countries)
        if length:
            return length, [country]
        length, counterparts = trade.match(stemmed, place)
        if length > 1:
            return length, self._held_first(counterparts)[:1]
        word = written[place]
        if length == 0 or fold(word) in INTERROGATIVES:
            return 1, self._word(word, language)
        named = [word] if self.is_name(word, language) else []
        return 1, [*named, *self._held_first(counterparts)]

    def _usual(self, text: str, language: str) -> list[str]:
        """The trade's usual words for what a text in the documents' language says in others, if they hold them."""
        if language not in LANGUAGES:
            return []
        trade = glossary(language, language)
        stemmed = [stem(fold(word), language) for word in WORD.findall(text)]
        usual: dict[str, None] = {}
        place = 0
        while place < len(stemmed):
            length, alike = trade.match(stemmed, place)
            usual |= dict.fromkeys(alike[:1])
            place += max(length, 1)
        said = {words: frozenset(glossary_stems(words, language)) for words in usual}
        return [words for words, parts in said.items() if parts <= self._stems and not parts <= frozenset(stemmed)]

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The stems of the documents' common words."""
        return frozenset(stem(word, self._target) for word in self._common)

    def _held_first(self, counterparts: Sequence[str]) -> Sequence[str]:
        """Counterparts that the documents use, each stem once; the first one if they use none."""
        held: dict[tuple[str, ...], str] = {}
        for text in counterparts:
            if all(fold(word) in self._names for word in WORD.findall(text)):
                held.setdefault(glossary_stems(text, self._target), text)
        return list(held.values())[:2] or counterparts[:1]

    def is_name(self, word: str, language: str) -> bool:
        """Whether a word is a name that the documents hold; German writes every noun with a capital."""
        folded = fold(word)
        capital = word[0].isupper() and (language != "de" or folded not in self._common)
        return capital and folded in self._names

    def _word(self, word: str, language: str) -> Sequence[str]:
        """One word in the documents' language."""
        folded = fold(word)
        if folded in INTERROGATIVES:
            return [INTERROGATIVES[folded]]
        if not is_content(word):
            return []
        if word.isdigit() or self.is_name(word, language) or folded in self._common:
            return [word]
        return self._nearest[word] or (self._parts(folded) if language == "de" else ()) or [word]

    def _learn(self, words_written: Sequence[str]) -> None:
        """Look up the nearest words of the vocabulary for words not met before."""
        new = sorted({word for word in words_written if word not in self._nearest})
        if not new:
            return
        if not len(self._vocabulary):
            self._nearest.update(dict.fromkeys(new, ()))
            return
        similarities = self._embed([word.lower() for word in new]) @ self._vectors.T
        for word, row in zip(new, similarities, strict=True):
            best = np.argsort(-row)[:2]
            floor = max(_NEAR, float(row[best[0]]) - _AS_NEAR)
            self._nearest[word] = tuple(self._vocabulary[number] for number in best if row[number] >= floor)

    def _parts(self, folded: str) -> Sequence[str]:
        """A German compound taken apart where both halves are words that the glossary or the documents know."""
        trade = glossary("de", self._target)
        for cut in range(_SHORTEST_PART, len(folded) - _SHORTEST_PART + 1):
            halves = [self._half(part, trade) for part in (folded[:cut], folded[cut:])]
            if all(halves):
                return [word for half in halves for word in half]
        return ()

    def _half(self, part: str, trade: Glossary) -> Sequence[str]:
        """One half of a compound in the documents' language; empty if it is no word that is known."""
        if part in self._common:
            return [part]
        for form in (part, part.removesuffix("s")):
            length, counterparts = trade.match(glossary_stems(form, "de"), 0)
            if length:
                return self._held_first(counterparts)
        return ()
