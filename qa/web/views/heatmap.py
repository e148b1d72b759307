"""The state of play as a picture: countries by criteria, deeper in colour the further along a scale of options."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from corpus.model import Document
from qa.web.state_of_play import ChosenOptions, Mark, categories, state_of_play
from qa.web.translations import Translations, translations_for
from qa.web.views.labels import place
from qa.web.views.sources import base, card
from qa.web.visits.asker import Asker
from qa.web.visits.visits import Visit

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

DEPTHS = 4
"""How deep the deepest colour is; the lightest is 0."""
Row = tuple[ChosenOptions, dict[str, str], str]
"""A document's standing, its cells by criterion, and its cards."""


@lru_cache(maxsize=4)
def kept_categories(engine: "FactsheetQA", _documents: tuple[Document, ...]) -> list[str]:
    """The categories of an engine's tables, sought once for each set of documents."""
    return categories(engine)


def picture(asker: Asker, visit: Visit, say: Translations) -> str:
    """The heat map with the cards that its cells open; nothing where no document chooses among options."""
    rows: list[Row] = []
    for engine, own in asker.engines(visit):
        draw = _rows.__wrapped__ if own else _rows  # nothing of a visitor's documents is kept beyond the visit
        rows += draw(engine, tuple(engine.documents()), base(visit, own), say.language)
    rows.sort(key=lambda row: (row[0].document.country or row[0].document.title, row[0].document.year or 0))
    criteria = list(dict.fromkeys(criterion for _, cells, _ in rows for criterion in cells))
    if not criteria:
        return ""
    names = [_spelt(asker.shared, criterion) for criterion in criteria]
    heads = "".join(map(sortable, (say("scope.country"), *names)))
    body = "".join(_line(standing.document, cells, criteria) for standing, cells, _ in rows)
    cards = "".join(cards for _, _, cards in rows)
    return (
        f'<div class="play"><h2 id="play">{say("play.title")}</h2>'
        f'<p class="own-note">{say("play.note")}</p><div class="table-scroll" tabindex="0" role="region" '
        f'aria-labelledby="play"><table class="heat"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<div class="evidence" hidden><ol>{cards}</ol></div></div>'
    )


def sortable(text: str) -> str:
    """The head of a column by which its table can be sorted."""
    return f'<th scope="col" aria-sort="none"><button type="button" class="sort">{escape(text)}</button></th>'


def _line(document: Document, cells: dict[str, str], criteria: Sequence[str]) -> str:
    year = f'<span class="document-name">{document.year}</span>' if document.year else ""
    blank = '<td data-sort="0"><span class="blank">–</span></td>'
    drawn = "".join(cells.get(criterion, blank) for criterion in criteria)
    return f'<tr><th scope="row">{escape(document.country or document.title)}{year}</th>{drawn}</tr>'


@lru_cache(maxsize=16)
def _rows(engine: "FactsheetQA", _documents: tuple[Document, ...], base: str, language: str) -> list[Row]:
    """One row for each document; drawn once for each set of shared documents."""
    say = translations_for(language)
    return [_row(engine, standing, base, say) for standing in state_of_play([engine]).rows]


def _row(engine: "FactsheetQA", standing: ChosenOptions, base: str, say: Translations) -> Row:
    document = standing.document
    cells, cards = {}, ""
    for number, (criterion, mark) in enumerate(standing.marks.items(), 1):
        key = f"play-{document.id[:12]}-{number}"
        cells[criterion] = _cell(key, _spelt(engine, criterion), mark, say)
        cards += card(engine, document, base, key, str(number), mark.citation, say)
    return standing, cells, cards


def _spelt(engine: "FactsheetQA", criterion: str) -> str:
    """A criterion as it would stand in a sentence."""
    names = kept_categories(engine, tuple(engine.documents()))
    return next((name for name in names if name.casefold() == criterion.casefold()), criterion)


def _cell(key: str, criterion: str, mark: Mark, say: Translations) -> str:
    cited = mark.citation
    quote = escape(" ".join(cited.quote.split()))
    source = escape(f"{cited.title}, {place(cited, say)}")
    rank = escape(say("play.rank", rank=mark.rank, options=mark.options))
    return (
        f'<td class="depth-{round(DEPTHS * mark.share)}" data-sort="{mark.rank}" '
        f'data-label="{escape(criterion)}">'
        f'<a class="mark-cell" href="#{key}" data-open="{key}" title="{source}">'
        f'<span class="verbatim">{quote}</span> <span class="rank">{rank}</span></a></td>'
    )
