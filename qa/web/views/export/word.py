"""Export of a conversation as a Word file."""

import io
import re
from collections.abc import Sequence
from typing import Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from qa.model import Citation
from qa.web.translations import Translations
from qa.web.views.export.turns import ExportOrigin, full_place, page_link, question_link, text_lines, turn_facts
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
        _add_quotes(file, turn.answer.citations, turn, say, origin)
        if turn.answer.others:
            file.add_heading(say("answer.others"), level=2)
            _add_quotes(file, turn.answer.others, turn, say, origin)
    file.add_paragraph(_legal(" · ".join(turn_facts(turn, say)))).runs[0].italic = True
    file.add_paragraph(question_link(turn, origin))


def _add_quotes(
    file: docx.document.Document, citations: Sequence[Citation], turn: Turn, say: Translations, origin: ExportOrigin
) -> None:
    for number, citation in enumerate(citations, 1):
        file.add_paragraph(_legal(citation.quote), style="Intense Quote")
        source, link = _legal(full_place(citation, say)), page_link(citation, turn, origin)
        paragraph = file.add_paragraph(f"[{number}] ")
        if link:
            _add_link(paragraph, source, link)
        else:
            paragraph.add_run(source)


def _add_link(paragraph: Paragraph, text: str, address: str) -> None:
    """Add text that opens an address; python-docx has no function for it."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def _legal(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
