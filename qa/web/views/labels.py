"""How quotes, cards and places are named; conversation, panel and exports agree on it."""

from urllib.parse import urlencode

from qa.model import Answer, Citation, Hit
from qa.web.translations import Translations
from qa.web.visits.turns import Turn

NEAREST_SHOWN = 3


def card_labels(answer: Answer) -> list[str]:
    """The labels of an answer's cards: numbers for citations, letters for the nearest passages of a refusal."""
    if answer.answered:
        return [str(number) for number in range(1, len(answer.citations) + 1)]
    return [chr(ord("A") + number) for number in range(len(answer.nearest[:NEAREST_SHOWN]))]


def card_key(turn: int, label: str) -> str:
    """The id of a card in the page; chips refer to it."""
    return f"card-{turn}-{label}"


def place(source: Citation | Hit, say: Translations) -> str:
    """Where a quote stands, in a few words: its pages, or its section where the file has no pages."""
    pages = sorted({box.page for box in source.boxes} | ({source.page} if source.page is not None else set()))
    if len(pages) > 1:
        return say("source.pages", first=pages[0], last=pages[-1])
    return say("source.page", n=pages[0]) if pages else source.section or say("source.no_pages")


def shorten_line(text: str, limit: int) -> str:
    """The text on one line, cut after a word where it is longer than `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: line.rfind(" ", 0, limit)] + "\u00a0…"


def address(turn: Turn) -> str:
    """The part of a link after the page's address that asks a turn's question again in its scope.

    A visitor's own documents are not named: nobody else has them.
    """
    scope = turn.scope
    parts = [("q", turn.question), *(("country", country) for country in scope.countries)]
    parts += [("year", str(year)) for year in scope.years]
    if not turn.own:
        parts += [("document", document.name) for document in scope.documents]
    return "?" + urlencode(parts)
