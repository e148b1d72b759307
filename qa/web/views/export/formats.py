"""The formats in which a conversation is exported."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qa.web.translations import Translations
from qa.web.views.export.markdown import as_markdown
from qa.web.views.export.references import as_bibtex, as_ris
from qa.web.views.export.turns import ExportOrigin, full_place, page_link, question_link, text_lines, turn_facts
from qa.web.views.export.word import as_word
from qa.web.views.rendering import render
from qa.web.visits.turns import Turn


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format by its media type and its writer."""

    media_type: str
    write: Callable[[Sequence[Turn], Translations, ExportOrigin], str | bytes]


def as_json(turns: Sequence[Turn], say: Translations) -> str:
    """Return the conversation as a list of what `ask --json` gives, each with its scope."""
    done = [
        {"scope": turn.scope.describe(turn.document_count, say), **turn.answer.to_dict()}
        for turn in turns
        if turn.answer
    ]
    return json.dumps(done, ensure_ascii=False, indent=2) + "\n"


def as_html(turns: Sequence[Turn], say: Translations, origin: ExportOrigin) -> str:
    """Return the conversation as one HTML file that loads nothing and runs nothing."""
    return render(
        "export",
        turns=turns,
        say=say,
        origin=origin,
        turn_facts=turn_facts,
        full_place=full_place,
        page_link=page_link,
        lines=lambda turn: list(text_lines(turn, say)),
        link=lambda turn: question_link(turn, origin),
    )


FORMATS: Final[Mapping[str, ExportFormat]] = {
    "docx": ExportFormat("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word),
    "md": ExportFormat("text/markdown", as_markdown),
    "html": ExportFormat("text/html", as_html),
    "json": ExportFormat("application/json", lambda turns, say, _: as_json(turns, say)),
    "bib": ExportFormat("application/x-bibtex", lambda turns, _, origin: as_bibtex(turns, origin)),
    "ris": ExportFormat("application/x-research-info-systems", lambda turns, _, origin: as_ris(turns, origin)),
}
"""Formats by file ending."""
