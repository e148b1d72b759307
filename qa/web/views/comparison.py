"""The comparison of documents: categories to pick, one row for each document, and the state of play."""

from collections.abc import Iterator

from qa.answering.comparison import Comparison
from qa.web.translations import Translations
from qa.web.views.cards import SourceCard, source_card
from qa.web.views.heat_map import cached_categories, heat_map
from qa.web.views.labels import card_key
from qa.web.views.rendering import render
from qa.web.views.sources import address_prefix
from qa.web.visits.asker import Asker
from qa.web.visits.visits import Visit

FORMATS = ("csv", "md", "json")
TABLE = 0
"""Number of the comparison where cards of a conversation have the number of their turn."""


def comparison(asker: Asker, visit: Visit, say: Translations) -> str:
    """Return the whole view below its field: categories to pick, the comparison, and the state of play."""
    compared = visit.compared
    return render(
        "comparison",
        compared=compared,
        scope=compared.scope.describe(compared.document_count, say) if compared else "",
        categories=cached_categories(asker.shared, tuple(asker.shared.documents())),
        cards=list(_cards(asker, visit, compared.found)) if compared and compared.found else [],
        formats=FORMATS,
        token=visit.token,
        heat_map=heat_map(asker, visit, say),
        say=say,
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
