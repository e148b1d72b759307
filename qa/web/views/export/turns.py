"""What every export says of a turn: remarks and lines of the answer, how sure it is, and where each quote is from."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from qa.model import Citation
from qa.web.translations import Translations
from qa.web.views.answer_footer import confidence_level, confidence_percent
from qa.web.views.labels import address, place, unit_note
from qa.web.visits.turns import Turn


@dataclass(frozen=True, slots=True)
class ExportOrigin:
    """The page that an export comes from: its address, and the date in ISO 8601."""

    address: str
    date: str

    def described(self, say: Translations) -> str:
        """Say where and when a conversation was exported."""
        return say("export.origin", address=self.address, date=self.date)


def text_lines(turn: Turn, say: Translations) -> Iterator[str]:
    """Yield the remarks on an answer and the lines of its text."""
    text = turn.answer.text.splitlines() if turn.answer else []
    yield from (line for line in (*_remarks(turn, say), *text) if line.strip())


def _remarks(turn: Turn, say: Translations) -> Iterator[str]:
    """Yield how the question was understood, and what a language model had to do with the answer."""
    if turn.answer is None:
        return
    if turn.answer.read_as is not None:
        yield say("answer.read_as", question=turn.answer.read_as)
    if (done := turn.answer.generation) is None:
        return
    if turn.answer.mode == "generated":
        yield say("answer.by_model", model=done.model)
    yield done.note


def turn_facts(turn: Turn, say: Translations) -> list[str]:
    """Return how sure an answer is and what was searched."""
    searched = say("scope.searched", scope=turn.searched(say))
    if turn.answer is None or not turn.answer.citations or not turn.answer.calibrated:
        return [searched]
    level = say(f"answer.{confidence_level(turn.answer)}")
    return [f"{level} ({say('answer.confidence', percent=confidence_percent(turn.answer))})", searched]


def question_link(turn: Turn, origin: ExportOrigin) -> str:
    """Return the address that asks a turn's question again."""
    return origin.address + address(turn)


def page_link(citation: Citation, turn: Turn, origin: ExportOrigin) -> str | None:
    """Return the address that opens the document of a quote at its page; None for a visitor's own document."""
    if turn.own:
        return None
    page = [("at", str(citation.page))] if citation.page is not None else []
    return f"{origin.address}?{urlencode([('read', citation.document), *page])}"


def full_place(citation: Citation, say: Translations) -> str:
    """Return document, page, section, row, column and unit of a quote."""
    parts = [citation.title, citation.document]
    if citation.page is not None:
        parts.append(place(citation, say))
    labels = (citation.section, citation.row, citation.column, unit_note(citation))
    return ", ".join(part for part in (*parts, *labels) if part)
