"""Decide whether a quote plainly affirms or denies what a yes/no question asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix

from corpus.text_analysis.sentences import sentences
from qa.answering.spans.boxes import Verdict, has_box, plain_answer, state_of_boxes, ticked_answer
from qa.answering.spans.span_ranker import RankedSpan
from qa.retrieval.query import Query
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.patterns import word_pattern

_NEGATES = word_pattern("negating")
_LIMITS = word_pattern("limiting")
"""Words that make a sentence say less, or a question ask more, than its other words: "if", "still", "only"."""
_CONTRAST = re.compile(r"[;,]? (?:but|however|yet|pero|mais|aber|sondern|sino)\b")
"""What separates two clauses of which one may be denied and the other not."""
_PRONOUN = re.compile(r"\W*(?:but |and )?(?:it|they|these|this|he|she|sie|er|es|diese[rs]?|ils?|elles?|ell[oa]s?)\b")
_NOTHING = analyzed("")
_SAME_WORD = 6
"""Minimum number of first letters that two German words share if one is made of the other."""
HAVING_STEMS = analyzed(
    "have exist provide there possess tiene tienen tener hay existe existen dispone cuenta avoir dispose possede"
    " existent hat haben gibt besitzt verfugt besteht existiert"
).stems
"""Stems of verbs of having and being there, for which a text may use another one."""
LISTING_STEMS = analyzed("include comprise list mention target address count among part").content_stems
"""Stems of what a list does with its items; the list itself does not say it."""


def with_verdict(query: Query, quoted: Sequence[RankedSpan]) -> tuple[Sequence[RankedSpan], Verdict | None]:
    """Return what to quote, and the verdict if a span states one that no other cell of its row leaves open."""
    verdicts = {_verdict(query, each) for each in quoted} - {None}
    if len(verdicts) != 1:
        return quoted, None
    best = next(each for each in quoted if _verdict(query, each))
    place = best.span.passage
    others = [c for c in quoted if c.span.passage.row == place.row and c.span.passage.column != place.column]
    if any(_verdict(query, each) is None for each in others):
        return quoted, None
    return [best, *others], verdicts.pop()


def _verdict(query: Query, ranked: RankedSpan) -> Verdict | None:
    """Return yes or no if a sentence or an entry of the quote says all that was asked; None in any doubt."""
    if query.expected != "yes_no" or _NEGATES.search(query.bilingual.folded) or ranked.signals["contradicts"]:
        return None
    if ranked.signals["column"] < 0:
        return None
    wordings = _wordings(query)
    verdicts = {
        _verdict_of(statement, wording, query, ranked) for statement in _statements(ranked) for wording in wordings
    }
    verdicts -= {None}
    return verdicts.pop() if len(verdicts) == 1 else None


def _wordings(query: Query) -> list[frozenset[str]]:
    """Return the content stems of a question as asked and, if all of it was translated, in the documents' language."""
    if query.own_stems:
        return [query.own_stems]
    asked = query.question.content_stems
    is_translated = query.is_foreign and len(query.stems) >= len(asked)
    return [asked, query.stems] if is_translated else [asked]


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence, clause or entry, with the one before if it opens with a pronoun."""

    text: AnalyzedText
    before: AnalyzedText


def _statements(ranked: RankedSpan) -> list[_Statement]:
    """Split a quote into sentences and clauses; a list of short entries is one statement, denying entries aside."""
    text = ranked.span.text
    if ranked.span.kind in ("whole", "list") and not _NEGATES.search(ranked.span.analyzed.folded):
        return [_Statement(analyzed(text), _NOTHING)]
    found = [line[start:end] for line in text.split("\n") for start, end in sentences(line)]
    clauses = [clause for sentence in found for clause in _CONTRAST.split(sentence)]
    return [
        _Statement(analyzed(clause), analyzed(before) if _PRONOUN.match(analyzed(clause).folded) else _NOTHING)
        for before, clause in zip(["", *clauses], clauses, strict=False)
    ]


def _verdict_of(statement: _Statement, wording: frozenset[str], query: Query, ranked: RankedSpan) -> Verdict | None:
    """Return what one statement says, if it has each word of the question that its place does not have."""
    passage, text = ranked.span.passage, statement.text
    parts = (part for part in (passage.context, passage.row, passage.column) if part)
    place = analyzed(" ".join(parts)).content_stems
    asked = wording - HAVING_STEMS - (LISTING_STEMS if ranked.span.kind != "sentence" else frozenset())
    option = ticked_answer(text.text) if ranked.span.kind == "chosen" else plain_answer(text.text)
    if option is not None:
        return option if asked <= place else None
    if text.text.rstrip().endswith("?") or _limits(query.question) != _limits(text):
        return None
    said = text.content_stems | statement.before.content_stems | place
    if not all(_is_said(word, said, query) for word in asked):
        return None
    if not any(_is_said(word, text.content_stems, query) for word in asked):
        return None
    if _NEGATES.search(text.folded):
        return None if has_box(text.text) else "no"
    return state_of_boxes(text.text) if has_box(text.text) else "yes"


def _is_said(word: str, said: frozenset[str], query: Query) -> bool:
    """Return True if a stem is among those said; a German noun may be made of the verb ("vermietet", "Vermietung")."""
    if word in said or query.language != "de":
        return word in said
    return any(len(commonprefix([word, other])) >= max(_SAME_WORD, 0.65 * len(other)) for other in said)


def _limits(text: AnalyzedText) -> frozenset[str]:
    """Return the words of a text that limit what it says; a question and its answer may share them."""
    return frozenset(_LIMITS.findall(text.folded))
