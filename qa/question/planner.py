"""Understand a question: its kind, its parts, its subject and where to search, before anything is searched."""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.model import Document
from index.base import Vectors
from qa.question.answer_type import expected_answer
from qa.question.countries import other_countries_named
from qa.question.document_filter import DocumentScope, document_scope
from qa.question.follow_up import FullQuestion, full_question
from qa.question.kind_classifier import FAMILIAR_COUNTRIES, FAMILIAR_POLICIES, KindClassifier, QuestionKind
from qa.question.names.other_name import in_brackets
from qa.question.names.unknown_place import unknown_place
from qa.question.phrases.outline import asks_for_outline, may_ask_for_section
from qa.question.phrases.parts import fact_parts, question_parts
from qa.question.phrases.references import without_correction, without_thanks
from qa.question.plan import Filters, Plan, PlanKind, Subject
from qa.question.question_language import question_language
from qa.question.spelling import Speller
from qa.question.subject import NameIndex, merged_subject
from qa.text.normalize import words

_QUESTIONS = 256
"""Maximum number of questions whose kinds are kept: a conversation is read again with each of its questions."""
_SURE = 0.6
"""Minimum probability of a kind other than `find` and those across documents."""
_ACROSS: frozenset[PlanKind] = frozenset(("select", "rank", "compare", "change"))
_SURE_OF_ACROSS = 0.4
"""Minimum probability of a kind across documents: its executors leave what they cannot answer to a search."""
_SURE_OF_FACT = 0.4
"""Minimum probability of a fact that tables state, such as the starting year."""
_LIST = "list"
"""Topic of questions for the documents, which never follow up on anything."""
_SECTION, _SECTIONS = "section", "sections"
"""Topics of questions for what one section says, and for the sections of documents."""
_PUBLISHER = "publisher"
"""Topic of questions for a publisher; "this report" in a conversation may be a work that a document cites."""
_ON_PAGES = ("page", "pages")
"""Topics of questions on what a page says or how many there are; others that ask for a page look for a heading."""
_OF_SEVERAL: frozenset[PlanKind] = frozenset(("select", "rank", "compare", "about_documents"))
"""Kinds that mean all documents unless the question itself names some."""


class Planner:
    """Makes plans of questions over one generation of an index."""

    def __init__(
        self,
        names: NameIndex,
        classifier: KindClassifier,
        embed: Callable[[str], Vectors],
        known: Container[str],
        speller: Speller,
    ) -> None:
        """Take what knows the index's names and words, and the classifier with the embedder that it was fitted on."""
        self._speller = speller
        self._names = names
        self._classifier = classifier
        self._embed = embed
        self._kind = lru_cache(_QUESTIONS)(self._classified)
        self._known = known

    def plan(
        self,
        question: str,
        history: Sequence[tuple[str, str]],
        documents: Sequence[Document],
        filters: Filters,
        language: str | None = None,
    ) -> Plan:
        """Return the plan of a question asked after the pairs of a conversation, over the documents of the filters.

        `language` is that of the caller, in which a question that is too short to tell its own is answered.
        """
        told = question_language(question, self._names, history, language)
        question, typed = without_correction(without_thanks(question)) if history else question, question
        kind = self._kind(question)
        if kind.kind == "about_tool" and question == typed:
            return Plan(kind.kind, question, question, told, DocumentScope(()), topic=kind.topic, filters=filters)
        parts = question_parts(question)
        if len(parts) < 2:
            parts = self._facts_of_one(question)
        if len(parts) < 2:
            return self._single(question, told, history, documents, filters)
        plans = self._parts(parts, told, history, documents, filters)
        subject = merged_subject(part.subject for part in plans)
        scope = replace(plans[0].scope, documents=_all_documents(plans))
        return Plan("find", question, question, told, scope, subject=subject, filters=filters, parts=plans)

    def _facts_of_one(self, question: str) -> list[str]:
        """Return the facts that a noun phrase asks for of one name, each with the name; the text alone if it is one."""
        own = self._names.subject(question)
        named = own.policies or own.countries
        parts = fact_parts(question, self._has_fact) if len(named) == 1 else [question]
        if len(parts) < 2:
            return parts
        return [part if self._names.subject(part).has_names else in_brackets(part, named) for part in parts]

    def _has_fact(self, phrase: str) -> bool:
        """Return True if a noun phrase asks for a fact that tables state."""
        kind = self._kind(phrase)
        return kind.kind == "find" and bool(kind.topic)

    def _parts(
        self,
        parts: Sequence[str],
        language: str,
        history: Sequence[tuple[str, str]],
        documents: Sequence[Document],
        filters: Filters,
    ) -> tuple[Plan, ...]:
        """Plan each part as a follow-up of the one before."""
        talk = list(history)
        plans: list[Plan] = []
        for part in parts:
            plan = self._single(part, language, talk, documents, filters)
            plans.append(plan)
            talk.append((plan.text, ""))
        return tuple(plans)

    def _single(
        self,
        question: str,
        language: str,
        history: Sequence[tuple[str, str]],
        documents: Sequence[Document],
        filters: Filters,
    ) -> Plan:
        """Plan a single question."""
        full = full_question(question, language, history, self._names, self._kind)
        kind = self._kind(full.text)
        own = self._names.subject(question)
        if kind.kind == "overview" and full.carried and not own.has_names:
            kind = self._kind(question)
        if asks_for_outline(self._names.without_names(question)):
            kind = QuestionKind("about_documents", _SECTIONS, 1.0, kind.by_kind)
        elif kind.kind in ("find", "overview") and not kind.topic and may_ask_for_section(question):
            kind = QuestionKind("about_documents", _SECTION, 1.0, kind.by_kind)
        asks_for_list = self._kind(question).topic == _LIST
        if asks_for_list or (kind.kind in _OF_SEVERAL and not own.has_names and not full.carried):
            full = FullQuestion(question, own)
        if kind.kind == "overview" and full.subject.is_empty:
            titled = tuple(dict.fromkeys(title.document for title in self._names.title_mentions(question)))
            full = FullQuestion(question, Subject(documents=titled))
        expected = expected_answer(question, language)
        points_back = bool(history) and kind.topic == _PUBLISHER and own.is_empty
        if points_back or (expected == "page" and kind.topic not in _ON_PAGES):
            kind = QuestionKind("find", "", 1.0, kind.by_kind)
        return Plan(
            kind=kind.kind,
            text=full.text,
            asked=question,
            language=language,
            scope=self._scope(full, documents, filters, self._unknown_place(question, own, language)),
            expected=expected if expected != "any" else expected_answer(full.text, language),
            topic=kind.topic,
            subject=full.subject,
            filters=filters,
            carried=full.carried,
            last_answer=full.last_answer,
        )

    def _classified(self, question: str) -> QuestionKind:
        """Return the kind of a question; `find` unless another one is likely."""
        text = self._with_familiar_names(question)
        found = self._classifier.classify(text, self._embed(text))
        sure = _SURE_OF_ACROSS if found.kind in _ACROSS else _SURE
        is_sure = found.probability >= _SURE_OF_FACT if found.kind == "find" else found.by_kind[found.kind] >= sure
        return found if is_sure else QuestionKind("find", "", found.by_kind.get("find", 0.0), found.by_kind)

    def _with_familiar_names(self, question: str) -> str:
        """Return a question with names that the classifier was fitted with, so that its kind depends on no name."""
        mentions = self._names.mentions(question)
        known = {False: iter(FAMILIAR_POLICIES), True: iter(FAMILIAR_COUNTRIES)}
        names = [next(known[mention.is_country], mention.name) for mention in mentions]
        for mention, name in reversed(list(zip(mentions, names, strict=True))):
            question = f"{question[: mention.start]}{name}{question[mention.end :]}"
        if not mentions:
            for title, name in reversed(list(zip(self._names.title_mentions(question), known[True], strict=False))):
                question = f"{question[: title.start]}{name}{question[title.end :]}"
        return question

    def _unknown_place(self, question: str, own: Subject, language: str) -> str:
        """Return the place that a question names, other than those of documents on places; "" for none."""
        is_open = own.is_empty and bool(self._names.countries)
        return unknown_place(question, language, self._speller) if is_open else ""

    def _scope(
        self, full: FullQuestion, documents: Sequence[Document], filters: Filters, unknown: str
    ) -> DocumentScope:
        """Return where to search: the documents of the subject among those of the filters, else all of these.

        A policy of another country than those that a question names adds its documents: a question may compare both.
        """
        if not documents:
            return DocumentScope((), absent_countries=filters.countries, absent_years=filters.years)
        scope = document_scope(full.text, "", documents)
        ids = {document.id for document in self._names.documents_of(full.subject)}
        named = (policy for policy in self._names.all_names if policy.name in full.subject.policies)
        of_policies = frozenset[str]().union(*(policy.documents for policy in named))
        allowed = {document.id for document in scope.documents} | of_policies
        narrowed = tuple(document for document in documents if document.id in ids & allowed)
        absent = tuple(country for country in scope.absent_countries if not self._is_mentioned(full, country))
        if unknown and not absent:
            return replace(scope, absent_countries=(unknown,))
        return replace(scope, documents=narrowed or scope.documents, absent_countries=absent)

    def _is_mentioned(self, full: FullQuestion, country: str) -> bool:
        """Return True if some passage may name a country on which there is no document."""
        named = [word for word in words(full.text) if word in self._known and other_countries_named(word, ())]
        return any(country in other_countries_named(word, ()) for word in named) or all(
            word in self._known for word in words(country)
        )


def _all_documents(plans: Sequence[Plan]) -> tuple[Document, ...]:
    """Return the documents of several plans, each once."""
    return tuple({document.id: document for plan in plans for document in plan.scope.documents}.values())


def without_subject(plan: Plan, documents: Sequence[Document]) -> Plan:
    """Return a plan that searches all given documents, whatever its subject."""
    return replace(plan, scope=replace(plan.scope, documents=tuple(documents)), subject=Subject())
