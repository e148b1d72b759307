"""The comparison of documents: categories to pick, one row for each document, and the state of play."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from qa.answering.comparison import Comparison, Statement
from qa.model import Citation
from qa.web.state_of_play import in_small_letters
from qa.web.translations import Translations
from qa.web.views.answer_footer import confidence_level, confidence_percent
from qa.web.views.cards import SourceCard, source_card
from qa.web.views.heat_map import cached_categories, cached_words, heat_map
from qa.web.views.labels import card_key
from qa.web.views.rendering import render
from qa.web.views.sources import address_prefix
from qa.web.visits.asker import Asker
from qa.web.visits.visits import Visit

FORMATS = ("csv", "md", "json")
TABLE = 0
"""Number of the comparison where cards of a conversation have the number of their turn."""
MAX_COLUMNS = 4
"""Maximum number of row labels that get a column each; quotes of more share one."""


@dataclass(frozen=True, slots=True)
class ComparedQuote:
    """A quote with the label of its card."""

    label: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """What one document says, by column."""

    statement: Statement
    cells: Sequence[Sequence[ComparedQuote]]


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """The rows of a comparison; columns are row labels of the documents' tables; that of running text has none."""

    columns: Sequence[str]
    rows: Sequence[ComparedRow]


def comparison(asker: Asker, visit: Visit, say: Translations) -> str:
    """Return the whole view below its field: categories to pick, the comparison, and the state of play."""
    compared = visit.compared
    found = compared.found if compared else None
    return render(
        "comparison",
        compared=compared,
        scope=compared.scope.describe(compared.document_count, say) if compared else "",
        categories=cached_categories(asker.shared, tuple(asker.shared.documents())),
        table=compared_table(found) if found else None,
        cards=list(_cards(asker, visit, found)) if found else [],
        formats=FORMATS,
        token=visit.token,
        heat_map=heat_map(asker, visit, say),
        spelt=partial(in_small_letters, words=cached_words(asker.shared, tuple(asker.shared.documents()))),
        confidence_level=confidence_level,
        confidence_percent=confidence_percent,
        say=say,
    )


def compared_table(found: Comparison) -> ComparedTable:
    """Arrange the quotes of a comparison: where they are of few rows of tables, each of these is a column.

    Quotes from running text have a column of their own, the last one.
    """
    labels = dict.fromkeys(cited.row or "" for row in found.rows for cited in row.answer.citations)
    columns = sorted(labels, key=lambda label: not label)
    if len(columns) > MAX_COLUMNS or not columns:
        columns = [""]
    rows = [_row(number, statement, columns) for number, statement in enumerate(found.rows, 1)]
    return ComparedTable(columns, rows)


def _row(number: int, statement: Statement, columns: Sequence[str]) -> ComparedRow:
    quotes = [ComparedQuote(f"{number}.{place}", cited) for place, cited in enumerate(statement.answer.citations, 1)]
    if len(columns) == 1:
        return ComparedRow(statement, [quotes])
    return ComparedRow(
        statement, [[each for each in quotes if (each.citation.row or "") == column] for column in columns]
    )


def _cards(asker: Asker, visit: Visit, found: Comparison) -> Iterator[SourceCard]:
    """Yield the cards that the chips open; they are not shown themselves."""
    owner = {document.id: (engine, own) for engine, own in asker.engines(visit) for document in engine.documents()}
    for number, row in enumerate(found.rows, 1):
        if row.document.id not in owner:
            continue
        engine, own = owner[row.document.id]
        for place, cited in enumerate(row.answer.citations, 1):
            label = f"{number}.{place}"
            key = card_key(TABLE, label)
            yield source_card(engine, row.document, address_prefix(visit, own), key, label, cited)
