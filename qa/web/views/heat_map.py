"""The state of play as a heat map: countries by criteria, deeper in colour the further along a scale of options."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from corpus.model import Document
from qa.web.state_of_play import SelectedOption, SelectedOptions, categories, document_words, state_of_play
from qa.web.translations import Translations
from qa.web.views.cards import SourceCard, source_card
from qa.web.views.rendering import render
from qa.web.views.sources import address_prefix
from qa.web.visits.asker import Asker
from qa.web.visits.visits import Visit

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

DEPTHS = 4
"""Depth of the deepest colour; the lightest is 0."""


@dataclass(frozen=True, slots=True)
class HeatMapCell:
    """The option that a document selects for a criterion, with the card that a click opens."""

    name: str
    option: SelectedOption
    depth: int
    card: SourceCard


@dataclass(frozen=True, slots=True)
class HeatMapRow:
    """The cells of a document by criterion."""

    document: Document
    cells: Mapping[str, HeatMapCell]


@lru_cache(maxsize=4)
def cached_categories(engine: "FactsheetQA", _documents: tuple[Document, ...]) -> list[str]:
    """Return the categories of an engine's tables, collected once for each set of documents."""
    return categories(engine)


@lru_cache(maxsize=4)
def cached_words(engine: "FactsheetQA", _documents: tuple[Document, ...]) -> frozenset[str]:
    """Return the words of an engine's documents, collected once for each set of documents."""
    return frozenset(document_words(engine))


def heat_map(asker: Asker, visit: Visit, say: Translations) -> Markup:
    """Return the heat map with the cards that its cells open; nothing where no document selects among options."""
    rows: list[HeatMapRow] = []
    for engine, own in asker.engines(visit):
        draw = _rows if own else _cached_rows  # nothing of a visitor's documents is kept beyond the visit
        rows += draw(engine, tuple(engine.documents()), address_prefix(visit, own))
    rows.sort(key=lambda row: (row.document.country or row.document.title, row.document.year or 0))
    criteria = list(dict.fromkeys(criterion for row in rows for criterion in row.cells))
    names = [_spelt(asker.shared, criterion) for criterion in criteria]
    return render("heat_map", rows=rows, criteria=criteria, names=names, depths=DEPTHS, say=say)


def _rows(engine: "FactsheetQA", _documents: tuple[Document, ...], prefix: str) -> list[HeatMapRow]:
    return [_row(engine, selected, prefix) for selected in state_of_play([engine]).rows]


_cached_rows = lru_cache(maxsize=4)(_rows)
"""Rows of shared documents, made once for each set of them."""


def _row(engine: "FactsheetQA", selected: SelectedOptions, prefix: str) -> HeatMapRow:
    document, cells = selected.document, {}
    for number, (criterion, option) in enumerate(selected.options.items(), 1):
        key = f"play-{document.id[:12]}-{number}"
        card = source_card(engine, document, prefix, key, str(number), option.citation)
        cells[criterion] = HeatMapCell(_spelt(engine, criterion), option, round(DEPTHS * option.share), card)
    return HeatMapRow(document, cells)


def _spelt(engine: "FactsheetQA", criterion: str) -> str:
    """Return a criterion in the letters of a sentence."""
    names = cached_categories(engine, tuple(engine.documents()))
    return next((name for name in names if name.casefold() == criterion.casefold()), criterion)
