"""Translate a question word by word into the language of the documents, and expand it with synonyms.

Names that occur in the documents are kept, domain terms are translated by the glossary, and any other word becomes the
nearest word of the documents' vocabulary by the multilingual embedder's vectors. The result is for lexical search and
the English rankers, not for people.
"""

from collections.abc import Callable, Collection, Container, Sequence
from functools import cached_property
from typing import Self

import numpy as np

from index.base import Vectors
from qa.question.countries import country_at
from qa.question.glossary import Glossary, dictionary, glossary, glossary_stems
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
"""English question words, for the rankers, which were trained on English questions."""

_NEAR = 0.88
"""Minimum cosine of two words with nearly the same meaning in multilingual-e5; unrelated words have about 0.85."""
_AS_NEAR = 0.015
"""Maximum distance, in cosine, of a second word from the nearest one for it to be used too."""
_SHORTEST_PART = 4
"""Minimum number of letters of a part of a German compound."""


class QueryTranslator:
    """Word-by-word translation of questions into the documents' language.

    `vocabulary` are the documents' common words with their `vectors` (rows); `names` are all their words, folded;
    `embed` embeds a question's words; `countries` are those that the documents are about.
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

    def towards(self, target: str) -> Self:
        """Return a translator into another language of documents with the same vocabulary."""
        return type(self)(self._vocabulary, self._vectors, self._names, self._embed, self._countries, target)

    def translate(self, question: str, language: str) -> str:
        """Translate a question word by word into the documents' language.

        A question in that language is kept as is, followed by the domain's usual synonyms for its terms.
        """
        if self.is_foreign(language):
            return " ".join(word for group in self.counterparts(question, language) for word in group)
        return " ".join([question, *self._synonyms(question, language)])

    def is_foreign(self, language: str) -> bool:
        """Return True for one of the four languages that is not the documents'."""
        return language != self._target and language in LANGUAGES

    def in_other_words(self, text: str, language: str) -> str:
        """Translate a passage of a document into this language by the two word lists alone, with all alternatives.

        Words that are in neither are left out; names are the same in both languages.
        """
        lists = (glossary(language, self._target), dictionary(language, self._target))
        written = [fold(word) for word in WORD.findall(text)]
        stemmed = [stem(word, language) for word in written]
        found: dict[str, None] = {}
        start = 0
        while start < len(stemmed):
            matches = [terms.match(stemmed, start) for terms in lists]
            words = [word for _, translations in matches for word in translations]
            found |= dict.fromkeys(words or (self._parts(written[start]) if language == "de" else ()))
            start += max(1, *(length for length, _ in matches))
        return " ".join(found)

    def meanings(self, text: str, language: str) -> list[Sequence[str]]:
        """Return each content word of a question with what it may mean in this language, in words of the documents.

        Other than in `counterparts`, no meaning is preferred to another.
        """
        lists = (glossary(language, self._target), dictionary(language, self._target))
        written = WORD.findall(text)
        stemmed = [stem(fold(word), language) for word in written]
        self._learn([word for word in written if is_content(word)])
        found: list[Sequence[str]] = []
        for place, word in enumerate(written):
            if is_content(word):
                listed = [text for terms in lists for text in terms.match(stemmed, place)[1]]
                used = [text for text in listed if all(fold(each) in self._names for each in WORD.findall(text))]
                found.append([word, *(used or self._word(word, language))])
        return found

    def counterparts(self, text: str, language: str) -> list[Sequence[str]]:
        """Return the possible translations of each word or term of a text in another language."""
        written = WORD.findall(text)
        terms = glossary(language, self._target) if self._target in LANGUAGES else Glossary({})
        stemmed = [stem(fold(word), language) for word in written]
        self._learn([word for word in written if is_content(word)])
        groups: list[Sequence[str]] = []
        start = 0
        while start < len(written):
            length, found = self._at(start, written, stemmed, terms, language)
            groups.append(found)
            start += length
        return groups

    def _at(
        self, start: int, written: Sequence[str], stemmed: Sequence[str], terms: Glossary, language: str
    ) -> tuple[int, Sequence[str]]:
        """Return the length in words of the term that begins at a position, and its translations."""
        length, country = country_at(written, start, self._countries)
        if length:
            return length, [country]
        length, translations = terms.match(stemmed, start)
        if length > 1:
            return length, self._known_first(translations)[:1]
        word = written[start]
        if length == 0 or fold(word) in INTERROGATIVES:
            return 1, self._word(word, language)
        named = [word] if self.is_name(word, language) else []
        return 1, [*named, *self._known_first(translations)]

    def _synonyms(self, text: str, language: str) -> list[str]:
        """Return the domain's usual synonyms for the terms of a text, if the documents use them."""
        if language not in LANGUAGES:
            return []
        terms = glossary(language, language)
        stemmed = [stem(fold(word), language) for word in WORD.findall(text)]
        synonyms: dict[str, None] = {}
        start = 0
        while start < len(stemmed):
            length, alike = terms.match(stemmed, start)
            synonyms |= dict.fromkeys(alike[:1])
            start += max(length, 1)
        by_synonym = {synonym: frozenset(glossary_stems(synonym, language)) for synonym in synonyms}
        known = {synonym: parts for synonym, parts in by_synonym.items() if parts <= self._stems}
        return [synonym for synonym, parts in known.items() if not parts <= frozenset(stemmed)]

    @cached_property
    def _stems(self) -> frozenset[str]:
        """Return the stems of the documents' common words."""
        return frozenset(stem(word, self._target) for word in self._common)

    def _known_first(self, translations: Sequence[str]) -> Sequence[str]:
        """Return up to two translations that the documents use, each stem once; the first one if they use none."""
        known: dict[tuple[str, ...], str] = {}
        for text in translations:
            if all(fold(word) in self._names for word in WORD.findall(text)):
                known.setdefault(glossary_stems(text, self._target), text)
        return list(known.values())[:2] or translations[:1]

    def is_name(self, word: str, language: str) -> bool:
        """Return True for a name that occurs in the documents; German writes every noun with a capital."""
        folded = fold(word)
        capital = word[0].isupper() and (language != "de" or folded not in self._common)
        return capital and folded in self._names

    def _word(self, word: str, language: str) -> Sequence[str]:
        """Translate one word."""
        folded = fold(word)
        if folded in INTERROGATIVES:
            return [INTERROGATIVES[folded]]
        if not is_content(word):
            return []
        if word.isdigit() or self.is_name(word, language) or folded in self._common:
            return [word]
        known = self._in_dictionary(folded, language)
        return known or self._nearest[word] or (self._parts(folded) if language == "de" else ()) or [word]

    def _in_dictionary(self, folded: str, language: str) -> Sequence[str]:
        """Return up to two translations of an everyday word that the documents use."""
        if self._target not in LANGUAGES:
            return ()
        _, translations = dictionary(language, self._target).match([stem(folded, language)], 0)
        used = [text for text in translations if all(fold(word) in self._names for word in WORD.findall(text))]
        return used[:2]

    def _learn(self, words_written: Sequence[str]) -> None:
        """Look up the nearest words of the vocabulary for new words."""
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
        """Split a German compound into two parts that the glossary or the documents know; return their translations."""
        terms = glossary("de", self._target)
        for cut in range(_SHORTEST_PART, len(folded) - _SHORTEST_PART + 1):
            halves = [self._half(part, terms) for part in (folded[:cut], folded[cut:])]
            if all(halves):
                return [word for half in halves for word in half]
        return ()

    def _half(self, part: str, terms: Glossary) -> Sequence[str]:
        """Translate one part of a compound; return nothing for an unknown word."""
        if part in self._common:
            return [part]
        for form in (part, part.removesuffix("s")):
            for each in (terms, dictionary("de", self._target)):
                length, translations = each.match(glossary_stems(form, "de"), 0)
                if length:
                    return self._known_first(translations)
        return ()
