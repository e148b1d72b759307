"""Names of quotes, cards and places, on which conversation, sources and exports agree."""

from urllib.parse import urlencode

from qa.model import Answer, Citation, Hit
from qa.web.translations import Translations
from qa.web.visits.turns import Turn

NEAREST_SHOWN = 3
"""Maximum number of closest passages that a refusal shows."""


def card_labels(answer: Answer) -> list[str]:
    """Return the labels of an answer's cards: numbers for its quotes, letters for the nearest passages of a refusal."""
    if answer.answered:
        return [str(number) for number in range(1, len(quotes_shown(answer)) + 1)]
    return [chr(ord("A") + number) for number in range(len(nearest_shown(answer)))]


def quotes_shown(answer: Answer) -> tuple[Citation, ...]:
    """Return the citations of an answer, then those of what does not match in a selection."""
    return (*answer.citations, *answer.others)


def nearest_shown(answer: Answer) -> tuple[Hit, ...]:
    """Return the closest passages that a refusal shows: none where the question is about something else."""
    return answer.nearest[:NEAREST_SHOWN] if answer.reason in ("not_stated", "not_held") else ()


def card_key(turn: int, label: str) -> str:
    """Return the id of a card in the page, to which chips refer."""
    return f"card-{turn}-{label}"


def place(source: Citation | Hit, say: Translations) -> str:
    """Name the pages that a quote is on, or its section where the file has no pages."""
    pages = sorted({box.page for box in source.boxes} | ({source.page} if source.page is not None else set()))
    if len(pages) > 1:
        return say("source.pages", first=pages[0], last=pages[-1])
    return say("source.page", n=pages[0]) if pages else source.section or say("source.no_pages")


def unit_note(citation: Citation) -> str:
    """Return the unit of a cell in brackets, unless its labels or the cell itself show it."""
    shown = (citation.row, citation.column, citation.quote)
    return f"({citation.unit})" if citation.unit and not any(citation.unit in (text or "") for text in shown) else ""


def one_line(text: str) -> str:
    """Return the text with each run of white space replaced by one space."""
    return " ".join(text.split())


def shorten_line(text: str, limit: int) -> str:
    """Return the text on one line, cut after a word where it is longer than `limit` characters."""
    line = one_line(text)
    return line if len(line) <= limit else line[: line.rfind(" ", 0, limit)] + "\u00a0…"


def address(turn: Turn) -> str:
    """Return the part of a link after the page's address that asks a turn's question again in its scope.

    A visitor's own documents are not named: nobody else has them.
    """
    scope = turn.scope
    parts = [("q", turn.question), *(("country", country) for country in scope.countries)]
    parts += [("year", str(year)) for year in scope.years]
    if not turn.own:
        parts += [("document", document.name) for document in scope.documents]
    return "?" + urlencode(parts)
