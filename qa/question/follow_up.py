"""Complete follow-up questions: names are taken over from the conversation, the words of its answers never are."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.question.answer_type import expected_answer
from qa.question.kind_classifier import QuestionKind, words_of_fact
from qa.question.names.names_meant import Talk, labelled_values, part_of_name, partial_names, pointed_at
from qa.question.names.other_name import asked_of_other, in_brackets, policy_of, with_replaced
from qa.question.phrases.ellipsis import (
    asks_of_last,
    elliptical_phrase,
    noun_phrase,
    topic_phrase,
    with_opening,
    with_phrase,
)
from qa.question.phrases.references import counts_off, means_what_was_found, without_opening
from qa.question.plan import Subject
from qa.question.subject import Mention, NameIndex, merged_subject
from qa.text.normalize import content_words, fold, stem
from qa.text.patterns import word_pattern
from qa.text.pointing import points_back

_TURNS = 8
"""Maximum number of turns of a conversation that are read."""
_OPENING = word_pattern("opening", opening=True)
_ELLIPSIS = word_pattern("ellipsis")
"""Words of a question that repeats the last one for another name: "what about", "same for"."""
_LEVEL = re.compile("|".join(word_pattern(level).pattern for level in ("regional", "sectoral", "national")))
_POLICY_NOUN = word_pattern("policy_noun")
_THERE = word_pattern("there")
_NOUNLESS = word_pattern("nounless")
"""Ordinals without their noun: "is a sixth planned?"."""
_MENTIONED = word_pattern("mentioned")
"""Words that ask whether something is mentioned, without saying where."""
_COUNTRY = word_pattern("the_country")
_FEW = 2
"""Minimum number of content words of a question that may stand alone."""
_OWN = re.compile(r"\b(?:its|their|his|her|leurs?|ihre?[nmrs]?|seine?[nmrs]?)\b")
_POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it|they|them|this|that)\b(?! (?:true|possible|clear|known|correct|right)\b)", re.IGNORECASE
)
_NUMBER = word_pattern("number")
_COMPARED = word_pattern("compared_with_last", opening=True)
_COMPARE = {
    "en": "Compare {} with {}", "es": "Compara {} con {}", "fr": "Compare {} avec {}", "de": "Vergleiche {} mit {}",
}  # fmt: skip
_ASKING = word_pattern("asking", opening=True)
_QUOTED = re.compile(r"[“«„\"].*?[”»“\"]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FullQuestion:
    """A question that stands alone.

    `subject` are the names it is about; `carried` those taken over from the conversation, `last_answer` its last answer
    if the question follows up on it. `is_narrowed` if names of the conversation only limit where to search first.
    """

    text: str
    subject: Subject
    carried: tuple[str, ...] = ()
    last_answer: str = ""
    is_narrowed: bool = False


def needs_history(question: str, language: str) -> bool:
    """Return True if a question needs the conversation: it opens as a follow-up, points back, or leaves a noun out."""
    folded = fold(question)
    if len(content_words(question)) < _FEW or any(p.search(folded) for p in (_NOUNLESS, _MENTIONED, _COUNTRY)):
        return True
    return _OPENING.match(folded) is not None or points_back(_without_own(folded), language)


def _without_own(folded: str) -> str:
    """Return a folded question without possessives of what it has named: "Which towns missed their targets?"."""
    found = _OWN.search(folded)
    if found is None or len(content_words(folded[: found.start()])) < _FEW:
        return folded
    return _OWN.sub(" ", folded)


def full_question(
    question: str,
    language: str,
    history: Sequence[tuple[str, str]],
    names: NameIndex,
    kind_of: Callable[[str], QuestionKind],
) -> FullQuestion:
    """Return a question as it is understood after the earlier (question, answer) pairs of a conversation.

    `kind_of` returns the kind of a question: small talk is passed over, and only a fact is asked again of another name.
    """
    talk = Talk()
    for last_question, last_answer in history[-_TURNS:]:
        if kind_of(last_question).kind != "about_tool":
            full = _completed(last_question, language, talk, names, kind_of)
            talk = _continued(talk, full, language, last_answer, names)
    full = _completed(question, language, talk, names, kind_of)
    follows = bool(full.carried) or full.is_narrowed
    return FullQuestion(
        full.text, full.subject, full.carried, history[-1][1] if history and follows else "", full.is_narrowed
    )


def _continued(talk: Talk, asked: FullQuestion, language: str, answer: str, names: NameIndex) -> Talk:
    """Return the conversation after another question and its answer, of which only the labels count, not the quotes."""
    labels = _QUOTED.sub(" ", answer)
    answered = names.subject(labels)
    subject = asked.subject
    if subject.is_empty and (part := next(partial_names(asked.text, language, subject, names), None)):
        subject = _subject_of(part, names, ())
    if not (subject.policies or subject.documents) and len(answered.policies) == 1:
        fits = not subject.countries or set(answered.countries) <= set(subject.countries)
        subject = Subject(subject.countries or answered.countries, answered.policies if fits else (), subject.years)
    elif subject.is_empty:
        subject = Subject(answered.countries[:1] if len(answered.countries) == 1 else answered.countries)
    if subject.is_empty:
        subject = talk.subject
    mentioned = {mention.name: mention for mention in talk.names}
    for mention in (*names.mentions(asked.text), *names.mentions(labels)):
        mentioned.setdefault(mention.name, mention)
    return Talk(asked.text, subject, tuple(mentioned.values()), labelled_values(answer, names))


def _completed(
    question: str, language: str, talk: Talk, names: NameIndex, kind_of: Callable[[str], QuestionKind]
) -> FullQuestion:
    """Return a question in full: alone if it names its subject, else with names of the conversation."""
    own = names.subject(question)
    if not talk.text:
        return FullQuestion(question, own)
    level = _level_phrase(question, names)
    if level and kind_of(question).kind == "find":
        return _repeated_for_level(talk, level, own, names)
    if own.has_names:
        return _of_named(question, language, talk, own, names, kind_of)
    meant = _of_name_meant(question, language, talk, names, own.years)
    if meant is not None:
        return meant
    carried = talk.subject.policies or talk.subject.countries or talk.subject.documents
    repeated = _with_slot_filled(question, language, talk, own, names)
    if repeated is not None:
        return repeated
    subject = Subject(talk.subject.countries, talk.subject.policies, own.years, talk.subject.documents)
    if not carried:
        return _with_last_question(question, language, talk, subject, kind_of)
    if counts_off(question, talk.text):
        return FullQuestion(in_brackets(without_opening(question), [talk.text.strip(" ¿?.!")]), subject, carried)
    if means_what_was_found(question, language, talk.text):
        return FullQuestion(_with_topic(question, talk, carried, names), subject, carried)
    if not needs_history(question, language):
        return FullQuestion(question, subject, is_narrowed=True)
    return _with_carried(question, language, talk, subject, names, kind_of)


def _of_named(
    question: str,
    language: str,
    talk: Talk,
    own: Subject,
    names: NameIndex,
    kind_of: Callable[[str], QuestionKind],
) -> FullQuestion:
    """Return a question that names its subject; the last one of that name if it asks nothing else."""
    mentions = names.mentions(question)
    kind = kind_of(question).kind if mentions else ""
    bare = names.without_mentions(question)
    if mentions and _COMPARED.match(fold(question)) and not content_words(_COMPARED.sub(" ", fold(bare))):
        return _compared(talk, mentions[-1], language, own)
    part = None if own.policies else part_of_name(_ELLIPSIS.sub(" ", fold(bare)), language, own, names)
    if part is not None and mentions and not _asks_itself(question):
        return _repeated(talk, part, language, names, own.years)
    is_same = _is_elliptical(question, names) or _asks_the_same(question, language, talk.text, names)
    is_repeating = kind == "find" or (_is_elliptical(question, names) and _ELLIPSIS.search(fold(bare)))
    if mentions and is_same and is_repeating:
        return _repeated(talk, mentions[-1], language, names, own.years)
    if kind in ("find", "overview") and _THERE.search(fold(question)) and needs_history(question, language):
        topic = asked_of_other(topic_phrase(talk.text), talk.subject, mentions[-1], language, names)
        return FullQuestion(in_brackets(without_opening(question), (topic,)), own, (topic,))
    return FullQuestion(question, own)


def _asks_itself(question: str) -> bool:
    """Return True if a question, after a conjunction or not, opens like one."""
    return _ASKING.match(fold(without_opening(question))) is not None


def _compared(talk: Talk, mention: Mention, language: str, own: Subject) -> FullQuestion:
    """Return the last question as one that sets its subject and another name side by side."""
    text = _COMPARE.get(language, "{} / {}").format(talk.text.strip(" ¿?.!"), mention.name)
    return FullQuestion(text, merged_subject((talk.subject, own)), carried=(talk.text,))


def _of_name_meant(
    question: str, language: str, talk: Talk, names: NameIndex, years: tuple[int, ...]
) -> FullQuestion | None:
    """Return a question on a name that it points at or names in part; the last one if it asks nothing else."""
    mention = pointed_at(question, talk, names) or _named_in_part(question, language, talk, names)
    if mention is None:
        return None
    rest = _ELLIPSIS.sub(" ", fold(f"{question[: mention.start]} {question[mention.end :]}"))
    if not content_words(_POLICY_NOUN.sub(" ", rest)) and not _asks_itself(question):
        return _repeated(talk, mention, language, names, years)
    text = f"{question[: mention.start]}{names.with_article(mention.name)}{question[mention.end :]}"
    return FullQuestion(without_opening(text), _subject_of(mention, names, years), (mention.name,))


def _named_in_part(question: str, language: str, talk: Talk, names: NameIndex) -> Mention | None:
    """Return the policy that a question consists of or contains, in words of its name: "and the pact?"."""
    if not _asks_itself(question):
        bare = _ELLIPSIS.sub(" ", fold(question))
        searched = (part_of_name(bare, language, subject, names) for subject in (talk.subject, Subject()))
        if (whole := next(filter(None, searched), None)) is not None:
            return replace(whole, start=0, end=len(question))
    return next(partial_names(question, language, talk.subject, names), None)


def _with_carried(
    question: str,
    language: str,
    talk: Talk,
    subject: Subject,
    names: NameIndex,
    kind_of: Callable[[str], QuestionKind],
) -> FullQuestion:
    """Return a question that names nothing with the names talked about, and with the last one where it leans on it."""
    carried = talk.subject.policies or talk.subject.countries or talk.subject.documents
    has_topic = bool(kind_of(question).topic)
    if asks_of_last(question) or (not content_words(question) and not has_topic):
        return _with_last_question(question, language, talk, subject, kind_of, carried)
    if _NOUNLESS.search(fold(question)):
        return FullQuestion(in_brackets(without_opening(question), [talk.text.rstrip(" ?.!")]), subject, carried)
    if (elliptical_phrase(question) and not has_topic) or _is_on_something_else(talk, language, names, kind_of):
        return FullQuestion(_with_topic(question, talk, carried, names), subject, carried)
    return FullQuestion(_with_names(question, language, carried, names), subject, carried)


def _is_on_something_else(talk: Talk, language: str, names: NameIndex, kind_of: Callable[[str], QuestionKind]) -> bool:
    """Return True if the last question is about something that is no known name: "Why was the Anchor Fund closed?"."""
    last = kind_of(talk.text)
    known = words_of_fact(last.topic)
    named = noun_phrase(talk.text)
    is_known = bool(names.mentions(talk.text)) or any(partial_names(talk.text, language, talk.subject, names))
    return last.kind == "find" and not is_known and any(stem(word) not in known for word in content_words(named))


def _asks_the_same(question: str, language: str, last: str, names: NameIndex) -> bool:
    """Return True if a follow-up asks in words of the last question: "And how is Mexico rated there?"."""
    added = content_words(_ELLIPSIS.sub(" ", fold(names.without_mentions(question))))
    return (
        needs_history(question, language)
        and {stem(word) for word in added} <= {stem(word) for word in content_words(last)}
        and expected_answer(question, language) == expected_answer(last, language)
    )


def _with_slot_filled(question: str, language: str, talk: Talk, own: Subject, names: NameIndex) -> FullQuestion | None:
    """Return the last question with what a follow-up names in place of something like it; None if it asks more."""
    carried = talk.subject.policies or talk.subject.countries or talk.subject.documents
    phrase = elliptical_phrase(question)
    is_name = phrase is not None and phrase.is_name and language != "de"
    labels = names.labels_beside(phrase.text) if phrase is not None else []
    if phrase is not None and (phrase.preposition or phrase.is_year or is_name or labels or not carried):
        text = with_phrase(talk.text, phrase, labels, has_names=language != "de")
        is_other = names.mentions(talk.text) and not names.mentions(text)
        last = Subject() if is_other or names.is_foreign_to(talk.subject, phrase.text) else talk.subject
        subject = replace(last, years=own.years or talk.subject.years)
        return FullQuestion(text, subject, carried=(phrase.text,))
    opened = with_opening(talk.text, question)
    return FullQuestion(opened, talk.subject, carried=(talk.text,)) if opened is not None else None


def _level_phrase(question: str, names: NameIndex) -> str:
    """Return the level of policy that a question consists of, as written ("sectoral one"); "" if it says more."""
    bare = names.without_mentions(question)
    folded = fold(bare)
    found = _LEVEL.search(folded)
    if found is None or len(folded) != len(bare):
        return ""
    rest = _POLICY_NOUN.sub(" ", _LEVEL.sub(" ", _ELLIPSIS.sub(" ", folded)))
    return "" if content_words(rest) else bare[found.start() :].strip(" ?.!")


def _repeated_for_level(talk: Talk, level: str, own: Subject, names: NameIndex) -> FullQuestion:
    """Return the last question asked again of the policy on another level of the same country, or of a named one."""
    documents = names.documents_of(own if own.countries else talk.subject)
    countries = tuple(dict.fromkeys(document.country for document in documents if document.country))
    mentions = names.mentions(talk.text)
    last_level = _LEVEL.search(fold(talk.text))
    if last_level is not None and len(fold(talk.text)) == len(talk.text):
        word = level.split()[0]
        text = with_replaced(talk.text, countries[0] if countries else "", mentions)
        text = text.replace(talk.text[last_level.start() : last_level.end()], word, 1)
    else:
        text = with_replaced(talk.text, level, mentions)
    if own.countries:
        text = in_brackets(text, own.countries)
    subject = Subject(own.countries or countries, (), own.years or talk.subject.years)
    return FullQuestion(text, subject, (level, *own.countries))


def _is_elliptical(question: str, names: NameIndex) -> bool:
    """Return True if a question consists of a name and words that say nothing of what is asked."""
    bare = _ELLIPSIS.sub(" ", fold(names.without_mentions(question)))
    return not content_words(_NUMBER.sub(" ", _POLICY_NOUN.sub(" ", bare)))


def _repeated(talk: Talk, mention: Mention, language: str, names: NameIndex, years: tuple[int, ...]) -> FullQuestion:
    """Return the last question asked again of another name."""
    text = asked_of_other(talk.text, talk.subject, mention, language, names)
    return FullQuestion(text, _subject_of(mention, names, years or talk.subject.years), carried=(mention.name,))


def _subject_of(mention: Mention, names: NameIndex, years: tuple[int, ...]) -> Subject:
    found = names.subject(mention.name)
    return Subject(found.countries, found.policies, years, found.documents)


def _with_last_question(
    question: str,
    language: str,
    talk: Talk,
    subject: Subject,
    kind_of: Callable[[str], QuestionKind],
    carried: tuple[str, ...] = (),
) -> FullQuestion:
    """Return a question that names nothing with what the last one is about; one such as "why?" with all of that."""
    if not needs_history(question, language):
        return FullQuestion(question, subject)
    alone = without_opening(question)
    if content_words(question) and not asks_of_last(question):
        fact = kind_of(talk.text).topic if kind_of(question).topic else ""
        topic = topic_phrase(talk.text, words_of_fact(fact))
        return FullQuestion(in_brackets(alone, (topic,)), subject, carried or (topic,))
    text = f"{alone[:1].upper()}{alone[1:].rstrip(' ?.!')}? ({talk.text})"
    return FullQuestion(text, subject, carried or (talk.text,))


def _with_topic(question: str, talk: Talk, carried: Sequence[str], names: NameIndex) -> str:
    """Return a question with what the last one is about in brackets, and with the carried names that this lacks."""
    topic = topic_phrase(talk.text)
    named = {mention.name for mention in names.mentions(topic)}
    return in_brackets(without_opening(question), [topic, *(name for name in carried if name not in named)])


def _with_names(question: str, language: str, carried: Sequence[str], names: NameIndex) -> str:
    """Return a question with a name in place of its first pronoun, or with names in brackets behind it."""
    question = without_opening(question)
    pronoun = _POSSESSIVE.search(question) or _PRONOUN.search(question)
    if language != "en" or len(carried) > 1 or pronoun is None:
        return in_brackets(question, carried)
    ending = "'s" if _POSSESSIVE.fullmatch(pronoun.group()) else ""
    name = names.with_article(carried[0])
    if carried[0] in names.countries and names.policies:
        name = f"the {policy_of(name, language)}"
    return f"{question[: pronoun.start()]}{name}{ending}{question[pronoun.end() :]}"
