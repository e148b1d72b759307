"""Elements as passages: what is indexed and quoted, with the breadcrumb that search sees in front."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.layout import Paragraph, Word, compose
from corpus.model import SECTION_SEPARATOR, Document, Passage, PassageKind
from corpus.rows import Option, Row
from corpus.structure import Element
from corpus.tables import Table

MAX_WORDS = 180
"""Longer passages are split; this is about 250 tokens of the embedders' vocabularies, half of what they see."""
FEWEST_OPTIONS = 3
"""A row without a choice shown, as in text files, offers options from this many parts on."""
MAX_ROW_WORDS = 120
"""A row is also a passage of its own up to this length."""
LONG_WORD = 40
"""A longer word counts as several when lengths are measured."""

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it has a number."""

    kind: PassageKind
    paragraphs: tuple[Paragraph, ...]
    section: tuple[str, ...]
    table: str | None = None
    row: str | None = None
    column: str | None = None
    lead: str | None = None
    chosen: tuple[int, int] | None = None


def build_passages(document: Document, elements: Sequence[Element]) -> tuple[Passage, ...]:
    """The passages of a document, in reading order."""
    drafts = [part for draft in _drafts(elements) for part in _split(draft)]
    return tuple(_passage(document, number, draft) for number, draft in enumerate(drafts))


def _passage(document: Document, number: int, draft: Draft) -> Passage:
    """A draft with its id, text, boxes and context."""
    text, boxes = compose(draft.paragraphs)
    return Passage(
        id=hashlib.sha256(f"{document.id}:{number}".encode()).hexdigest()[:16],
        document_id=document.id,
        kind=draft.kind,
        text=text,
        context=_context(document, draft, text),
        page=draft.paragraphs[0].page,
        section=SECTION_SEPARATOR.join(draft.section),
        table=draft.table,
        row=draft.row,
        column=draft.column,
        chosen=draft.chosen,
        word_boxes=boxes,
    )


def _context(document: Document, draft: Draft, text: str) -> str:
    """The breadcrumb: country and year, sections, table, row, column, lead-in, choice."""
    head = ", ".join(str(fact) for fact in (document.country, document.year) if fact) or document.title
    chosen = f"chosen: {' '.join(text[slice(*draft.chosen)].split())}" if draft.chosen else None
    parts = [head, *draft.section, draft.table, draft.row, draft.column, draft.lead, chosen]
    return SECTION_SEPARATOR.join(part for part in parts if part)


def _drafts(elements: Sequence[Element]) -> Iterator[Draft]:
    """The passages of elements before long ones are split: lists go with their lead-in."""
    number = 0
    while number < len(elements):
        element = elements[number]
        end = number + 1
        if element.table is not None:
            yield from _table_drafts(element, element.table)
        elif element.kind in ("paragraph", "list_item"):
            end = _list_end(elements, number)
            yield from _list_drafts(elements[number:end])
        elif element.kind == "reference":
            end = _reference_end(elements, number)
            yield _draft("reference", elements[number:end])
        elif element.kind in ("footnote", "caption", "contents", "cover"):
            yield _draft(element.kind, [element])
        number = end


def _draft(kind: PassageKind, elements: Sequence[Element], lead: str | None = None) -> Draft:
    """Elements as one passage."""
    paragraphs = tuple(paragraph for element in elements for paragraph in element.paragraphs)
    return Draft(kind, paragraphs, elements[0].section, lead=lead)


def _list_end(elements: Sequence[Element], start: int) -> int:
    """The number of the element after a paragraph and the list items that follow it."""
    end = start + 1
    leads = elements[start].kind == "list_item" or elements[start].text.endswith(":")
    while leads and end < len(elements) and elements[end].kind == "list_item":
        end += 1
    return end


def _list_drafts(elements: Sequence[Element]) -> Iterator[Draft]:
    """A paragraph, or a list with its lead-in: whole where it is short, else its parts with the lead-in as context."""
    kind: PassageKind = "list" if elements[-1].kind == "list_item" else "paragraph"
    whole = _draft(kind, elements)
    if len(elements) == 1 or elements[0].kind == "list_item" or _count(whole.paragraphs) <= MAX_WORDS:
        yield whole
        return
    yield _draft("paragraph", elements[:1])
    yield _draft("list", elements[1:], lead=elements[0].text)


def _reference_end(elements: Sequence[Element], start: int) -> int:
    """The number of the element after a reference entry and what belongs to it: bullets and bare addresses."""
    end = start + 1
    while end < len(elements) and elements[end].kind == "reference" and _belongs(elements[end]):
        end += 1
    return end


def _belongs(element: Element) -> bool:
    """Whether a reference entry is a part of the one before it."""
    return element.paragraphs[0].item or re.match(r"https?://|www\.|\(", element.text) is not None


def _table_drafts(element: Element, table: Table) -> Iterator[Draft]:
    """The passages of a table: rows and cells. A row of options is not given again by cells."""
    single = table.columns[0] if len(table.columns) == 1 else None
    headers = sum(row.header for row in table.rows)
    for row in table.rows:
        draft = Draft("row", (), element.section, element.caption, row.name or None, single)
        rows = list(_row_drafts(draft, row))
        yield from rows
        if not (rows and (single and _offers_options(row) or row.header and headers == 1)):
            yield from _cell_drafts(draft, row, table.columns)


def _offers_options(row: Row) -> bool:
    """Whether the parts of a row are options: one is chosen, or there are too many for a value and its text."""
    chosen = any(option.chosen for options in row.cells.values() for option in options)
    return chosen or row.depth >= FEWEST_OPTIONS


def _row_drafts(draft: Draft, row: Row) -> Iterator[Draft]:
    """A row as a whole where it is short or offers options, else those of its parts that are short."""
    paragraphs = tuple(_row_paragraphs(row, range(row.depth)))
    chosen = _chosen(row, paragraphs)
    if paragraphs and (_count(paragraphs) <= MAX_ROW_WORDS or chosen):
        yield replace(draft, paragraphs=paragraphs, chosen=chosen)
        return
    if draft.column:
        return
    for part in range(row.depth if row.depth > 1 else 0):
        paragraphs = tuple(_row_paragraphs(row, range(part, part + 1)))
        if paragraphs and _count(paragraphs) <= MAX_ROW_WORDS:
            yield replace(draft, paragraphs=paragraphs)


def _row_paragraphs(row: Row, parts: range) -> list[Paragraph]:
    """The labels as printed, with the first part, and the cells' parts, in reading order."""
    paragraphs = [*row.label, *row.sublabel] if 0 in parts else []
    for part in parts:
        for _, options in sorted(row.cells.items()):
            if part < len(options) and not options[part].repeated:
                paragraphs += options[part].paragraphs
    paragraphs += row.late if parts.stop == row.depth else []
    return sorted(paragraphs, key=lambda paragraph: paragraph.page or 0)


def _cell_drafts(draft: Draft, row: Row, columns: Sequence[str]) -> Iterator[Draft]:
    """The parts of each cell of a row."""
    for column, options in sorted(row.cells.items()):
        for option in _merged(options):
            if option.paragraphs:
                yield replace(draft, kind="cell", paragraphs=tuple(option.paragraphs), column=columns[column] or None)


def _merged(options: Sequence[Option]) -> list[Option]:
    """The parts of a cell, all in one where that is short."""
    paragraphs = [paragraph for option in options for paragraph in option.paragraphs]
    return [Option(paragraphs, None)] if _count(paragraphs) <= MAX_WORDS else list(options)


def _chosen(row: Row, paragraphs: Sequence[Paragraph]) -> tuple[int, int] | None:
    """The character range of the first option that is chosen, in the text that paragraphs make."""
    for options in row.cells.values():
        for option in options:
            if option.chosen and option.paragraphs:
                place = next(i for i, paragraph in enumerate(paragraphs) if paragraph is option.paragraphs[0])
                start = len(compose(paragraphs[:place])[0]) + (1 if place else 0)
                return start, start + len(compose(option.paragraphs)[0])
    return None


def _count(paragraphs: Sequence[Paragraph]) -> int:
    """The length of paragraphs in words."""
    return sum(_size(word) for paragraph in paragraphs for word in paragraph.words)


def _size(word: Word) -> int:
    """How many words a word counts as."""
    return 1 + len(word.text) // LONG_WORD


def _split(draft: Draft) -> Iterator[Draft]:
    """A passage as parts of bounded length, parted between paragraphs, else between sentences."""
    if _count(draft.paragraphs) <= MAX_WORDS or draft.kind in ("row", "contents", "cover"):
        yield draft
        return
    parts: list[list[Paragraph]] = [[]]
    for unit, goes_on in _units(draft.paragraphs):
        if parts[-1] and _count([*parts[-1], *unit]) > MAX_WORDS:
            parts.append([])
        if goes_on and parts[-1]:
            unit = [replace(unit[0], words=parts[-1].pop().words + unit[0].words)]
        parts[-1] += unit
    lead = _lead_in(draft.paragraphs)
    for number, part in enumerate(parts):
        yield replace(draft, paragraphs=tuple(part), lead=lead if number and part[0].item else draft.lead)


def _lead_in(paragraphs: Sequence[Paragraph]) -> str | None:
    """The sentence that introduces a list within paragraphs."""
    for paragraph, after in zip(paragraphs, paragraphs[1:], strict=False):
        if after.item and not paragraph.item and paragraph.text.endswith(":"):
            return re.split(r"(?<=[.!?])\s", paragraph.text)[-1]
    return None


def _units(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[list[Paragraph], bool]]:
    """What must not be parted, and whether it goes on in the paragraph of the unit before it.

    Units are paragraphs with what a page break cut off them; of paragraphs that are too long, their sentences.
    """
    for group in _groups(paragraphs):
        if _count(group) <= MAX_WORDS:
            yield group, False
        else:
            for paragraph in group:
                yield from (([part], number > 0) for number, part in enumerate(_sentences(paragraph)))


def _groups(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Paragraphs with what a page break cut off them, and short lists with their lead-in."""
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        listed = paragraph.item and groups and (groups[-1][-1].item or groups[-1][-1].text.endswith(":"))
        fits = listed and _count([*groups[-1], paragraph]) <= MAX_WORDS
        if groups and (paragraph.continues or fits):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return groups


def _sentences(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The sentences of a paragraph; sentences that are too long are cut after the greatest length."""
    words: list[Word] = []
    for word in paragraph.words:
        words.append(word)
        if SENTENCE_END.search(word.text) or sum(map(_size, words)) >= MAX_WORDS:
            yield replace(paragraph, words=tuple(words))
            words = []
    if words:
        yield replace(paragraph, words=tuple(words))
