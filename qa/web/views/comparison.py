"""The view that puts documents side by side: categories to pick, one row a document with quotes or an honest blank."""

from html import escape

from corpus.model import Document
from qa.answering.comparison import Comparison, Statement
from qa.model import Citation
from qa.web.translations import Translations
from qa.web.views.heatmap import kept_categories, picture, sortable
from qa.web.views.labels import card_key, place
from qa.web.views.sources import base, card
from qa.web.visits.asker import Asker
from qa.web.visits.turns import Compared
from qa.web.visits.visits import Visit

FORMATS = ("csv", "md", "json")
TABLE = 0
"""Stands where cards of a conversation have the number of their turn."""


def comparison(asker: Asker, visit: Visit, say: Translations) -> str:
    """The whole view below its field: categories to pick, what was compared, and the state of play as a picture."""
    compared = visit.compared
    head = "" if compared else f'<p class="own-note">{say("compare.invitation")}</p>'
    shown = _compared(asker, visit, compared, say) if compared else ""
    return head + _categories(asker, say, folded=compared is not None) + shown + picture(asker, visit, say)


def _categories(asker: Asker, say: Translations, *, folded: bool) -> str:
    """The rows that the documents' tables have in common, to be picked by a click."""
    names = kept_categories(asker.shared, tuple(asker.shared.documents()))
    items = "".join(
        f'<li><button type="button" class="category" lang="en" data-topic="{escape(name)}">{escape(name)}</button></li>'
        for name in names
    )
    return (
        f'<details class="categories"{"" if folded else " open"}><summary>{say("compare.categories")}</summary>'
        f"<ul>{items}</ul></details>"
        if names
        else ""
    )


def _compared(asker: Asker, visit: Visit, compared: Compared, say: Translations) -> str:
    scope = escape(say("compare.searched", scope=compared.scope.describe(compared.held, say)))
    head = f'<h2 id="compared">{escape(compared.topic)}</h2><p class="scope">{scope}</p>'
    if compared.trouble is not None:
        return f'{head}<p class="failed" role="status">{say("answer." + compared.trouble)}</p>'
    if compared.found is None:
        return f'{head}<p class="pending" role="status">{say("answer.searching")}<span class="dots"></span></p>'
    return head + _table(asker, visit, compared.found, say)


def _table(asker: Asker, visit: Visit, found: Comparison, say: Translations) -> str:
    rows = "".join(_row(number, row, say) for number, row in enumerate(found.rows, 1))
    heads = "".join(sortable(say(name)) for name in ("scope.country", "scope.year", "compare.says"))
    return (
        f"{_downloads(visit, say)}"
        '<div class="table-scroll" tabindex="0" role="region" aria-labelledby="compared"><table class="compared">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<div class="evidence" hidden><ol>{_cards(asker, visit, found, say)}</ol></div>'
    )


def _downloads(visit: Visit, say: Translations) -> str:
    links = "".join(
        f'<a href="visits/{visit.token}/comparison.{format}" download>{say("compare.keep_" + format)}</a>'
        for format in FORMATS
    )
    return f'<p class="downloads">{links}</p>'


def _row(number: int, row: Statement, say: Translations) -> str:
    name = row.document.country or row.document.title
    language = escape(row.document.language)
    quotes = "".join(
        f"<p>{_column(cited, language)}"
        f'<span class="verbatim" lang="{language}">{escape(" ".join(cited.quote.split()))}</span>'
        f"{_chip(number, at, row, say)}</p>"
        for at, cited in enumerate(row.answer.citations, 1)
    )
    blank = f'<p class="blank">{say("compare.blank")}</p>'
    changed = f'<p class="changed">{say("compare.changed")}</p>' if row.changed else ""
    return (
        f'<tr><th scope="row">{escape(name)}<span class="document-name">{escape(row.document.name)}</span></th>'
        f"<td>{row.document.year or '–'}</td><td>{quotes or blank}{changed}</td></tr>"
    )


def _column(cited: Citation, language: str) -> str:
    """The column of a quote, which tells of which policy it is."""
    return f'<span class="label" lang="{language}">{escape(cited.column)}</span>' if cited.column else ""


def _label(number: int, at: int) -> str:
    return f"{number}.{at}"


def _chip(number: int, at: int, row: Statement, say: Translations) -> str:
    cited, key = row.answer.citations[at - 1], card_key(TABLE, _label(number, at))
    name = escape(say("answer.source", label=_label(number, at), document=cited.title, place=place(cited, say)))
    shown = escape(place(cited, say) if cited.page is not None else say("source.passage"))
    return f'<a class="chip" href="#{key}" data-open="{key}" aria-label="{name}">{shown}</a>'


def _cards(asker: Asker, visit: Visit, found: Comparison, say: Translations) -> str:
    """The cards that the chips open; they are not shown themselves."""
    owner = {document.id: (engine, own) for engine, own in asker.engines(visit) for document in engine.documents()}

    def drawn(number: int, document: Document, row: Statement) -> str:
        engine, own = owner[document.id]
        return "".join(
            card(
                engine, document, base(visit, own), card_key(TABLE, _label(number, at)), _label(number, at), cited, say
            )
            for at, cited in enumerate(row.answer.citations, 1)
        )

    return "".join(
        drawn(number, row.document, row) for number, row in enumerate(found.rows, 1) if row.document.id in owner
    )
