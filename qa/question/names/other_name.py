"""Ask a question again of another name: of another country, or of another policy."""

import re
from collections.abc import Sequence

from qa.question.names.names_meant import partial_names
from qa.question.plan import Subject
from qa.question.subject import Mention, NameIndex
from qa.text.normalize import fold
from qa.text.patterns import word_pattern

_LEVELS, _NOUNS = (
    "|".join(word_pattern(name).pattern for name in names)
    for names in (("regional", "sectoral", "national"), ("policy_noun",))
)
_OF_LEVEL = re.compile(rf"(?:\bthe )?(?:{_LEVELS}) (?:\w+ )?(?:{_NOUNS})|(?:{_NOUNS}) (?:\w+ )?(?:{_LEVELS})")
_POLICY = {"en": "policy", "es": "política", "fr": "politique", "de": "Politik"}
_IN = re.compile(r"\b(?:in|en|dans)\s+$")
"""A preposition of place at the end of what comes before a name."""
_POLICY_OF = {"en": "policy of {}", "es": "política de {}", "fr": "politique de {}", "de": "Politik von {}"}


def policy_of(name: str, language: str) -> str:
    """Return words for the policies of a country."""
    return _POLICY_OF.get(language, "{}").format(name)


def asked_of_other(text: str, last: Subject, mention: Mention, language: str, names: NameIndex) -> str:
    """Return a question on the `last` subject, asked of another name.

    With a country goes what only its documents know: "When did the Compact start in Marowen?" asks another country for
    its policy.
    """
    local = names.local_policies(text, last, Subject((mention.name,))) if last.has_names else []
    mentions = names.mentions(text) or local
    same = [other for other in mentions if other.is_country == mention.is_country]
    rest = [other for other in mentions if other not in same]
    if not mention.is_country:
        return _asked_of_policy(text, last, mention, language, names, mentions)
    if not same:
        is_place = not mentions or _IN.search(fold(text[: mentions[0].start])) is not None
        return with_replaced(text, mention.name if is_place else policy_of(mention.name, language), mentions)
    policies = [each for each in rest or local if not any(_overlap(each, one) for one in same)]
    return _substituted(
        text, [*_named(same, mention.name), *_named(policies, _own_policy(mention.name, language, names))]
    )


def _asked_of_policy(
    text: str, last: Subject, mention: Mention, language: str, names: NameIndex, mentions: Sequence[Mention]
) -> str:
    """Return a question asked of a policy, with the country of this one in place of that of another policy."""
    name = mention.name
    policies = [each for each in mentions if not each.is_country]
    countries = [each for each in mentions if each.is_country]
    if not policies:
        parts = (each for each in partial_names(text, language, last, names) if each.name != name)
        policies = [each for each in parts if not any(_overlap(each, one) for one in countries)][:1]
    by_level = _policies_by_level(text)
    if by_level and all(_overlap(each, by_level[0]) for each in policies):
        policies = by_level
    if policies and fold(text[policies[0].start :]).startswith("the "):
        name = names.with_article(name)
    if not policies or not countries:
        return with_replaced(text, name, [*policies, *countries])
    documents = names.documents_of(Subject(policies=(mention.name,)))
    country = next((document.country for document in documents if document.country), "")
    return _substituted(text, [*_named(policies, name), *_named(countries, country)])


def _policies_by_level(text: str) -> list[Mention]:
    """Return where a text means a policy by its level: "the national policy"."""
    found = _OF_LEVEL.search(fold(text)) if len(fold(text)) == len(text) else None
    return [Mention(found.start(), found.end(), found.group(), is_country=False)] if found else []


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def with_replaced(text: str, name: str, mentions: Sequence[Mention]) -> str:
    """Return a text with a name in place of the first of its mentions, and without the others."""
    return _substituted(text, _named(mentions, name)) if mentions else in_brackets(text, (name,))


def in_brackets(question: str, names: Sequence[str]) -> str:
    """Return a question with names in brackets before its question mark."""
    body = question.rstrip(" ?.!")
    return f"{body} ({' / '.join(names)}){question[len(body) :].strip()}"


def _named(mentions: Sequence[Mention], name: str) -> list[tuple[Mention, str]]:
    """Return what takes the place of each mention: the name for the first, nothing for the others."""
    return [(each, "" if place else name) for place, each in enumerate(mentions)]


def _own_policy(country: str, language: str, names: NameIndex) -> str:
    """Return the name of the only policy of a country; a word for any if it has several or none with a name."""
    ids = {document.id for document in names.documents_of(Subject((country,)))}
    known = [policy.name for policy in names.policies if policy.documents & ids]
    return known[0] if len(known) == 1 else _POLICY.get(language, "")


def _substituted(text: str, replacements: Sequence[tuple[Mention, str]]) -> str:
    for mention, name in sorted(replacements, key=lambda each: -each[0].start):
        text = f"{text[: mention.start]}{name}{text[mention.end :]}"
    return " ".join(re.sub(r"\(\s*[/\s]*\)|\s+(?=[?.,!])", "", text).split())
