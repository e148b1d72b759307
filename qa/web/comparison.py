"""The view that puts documents side by side: one row a document, its quotes with chips, and honest blanks."""

from html import escape

from qa.comparison import Comparison, Statement
from qa.web.asking import Asker
from qa.web.language import Words, words
from qa.web.marks import card_key, place
from qa.web.sources import card
from qa.web.visits import Visit

FORMATS = ("csv", "md", "json")
TABLE = 0
"""Stands where cards of a conversation have the number of their turn."""


def compared(asker: Asker, visit: Visit, say: Words) -> str:
    """The table of a visit's comparison, or nothing where there is none."""
    found = visit.comparison
    if found is None:
        return ""
    rows = "".join(_row(number, row, say) for number, row in enumerate(found.rows, 1))
    heads = "".join(_head(name, say) for name in ("country", "year"))
    missing = f'<p class="missing">{escape(say("compare.missing", names=", ".join(found.missing)))}</p>'
    return (
        f'<h2 id="compared">{escape(found.topic)}</h2>{missing if found.missing else ""}{_downloads(visit, say)}'
        '<div class="table-scroll" tabindex="0" role="region" aria-labelledby="compared"><table><thead>'
        f'<tr>{heads}<th scope="col">{say("compare.says")}</th></tr></thead><tbody>{rows}</tbody></table></div>'
        f'<div class="evidence" hidden><ol>{_cards(asker, found, say)}</ol></div>'
    )


def _head(name: str, say: Words) -> str:
    return f'<th scope="col" aria-sort="none"><button type="button" class="sort">{say("scope." + name)}</button></th>'


def _downloads(visit: Visit, say: Words) -> str:
    links = "".join(
        f'<a href="visits/{visit.token}/comparison.{format}" download>{say("compare.keep_" + format)}</a>'
        for format in FORMATS
    )
    return f'<p class="downloads">{links}</p>'


def _row(number: int, row: Statement, say: Words) -> str:
    frame = words(row.answer.language)
    name = row.document.country or row.document.title
    quotes = "".join(
        f'<p><span class="verbatim">{escape(" ".join(cited.quote.split()))}</span>{_chip(number, at, row, say)}</p>'
        for at, cited in enumerate(row.answer.citations, 1)
    )
    blank = f'<p class="blank" lang="{frame.language}">{escape(row.answer.text)}</p>'
    changed = f'<p class="changed">{say("compare.changed")}</p>' if row.changed else ""
    return (
        f'<tr><th scope="row">{escape(name)}<span class="document-name">{escape(row.document.name)}</span></th>'
        f"<td>{row.document.year or '–'}</td><td>{quotes or blank}{changed}</td></tr>"
    )


def _label(number: int, at: int) -> str:
    return f"{number}.{at}"


def _chip(number: int, at: int, row: Statement, say: Words) -> str:
    cited, key = row.answer.citations[at - 1], card_key(TABLE, _label(number, at))
    name = escape(say("answer.source", label=_label(number, at), document=cited.title, place=place(cited, say)))
    shown = escape(place(cited, say) if cited.page is not None else say("source.passage"))
    return f'<a class="chip" href="#{key}" data-open="{key}" aria-label="{name}">{shown}</a>'


def _cards(asker: Asker, found: Comparison, say: Words) -> str:
    """The cards that the chips open; they are not shown themselves."""
    held = {document.name: document for document in asker.shared.documents()}
    return "".join(
        card(
            asker.shared, held[cited.document], "", card_key(TABLE, _label(number, at)), _label(number, at), cited, say
        )
        for number, row in enumerate(found.rows, 1)
        for at, cited in enumerate(row.answer.citations, 1)
        if cited.document in held
    )


def invitation(say: Words) -> str:
    """What the view says before anything is compared."""
    return f'<p class="own-note">{say("compare.invitation")}</p>'
