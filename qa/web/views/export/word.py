"""Export of a conversation as a Word file."""

import io
import re
from collections.abc import Sequence
from typing import Final

import docx

from qa.model import Citation
from qa.web.translations import Translations
from qa.web.views.export.turns import ExportOrigin, full_place, question_link, text_lines, turn_facts
from qa.web.visits.turns import Turn

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow, nor can a Word file hold them."""


def as_word(turns: Sequence[Turn], say: Translations, origin: ExportOrigin) -> bytes:
    """Return the conversation as a Word file."""
    file = docx.Document()
    file.core_properties.title = say("page.title")
    file.add_heading(say("page.title"), level=0)
    file.add_paragraph(origin.described(say), style="Subtitle")
    for turn in turns:
        if turn.answer is not None:
            _add(file, turn, say, origin)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _add(file: docx.document.Document, turn: Turn, say: Translations, origin: ExportOrigin) -> None:
    file.add_heading(_legal(turn.question), level=1)
    for line in text_lines(turn, say):
        file.add_paragraph(_legal(line))
    if turn.answer is not None:
        _add_quotes(file, turn.answer.citations, say)
        if turn.answer.others:
            file.add_heading(say("answer.others"), level=2)
            _add_quotes(file, turn.answer.others, say)
    file.add_paragraph(_legal(" · ".join(turn_facts(turn, say)))).runs[0].italic = True
    file.add_paragraph(question_link(turn, origin))


def _add_quotes(file: docx.document.Document, citations: Sequence[Citation], say: Translations) -> None:
    for number, citation in enumerate(citations, 1):
        file.add_paragraph(_legal(citation.quote), style="Intense Quote")
        file.add_paragraph(_legal(f"[{number}] {full_place(citation, say)}"))


def _legal(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
