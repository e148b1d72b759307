"""Recognise the names that a text mentions: countries, policies in column labels, years and documents."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.model import Document, Passage
from index.contract import OpenIndex
from qa.question.countries import countries_named, country_at
from qa.question.document_filter import countries_of, title_words
from qa.question.plan import Subject
from qa.question.title_names import TitleName, title_names
from qa.text.normalize import WORD, content_words, fold, is_content, words
from qa.text.patterns import YEAR, word_pattern

_DOCUMENTS = 1000
"""Maximum number of documents whose labels are read; reading more takes seconds."""
_SHORTEST = 4
"""Minimum number of letters of a word that alone identifies a name."""
_LONGEST = 6
"""Maximum number of content words of a label that is a name."""
_LONGEST_NAME = 100
"""Maximum number of characters of a label that is a name."""
_POLICY_NOUN = word_pattern("policy_noun")
"""Words of a column label, outside brackets, that make what is in brackets the name of a policy."""
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


def column_labels(index: OpenIndex) -> Iterator[tuple[Document, str]]:
    """Yield the column labels of the tables of an index with their documents, each once."""
    for document in index.documents[:_DOCUMENTS]:
        labels = (passage.column for passage in index.document_passages(document.id) if passage.column)
        yield from ((document, label) for label in dict.fromkeys(labels))


def _mentioned(
    index: OpenIndex, texts: Callable[[Sequence[Passage]], Iterable[str]], is_name: Callable[[str], bool]
) -> Iterator[tuple[Document, str]]:
    """Yield those names among the texts of documents on a country that their running text mentions word for word."""
    for document in index.documents[:_DOCUMENTS]:
        if document.country is not None:
            passages = index.document_passages(document.id)
            prose = "\n".join(passage.text for passage in passages if passage.row is None)
            names = filter(is_name, dict.fromkeys(texts(passages)))
            yield from ((document, name) for name in names if name in prose)


def _labels(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the column and row labels of passages."""
    yield from (label for passage in passages for label in (passage.column, passage.row) if label)


def _cells(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the texts of table cells."""
    yield from (passage.text for passage in passages if passage.kind == "cell")


@dataclass(frozen=True, slots=True)
class PolicyName:
    """A name in a column label, such as a policy's, with the documents that have it.

    `words` are all its content words and those of its variants, `variants` those of each variant; any of `distinctive`
    alone identifies it.
    """

    name: str
    documents: frozenset[str]
    words: frozenset[str]
    variants: tuple[frozenset[str], ...]
    distinctive: frozenset[str]

    def is_named(self, present: frozenset[str]) -> bool:
        """Return True if a text with these folded words names it."""
        return bool(self.distinctive & present) or any(variant <= present for variant in self.variants)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text, at characters `start` to `end`."""

    start: int
    end: int
    name: str
    is_country: bool


class NameIndex:
    """The names that the documents of an index are about; they are collected on first use."""

    def __init__(self, index: OpenIndex) -> None:
        """Take the documents, column labels and vocabulary of an index."""
        self._index = index
        self.documents = index.documents
        self.countries = tuple(countries_of(index.documents))

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self._index.vocabulary.common)

    def with_article(self, name: str) -> str:
        """Return an English name with "the" if it ends in a common noun, such as "Initiative"."""
        last = fold(name.split()[-1])
        return f"the {name}" if name not in self.countries and last in self._common else name

    @cached_property
    def policies(self) -> Sequence[PolicyName]:
        """Return the names of policies in the labels of tables."""
        by_name: dict[str, tuple[set[str], dict[str, None]]] = {}
        for document, label in column_labels(self._index):
            if _POLICY_NOUN.search(fold(_IN_BRACKETS.sub(" ", label))) is None:
                continue
            variants = [variant for text in _IN_BRACKETS.findall(label) if (variant := _without_lead(text))]
            if variants:
                documents, known = by_name.setdefault(variants[-1], (set(), {}))
                documents.add(document.id)
                known.update(dict.fromkeys(variants))
        common = self._common | {word for country in self.countries for word in content_words(country)}
        names = _distinguished(by_name, common)
        return [*names, *(each for each in self._names_of_one_country(_labels) if each.name not in by_name)]

    @cached_property
    def all_names(self) -> Sequence[PolicyName]:
        """Return the names of policies, and of what else cells of tables name, such as bodies."""
        known = {policy.name for policy in self.policies}
        return [*self.policies, *(each for each in self._names_of_one_country(_cells) if each.name not in known)]

    def _names_of_one_country(self, texts: Callable[[Sequence[Passage]], Iterable[str]]) -> list[PolicyName]:
        """Return the texts that are names, and that the documents on one country have alone.

        They are recognised by all their words, or all but the country's and those for a policy: "Blue Quay".
        """
        countries: dict[str, set[str | None]] = defaultdict(set)
        documents: dict[str, set[str]] = defaultdict(set)
        for document, label in _mentioned(self._index, texts, self._is_name):
            countries[label].add(document.country)
            documents[label].add(document.id)
        names = []
        for label, found in countries.items():
            if len(found) == 1:
                whole = frozenset(content_words(label))
                own = whole - frozenset(content_words(" ".join(filter(None, found))))
                short = frozenset(word for word in own if _POLICY_NOUN.fullmatch(word) is None)
                variants = (whole, short) if len(short) > 1 or not short <= self._common else (whole,)
                names.append(PolicyName(label, frozenset(documents[label]), whole, variants, frozenset()))
        return names

    def _is_name(self, label: str) -> bool:
        """Return True if a label is written like a name: two words with a capital, or one that is no common word."""
        if not label[:1].isupper() or len(label) > _LONGEST_NAME:
            return False
        written = [word.group() for word in WORD.finditer(label) if is_content(word.group())]
        capitals = [word for word in written if word[0].isupper()]
        is_proper = len(capitals) > 1 or any(fold(word) not in self._common for word in capitals)
        is_whole = _IN_BRACKETS.search(label) is None
        return is_proper and is_whole and len(written) <= _LONGEST and not label.isupper()

    def subject(self, text: str) -> Subject:
        """Return the names that a text mentions."""
        present = frozenset(content_words(text))
        folded = fold(text)
        return Subject(
            countries=self._countries_in(text, present),
            policies=tuple(policy.name for policy in self.all_names if policy.is_named(present)),
            years=tuple(int(year) for year in dict.fromkeys(YEAR.findall(text))),
            documents=tuple(
                d.name for d in self.documents if _names_file(folded, d, self._common) or d.name in self._titled(text)
            ),
        )

    def _countries_in(self, text: str, present: frozenset[str]) -> tuple[str, ...]:
        """Return the countries that a text names in full, or by a word that only their name has: "Nordvik"."""
        named = countries_named(text, self.countries)
        return tuple(each for each in self.countries if each in named or self._short_names[each] & present)

    @cached_property
    def _short_names(self) -> Mapping[str, frozenset[str]]:
        """Return for each country of several words those that no other name has and that are no common words."""
        words_of = {country: frozenset(content_words(country)) for country in self.countries}
        return {
            country: frozenset(
                word for word in _own(country, words_of) - self._common if len(own) > 1 and len(word) >= _SHORTEST
            )
            for country, own in words_of.items()
        }

    def _titled(self, text: str) -> frozenset[str]:
        """Return the documents about no country that a text names by words of their titles, if there are several.

        One alone is found by a search: its title is part of each of its passages.
        """
        named = frozenset(name.document for name in title_names(text, self._by_title_word))
        return named if len(named) > 1 else frozenset()

    def title_mentions(self, text: str) -> list[TitleName]:
        """Return the names of documents about no country in a text, with the next words of their titles."""
        named = title_names(text, self._by_title_word)
        words_of = [word for word in WORD.finditer(text) if fold(word.group()) in self._by_title_word]
        found: list[TitleName] = []
        for name in named:
            start, end = name.start, name.end
            for word in words_of:
                if self._by_title_word[fold(word.group())] == name.document and not text[end : word.start()].strip():
                    end = max(end, word.end())
            if not found or start >= found[-1].end:
                found.append(TitleName(start, end, name.document))
        return found

    @cached_property
    def _by_title_word(self) -> dict[str, str]:
        """Map each word that only one title or file name has to the name of the document."""
        about_none = [d for d in self.documents[:_DOCUMENTS] if d.country not in self.countries]
        return {word: document.name for document, own in title_words(about_none) for word in own}

    def mentions(self, text: str) -> list[Mention]:
        """Return where a text mentions countries and policies, in order."""
        subject = self.subject(text)
        tokens = list(WORD.finditer(text))
        found = [_policy_mention(tokens, policy) for policy in self.all_names if policy.name in subject.policies]
        policies = [mention for mention in found if mention is not None]
        countries = [_country_mention(tokens, country, self._short_names[country]) for country in subject.countries]
        outside = [
            country
            for country in countries
            if country is not None and not any(p.start < country.end and country.start < p.end for p in policies)
        ]
        return sorted([*policies, *outside], key=lambda mention: mention.start)

    def without_mentions(self, text: str) -> str:
        """Return a text without the countries and policies that it mentions."""
        return _without(text, [(mention.start, mention.end) for mention in self.mentions(text)])

    def without_names(self, text: str) -> str:
        """Return a text without countries, policies, documents and years."""
        bare = self.without_mentions(text)
        bare = _without(bare, [(title.start, title.end) for title in self.title_mentions(bare)])
        return YEAR.sub(" ", bare)

    def local_policies(self, text: str, of: Subject, other: Subject) -> list[Mention]:
        """Return where a text names policies, in lower case too, that documents of one subject have and another's lack.

        A word that documents of the other subject use, such as "skills", names none.
        """
        tokens = list(WORD.finditer(text))
        there = self._words_of(self.documents_of(other))
        ids = {document.id for document in self.documents_of(of)}
        local = [policy for policy in self.policies if policy.documents <= ids]
        own = [replace(policy, words=policy.words - there) for policy in local]
        runs = [(mention, policy) for policy in own if (mention := _policy_mention(tokens, policy)) is not None]
        first = min(runs, key=lambda run: run[0].start, default=None)
        return [first[0]] if first else []

    def is_foreign_to(self, subject: Subject, text: str) -> bool:
        """Return True if a text has a content word that the index knows, but no document on the subject."""
        known = [word for word in content_words(text) if word in self._index.vocabulary.known]
        return bool(known) and not frozenset(known) <= self._words_of(self.documents_of(subject))

    def _words_of(self, documents: Sequence[Document]) -> frozenset[str]:
        """Return the folded words of documents."""
        passages = (p for document in documents[:_DOCUMENTS] for p in self._index.document_passages(document.id))
        return frozenset(word for passage in passages for word in words(passage.text))

    def labels_beside(self, text: str) -> list[str]:
        """Return the row labels of the documents that have a text as one of them."""
        folded = fold(text)
        return [label for labels in self._row_labels if folded in labels for label in labels]

    @cached_property
    def _row_labels(self) -> Sequence[frozenset[str]]:
        """Return the folded row labels of each document."""
        documents = self.documents[:_DOCUMENTS]
        return [frozenset(map(fold, self._index.row_labels(document.id))) for document in documents]

    def documents_of(self, subject: Subject) -> list[Document]:
        """Return the documents about the countries, policies and documents of a subject; all if it names none."""
        ids = {id for policy in self.all_names if policy.name in subject.policies for id in policy.documents}
        if not (subject.countries or ids or subject.documents):
            return list(self.documents)
        return [
            d for d in self.documents if d.country in subject.countries or d.id in ids or d.name in subject.documents
        ]


def _without_lead(text: str) -> str:
    """Return a text in brackets without its first words in lower case ("example of"); "" if it is no name."""
    tokens = list(WORD.finditer(text))
    first = next((token.start() for token in tokens if token.group()[0].isupper()), None)
    if first is None or text.isupper():
        return ""
    name = text[first:].strip()
    is_long = len(name.split()) > 1 or len(name) >= _SHORTEST
    return name if is_long and content_words(name) else ""


def _distinguished(by_name: dict[str, tuple[set[str], dict[str, None]]], common: frozenset[str]) -> list[PolicyName]:
    """Build the names, each with the words that neither another name nor running text has."""
    words_of = {
        name: frozenset(word for variant in variants for word in content_words(variant))
        for name, (_, variants) in by_name.items()
    }
    return [
        PolicyName(
            name,
            frozenset(documents),
            words_of[name],
            tuple(frozenset(content_words(variant)) for variant in variants),
            frozenset(word for word in _own(name, words_of) - common if len(word) >= _SHORTEST and word.isalpha()),
        )
        for name, (documents, variants) in by_name.items()
    ]


def _own(name: str, words_of: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return the words of a name that no other name has."""
    others = (words for other, words in words_of.items() if other != name)
    return words_of[name].difference(*others)


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    """Return a text with a blank in place of some runs of characters, given in order."""
    for start, end in reversed(places):
        text = f"{text[:start]} {text[end:]}"
    return text


def _names_file(folded: str, document: Document, common: Container[str]) -> bool:
    """Return True if a folded text has the file name of a document, with or without its ending.

    Without its ending, a name that is a common word of the documents, such as "handbook", names no file.
    """
    name = fold(document.name)
    if name in folded:
        return True
    stem = name.rpartition(".")[0]
    is_name = len(stem) > _SHORTEST and stem not in common
    return is_name and re.search(rf"\b{re.escape(stem)}\b", folded) is not None


def _policy_mention(tokens: Sequence["re.Match[str]"], policy: PolicyName) -> Mention | None:
    """Return the longest run of words of a name, function words between them included."""
    best: list[re.Match[str]] = []
    run: list[re.Match[str]] = []
    for token in tokens:
        if fold(token.group()) in policy.words:
            run.append(token)
        elif is_content(token.group()):
            run = []
        best = max(best, run, key=len)
        run = list(run)
    return Mention(best[0].start(), best[-1].end(), policy.name, is_country=False) if best else None


def _country_mention(tokens: Sequence["re.Match[str]"], country: str, short: frozenset[str]) -> Mention | None:
    """Return the first mention of a country, in full or by one of the words of its short name."""
    written = [token.group() for token in tokens]
    for place in range(len(tokens)):
        length, _ = country_at(written, place, [country])
        if length:
            return Mention(tokens[place].start(), tokens[place + length - 1].end(), country, is_country=True)
    named = next((token for token in tokens if fold(token.group()) in short), None)
    return Mention(named.start(), named.end(), country, is_country=True) if named is not None else None


def merged_subject(subjects: Iterable[Subject]) -> Subject:
    """Return the names of several subjects, each once."""
    found = list(subjects)
    return Subject(
        tuple(dict.fromkeys(name for subject in found for name in subject.countries)),
        tuple(dict.fromkeys(name for subject in found for name in subject.policies)),
        tuple(dict.fromkeys(year for subject in found for year in subject.years)),
        tuple(dict.fromkeys(name for subject in found for name in subject.documents)),
    )
