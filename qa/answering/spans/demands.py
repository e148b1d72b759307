"""Check whether a quote has what a question insists on: a person, a part, a period, a name, a plan or a result."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale

from corpus.model import Passage
from qa.answering.spans.answer_type_checks import meets
from qa.answering.spans.names import is_named
from qa.answering.spans.span import Span
from qa.question.countries import countries_named, other_countries_named
from qa.retrieval.query import Query
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.language import LANGUAGES
from qa.text.normalize import capitalised_words, fold, is_content, words
from qa.text.patterns import any_of, word_pattern

_FILE: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
    files("qa.answering.spans").joinpath("demands.toml").read_text(encoding="utf-8")
)
_PLAN = {name: any_of(alternatives) for name, alternatives in _FILE["plan"].items()}
_OFFERS_CHOICE = word_pattern("alternative")


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that a question insists on, and how a quote that has it is recognised, over folded text."""

    asks: re.Pattern[str]
    states: re.Pattern[str]

    def is_unmet(self, question: str, place: str) -> bool:
        """Return True if a question insists on it and a quote with its labels does not have it."""
        return self.asks.search(question) is not None and self.states.search(place) is None


_DEMANDS = tuple(
    Demand(any_of(entry["asks"]), re.compile("|".join(entry["states"])) if "states" in entry else any_of(entry["asks"]))
    for name, entry in _FILE.items()
    if name not in ("plan", "abbreviation")
)
_ABBREVIATION_ASKED = any_of(_FILE["abbreviation"]["asks"])
_ABBREVIATION = re.compile(r"\b([A-Z]{2,})s?\b")


def lacks_demanded(query: Query, passage: Passage, text: str) -> bool:
    """Return True if a quote of a passage lacks what a question insists on."""
    if query.expected == "person" and not meets("person", query.bilingual, analyzed(text)):
        return True
    if (
        _is_of_other_year(query, passage, text)
        or _leaves_abbreviated(query, passage)
        or _only_repeats(query, passage, text)
    ):
        return True
    question, place = query.question.folded, analyzed(f"{passage.context} {passage.table or ''} {text}").folded
    if any(demand.is_unmet(question, place) for demand in _DEMANDS):
        return True
    return _is_planned_only(query, passage, text) or _is_realised_only(question, passage, place)


def is_plan_beside_result(query: Query, passage: Passage) -> bool:
    """Return True if a question asks what was spent, and a cell states what was planned."""
    labels = analyzed(f"{passage.row or ''} {passage.column or ''}").folded
    return (
        passage.kind == "cell"
        and _PLAN["spent"].search(query.question.folded) is not None
        and _PLAN["planned"].search(query.question.folded) is None
        and _PLAN["planned"].search(labels) is not None
    )


def _leaves_abbreviated(query: Query, passage: Passage) -> bool:
    """Return True if a question asks what an abbreviation stands for, and no words of a passage have its initials."""
    if _ABBREVIATION_ASKED.search(query.question.folded) is None:
        return False
    initials = "".join(word[0] for word in words(passage.text) if is_content(word)).upper()
    asked = _ABBREVIATION.findall(query.question.text)
    return any(re.search(".?".join(letters), initials) is None for letters in asked)


def _only_repeats(query: Query, passage: Passage, text: str) -> bool:
    """Return True if a text says nothing that the question does not say, and so answers no more than yes or a choice.

    In a cell even a word of the question says something, by its place, except where the question asks why.
    """
    if query.expected == "yes_no" or _OFFERS_CHOICE.search(query.bilingual.folded):
        return False
    if passage.kind == "cell" and query.expected != "reason":
        return False
    said = analyzed(text).content_stems
    return bool(said) and said <= query.bilingual.content_stems


def _is_of_other_year(query: Query, passage: Passage, text: str) -> bool:
    """Return True if a question names years, and a sentence or cell is of others by its words, labels or caption."""
    asked = query.question.years
    labels = f"{passage.row or ''} {passage.column or ''}" if passage.kind == "cell" else passage.section
    years = analyzed(f"{labels} {text}").years
    if passage.kind == "cell" and not years:
        years = analyzed(passage.table or "").years
    return bool(asked and years) and not years & asked


def is_on_another(query: Query, span: Span, title: str, labels: Collection[str], countries: Collection[str]) -> bool:
    """Return True if a question names a country, a month or an entry of a table, and a quote is on another one.

    `labels` are the folded labels of the document's tables, of which the question must name a whole one; `countries`
    are those of all documents, also such as are on no map. The name may be in the `title`, in a label or in the text up
    to the end of the quote.
    """
    passage = span.passage
    before = passage.text if passage.kind in ("cell", "list") else passage.text[: span.end]
    place = f"{title} {passage.context} {passage.table or ''} {before}"
    asked, said = (_months(analyzed(text)) for text in (query.question.text, place))
    if asked and said and not asked & said:
        return True
    return _is_on_other_country(query, place, countries) or _is_on_other_entry(query, frozenset(words(place)), labels)


def _is_on_other_country(query: Query, place: str, countries: Collection[str]) -> bool:
    """Return True if a question names countries, and a text only others."""
    asked = {*countries_named(query.question.text, countries), *other_countries_named(query.question.text, countries)}
    if not asked or countries_named(place, asked):
        return False
    return bool(countries_named(place, countries) or other_countries_named(place, countries))


def _is_on_other_entry(query: Query, place: Collection[str], labels: Collection[str]) -> bool:
    """Return True if a question names an entry of a table that a text with these words does not name.

    Follow-ups, of which the conversation tells the names, and German, which capitalises all nouns, are left out.
    """
    if query.own or query.language == "de":
        return False
    named = [name for name in _runs(query.question.text) if " ".join(words(name)) in labels]
    return any(not is_named(word, place) for name in named for word in words(name))


def _runs(question: str) -> list[str]:
    """Return the capitalised words of a question, those that follow each other as one."""
    text = question
    names: list[str] = []
    for word in capitalised_words(question):
        before, _, after = text.partition(word)
        names[-1:] = [f"{names[-1]} {word}"] if names and not before.strip() else [*names[-1:], word]
        text = after
    return names


@cache
def _month_names() -> Mapping[str, int]:
    """Map the folded names of the months in the four languages to their numbers; "may" is an English verb too."""
    return {
        fold(name): number
        for language in LANGUAGES
        for number, name in Locale(language).months["format"]["wide"].items()
        if fold(name) != "may"
    }


def _months(text: AnalyzedText) -> frozenset[int]:
    return frozenset(number for word in text.words if (number := _month_names().get(word)))


def _is_planned_only(query: Query, passage: Passage, text: str) -> bool:
    """Return True if a result is asked for, and the quote is a plan for it."""
    question = query.question.folded
    if query.expected == "yes_no" or _PLAN["planned"].search(_PLAN["realised"].sub(" ", question)):
        return False
    if passage.kind == "cell":
        labels = analyzed(f"{passage.row or ''} {passage.column or ''}").folded
        return bool(
            _PLAN["realised"].search(question)
            and _PLAN["planned"].search(labels)
            and not _PLAN["realised"].search(labels)
        )
    sentence = analyzed(text)
    is_coming = bool(query.question.years & sentence.years) and _PLAN["coming"].search(sentence.folded) is not None
    return is_coming and _PLAN["past"].search(question) is not None and query.expected != "date"


def _is_realised_only(question: str, passage: Passage, place: str) -> bool:
    """Return True if a plan is asked for, and the quote is a cell of a table that tells no plan."""
    if passage.kind != "cell" or _PLAN["intended"].search(question) is None:
        return False
    return _PLAN["planned"].search(place) is None and _PLAN["coming"].search(place) is None
