"""Build passages from elements, each with the breadcrumb that search sees in front of its text."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.layout import Paragraph, compose
from corpus.model import SECTION_SEPARATOR, Document, Passage, PassageKind
from corpus.outline.footnotes import Notes, tie_notes
from corpus.outline.sections import Element
from corpus.passages.check_boxes import ticked_option
from corpus.passages.split import lead_in, split
from corpus.passages.table_rows import RowPart, table_parts
from corpus.passages.token_budget import MAX_TOKENS, length, shorten_to_tokens
from corpus.text_analysis.text_cues import box_state


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it is numbered. `title` is the column's full label.

    `choice` is the text of the chosen option of a row, `chosen` its range of words.
    """

    kind: PassageKind
    paragraphs: tuple[Paragraph, ...]
    section: tuple[str, ...]
    table: str | None = None
    row: str | None = None
    column: str | None = None
    title: str | None = None
    corner: str | None = None
    lead: str | None = None
    choice: str | None = None
    chosen: tuple[int, int] | None = None


def build_passages(document: Document, elements: Sequence[Element]) -> tuple[Passage, ...]:
    """Return the passages of a document, in reading order."""
    notes = tie_notes(elements)
    drafts = [part for draft in _drafts(document, elements, notes) for part in _split(draft)]
    return tuple(_passage(document, number, draft, notes) for number, draft in enumerate(drafts))


def _passage(document: Document, number: int, draft: Draft, notes: Notes) -> Passage:
    """Make a passage from a draft: add id, text, boxes, context and notes."""
    text, boxes = compose(draft.paragraphs)
    tied = notes.of(draft.paragraphs) if draft.kind != "footnote" else []
    return Passage(
        id=hashlib.sha256(f"{document.id}:{number}".encode()).hexdigest()[:16],
        document_id=document.id,
        kind=draft.kind,
        text=text,
        context=_context(document, draft),
        page=draft.paragraphs[0].page,
        section=SECTION_SEPARATOR.join(draft.section),
        table=draft.table,
        row=draft.row,
        column=draft.column,
        chosen=_characters(text, draft.chosen) if draft.chosen else None,
        note="\n".join(note.element.text for note in tied) or None,
        word_boxes=boxes,
    )


def _characters(text: str, words: tuple[int, int]) -> tuple[int, int]:
    """Convert a range of words of a text to a range of characters."""
    spans = [found.span() for found in re.finditer(r"\S+", text)]
    return spans[words[0]][0], spans[words[1] - 1][1]


def _context(document: Document, draft: Draft) -> str:
    """Return the breadcrumb: country and year, sections, table, row, column, lead-in, choice; long parts are cut."""
    head = ", ".join(str(fact) for fact in (document.country, document.year) if fact) or document.title
    chosen = f"chosen: {draft.choice}" if draft.choice else None
    parts = [
        head,
        *draft.section,
        draft.table,
        draft.corner,
        draft.row,
        draft.title or draft.column,
        draft.lead,
        chosen,
    ]
    return SECTION_SEPARATOR.join(shorten_to_tokens(part) for part in parts if part)


def _drafts(document: Document, elements: Sequence[Element], notes: Notes) -> Iterator[Draft]:
    """Yield the passages of elements before long ones are split; lists are kept with their lead-in."""
    number = 0
    while number < len(elements):
        element = elements[number]
        end = number + 1
        if element.table is not None:
            base = Draft("row", (), element.section, element.caption)
            yield from (_table_draft(base, part) for part in table_parts(element.table, document.country))
        elif element.kind in ("paragraph", "list_item"):
            end = _list_end(elements, number)
            yield from _list_drafts(elements[number:end])
        elif element.kind == "reference":
            end = _reference_end(elements, number)
            yield _draft("reference", elements[number:end])
        elif element.kind == "footnote":
            yield _note_draft(element, notes)
        elif element.kind in ("caption", "contents", "cover"):
            yield _draft(element.kind, [element])
        elif not _has_content(elements, number):
            yield _draft("paragraph", [element])
        number = end


def _has_content(elements: Sequence[Element], number: int) -> bool:
    """Return True if a heading is followed by content of its section, whose context repeats the heading."""
    section = elements[number].section
    return number + 1 < len(elements) and elements[number + 1].section[: len(section)] == section


def _draft(kind: PassageKind, elements: Sequence[Element], lead: str | None = None) -> Draft:
    """Combine elements into one passage."""
    paragraphs = tuple(paragraph for element in elements for paragraph in element.paragraphs)
    return Draft(kind, paragraphs, elements[0].section, lead=lead)


def _table_draft(base: Draft, part: RowPart) -> Draft:
    """Convert a part of a table to a passage."""
    return replace(
        base, kind=part.kind, paragraphs=part.paragraphs, row=part.row, column=part.column, title=part.title,
        corner=part.corner, choice=part.choice, chosen=part.chosen,
    )  # fmt: skip


def _note_draft(element: Element, notes: Notes) -> Draft:
    """Return a footnote in the section of its mark, with the labels and the sentence that have the mark as lead-in."""
    draft, note = _draft("footnote", [element]), notes.for_element(element)
    if note is None or note.section is None:
        return draft
    return replace(draft, section=note.section, lead=f"note to: {': '.join((*note.labels, note.sentence or ''))}")


def _list_end(elements: Sequence[Element], start: int) -> int:
    """Return the end, exclusive, of a paragraph and the list items that follow it."""
    end = start + 1
    leads = elements[start].kind == "list_item" or elements[start].text.endswith(":")
    while leads and end < len(elements) and elements[end].kind == "list_item":
        end += 1
    return end


def _list_drafts(elements: Sequence[Element]) -> Iterator[Draft]:
    """Yield a paragraph, or a list with its lead-in: whole if short, else split with the lead-in as context.

    Items with boxes are passages of their own, as each makes a statement, unless they are the options of a question.
    """
    kind: PassageKind = "list" if elements[-1].kind == "list_item" else "paragraph"
    whole = _with_ticked_option(_draft(kind, elements))
    leads = elements[:1] if elements[0].kind == "paragraph" else []
    items = elements[len(leads) :]
    if whole.row is None and _have_boxes(items):
        yield from (_draft("paragraph", [lead]) for lead in leads)
        yield from (_draft("list", [item], lead=leads[0].text if leads else None) for item in items)
    elif not items or not leads or length(whole.paragraphs) <= MAX_TOKENS:
        yield whole
    else:
        yield _draft("paragraph", leads)
        yield _draft("list", items, lead=leads[0].text)


def _have_boxes(items: Sequence[Element]) -> bool:
    """Return True if several list items begin with a box each, ticked or empty."""
    first_words = [item.paragraphs[0].words[0].text for item in items]
    return len(items) > 1 and all(box_state(word) is not None for word in first_words)


def _with_ticked_option(draft: Draft) -> Draft:
    """Mark the option that is ticked if the text is a question with boxes; the question is the label of its row."""
    words = [word for paragraph in draft.paragraphs for word in paragraph.words]
    ticked = ticked_option(words)
    if ticked is None:
        return draft
    choice = " ".join(word.text for word in words[ticked.start : ticked.end])
    return replace(draft, row=ticked.question, choice=choice, chosen=(ticked.start, ticked.end))


def _reference_end(elements: Sequence[Element], start: int) -> int:
    """Return the end, exclusive, of a reference entry and the bullets and bare addresses that belong to it."""
    end = start + 1
    while end < len(elements) and elements[end].kind == "reference" and _belongs(elements[end]):
        end += 1
    return end


def _belongs(element: Element) -> bool:
    """Return True if an element belongs to the reference entry before it."""
    return element.paragraphs[0].item or re.match(r"https?://|www\.|\(", element.text) is not None


def _split(draft: Draft) -> Iterator[Draft]:
    """Split a passage into parts of bounded length."""
    if length(draft.paragraphs) <= MAX_TOKENS:
        yield draft
        return
    lead = lead_in(draft.paragraphs)
    first = 0
    for number, part in enumerate(split(draft.paragraphs)):
        end = first + sum(len(paragraph.words) for paragraph in part)
        own_lead = lead if number and part[0].item else draft.lead
        yield replace(draft, paragraphs=tuple(part), lead=own_lead, chosen=_within(draft.chosen, first, end))
        first = end


def _within(words: tuple[int, int] | None, first: int, end: int) -> tuple[int, int] | None:
    """Return the overlap of a range of words with a part of a passage, counted from the beginning of the part."""
    if words is None or words[0] >= end or words[1] <= first:
        return None
    return max(words[0] - first, 0), min(words[1], end) - first
