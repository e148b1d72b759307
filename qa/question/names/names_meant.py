"""Find which name a phrase of a follow-up means: "the other one", "the older one", "the pact", "the glass plan"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from qa.question.glossary import glossary, glossary_stems
from qa.question.plan import Subject
from qa.question.subject import Mention, NameIndex, PolicyName
from qa.text.normalize import WORD, content_words, fold, is_content, stem, words
from qa.text.patterns import word_pattern

_OTHER = word_pattern("the_other")
_FIRST = word_pattern("the_first")
_SECOND = word_pattern("the_second")
_HERE = word_pattern("same_place")
_POLICY = word_pattern("policy")
"""The word "policy", which is true of every policy and so means none of them."""
_COMPARATIVES = {side: word_pattern(f"the_{side}") for side in ("lower", "higher")}
_ARTICLE = word_pattern("definite")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SEPARATOR = re.compile(r"[.,](?=\d{3}\b)|[.,](?=\d+[.,])|,")
"""Marks between thousands."""
_LABELLED = re.compile(r"^(?P<label>[^“«„\n]+)[“«„](?P<quote>[^”»“\n]*)", re.MULTILINE)
_PREFIX = 4
"""Minimum number of first letters that a word shares with the same word of another language: "optique", "optics"."""
_ENDING = 4
"""Maximum number of further letters of such words."""
_SHARE = 2 / 3
"""Minimum share of a phrase's content words that a name has."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What has been talked about: the last question in full, its subject and all names by their first mention.

    `values` are the names of the last answer's lines with the first number that is quoted of each.
    """

    text: str = ""
    subject: Subject = field(default_factory=Subject)
    names: tuple[Mention, ...] = ()
    values: tuple[tuple[Mention, float], ...] = ()


def labelled_values(answer: str, names: NameIndex) -> tuple[tuple[Mention, float], ...]:
    """Return the name that labels each quote of an answer, rather a policy than a country, with its first number."""
    found: dict[str, tuple[Mention, float]] = {}
    for line in _LABELLED.finditer(answer):
        number = _NUMBER.search(line["quote"])
        mentions = sorted(names.mentions(line["label"]), key=lambda mention: mention.is_country)
        if number is not None and mentions:
            found.setdefault(mentions[0].name, (mentions[0], float(_SEPARATOR.sub("", number.group()))))
    return tuple(found.values())


def pointed_at(question: str, talk: Talk, names: NameIndex) -> Mention | None:
    """Return the name that words of a question point at, such as "the other one", with the place of these words."""
    folded = fold(question)
    if len(folded) != len(question):
        return None
    if other := _OTHER.search(folded):
        return _placed(_other(folded, talk, names), other)
    policies = [mention for mention in talk.names if not mention.is_country]
    listed = policies if len(policies) > 1 else talk.names
    for place, pattern in enumerate((_FIRST, _SECOND)):
        if (found := pattern.search(folded)) and len(listed) > 1:
            return _placed(listed[place], found)
    for side, pattern in _COMPARATIVES.items():
        if (found := pattern.search(folded)) and len(talk.values) > 1:
            best = min if side == "lower" else max
            return _placed(best(talk.values, key=lambda each: each[1])[0], found)
    return None


def _placed(mention: Mention | None, found: "re.Match[str]") -> Mention | None:
    return replace(mention, start=found.start(), end=found.end()) if mention is not None else None


def _other(folded: str, talk: Talk, names: NameIndex) -> Mention | None:
    """Return the name talked about before the current one, or the other policy of the same documents."""
    current = {*talk.subject.policies, *talk.subject.countries}
    kinds = {mention.is_country for mention in talk.names if mention.name in current}
    talked = [m for m in talk.names if m.name not in current and (not kinds or m.is_country in kinds)]
    ids = {document.id for document in names.documents_of(talk.subject)}
    local = [policy for policy in names.policies if policy.documents & ids and policy.name not in current]
    beside = [Mention(0, 0, local[0].name, is_country=False)] if talk.subject.policies and len(local) == 1 else []
    of_place = beside if _HERE.search(folded) else []
    return next(iter((*of_place, *reversed(talked), *beside)), None)


def part_of_name(phrase: str, language: str, subject: Subject, names: NameIndex) -> Mention | None:
    """Return the policy of a subject's documents that a phrase names in part: "the industrial policy", "the pact"."""
    said = content_words(phrase)
    if not said or not content_words(_POLICY.sub(" ", fold(phrase))):
        return None
    ids = {document.id for document in names.documents_of(subject)}
    found = [(_matching(said, policy, language), policy) for policy in names.policies if policy.documents & ids]
    most = max((len(matched) for matched, _ in found), default=0)
    best = [(matched, policy) for matched, policy in found if matched and len(matched) == most]
    if len(best) != 1 or most < _SHARE * len(_POLICY.sub(" ", " ".join(said)).split()):
        return None
    matched, policy = best[0]
    is_named = len(matched) > 1 or _head(policy.name) in matched
    return Mention(0, len(phrase), policy.name, is_country=False) if is_named else None


def partial_names(question: str, language: str, subject: Subject, names: NameIndex) -> Iterator[Mention]:
    """Yield the policies that noun phrases with an article name in part: "when does the pact end?"."""
    for start, end in _noun_phrases(question):
        mention = part_of_name(question[start:end], language, subject, names)
        if mention is not None:
            yield replace(mention, start=start, end=end)


def _noun_phrases(question: str) -> Iterator[tuple[int, int]]:
    """Yield where definite articles and the content words right after them are, the longest first."""
    folded = fold(question)
    if len(folded) != len(question):
        return
    for article in _ARTICLE.finditer(folded):
        ends: list[int] = []
        for word in WORD.finditer(folded, article.end()):
            if not is_content(word.group()) or folded[ends[-1] if ends else article.end() : word.start()].strip():
                break
            ends.append(word.end())
        yield from ((article.start(), end) for end in reversed(ends))


def _matching(said: Sequence[str], policy: PolicyName, language: str) -> frozenset[str]:
    """Return the words of a policy's name that a phrase in a language has."""
    own = frozenset(content_words(policy.name))
    translated = frozenset(_translated(said, language))
    return frozenset(
        word
        for word in own
        if word in said or stem(word) in translated or any(_is_cognate(word, each) for each in said)
    )


def _translated(said: Sequence[str], language: str) -> Iterable[str]:
    """Yield the stems of the English words for words of another language."""
    if language == "en":
        return
    for word in said:
        _, translations = glossary(language, "en").match(glossary_stems(word, language), 0)
        yield from (stem(each) for text in translations for each in words(text))


def _is_cognate(one: str, other: str) -> bool:
    return one[:_PREFIX] == other[:_PREFIX] and max(len(one), len(other)) <= _PREFIX + _ENDING and len(one) >= _PREFIX


def _head(name: str) -> str:
    """Return the folded head noun of a name: "pact" of "Coast Pact", "covenant" of "Covenant for Mills"."""
    tokens = words(name)
    first_link = next((place for place, word in enumerate(tokens) if place and not is_content(word)), len(tokens))
    return next((word for word in reversed(tokens[:first_link]) if is_content(word)), "")
