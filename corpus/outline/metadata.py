"""Detect a document's title, country, year and language."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import py3langid

from corpus.countries import country_in, known_country
from corpus.layout import Layout
from corpus.model import Document
from corpus.outline.sections import Element
from corpus.outline.series import file_words
from corpus.text_analysis.text_cues import is_source

FIRST_YEAR, LAST_YEAR = 1950, 2100
SAMPLE = 20_000
"""Maximum number of characters from which the language is detected."""

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_EMPTY_TITLE = re.compile(
    r"untitled|(?:document|presentation|dokument|documento)?\s*\d*|.*\.(?:docx?|pptx?|pdf|indd|odt|txt|md)", re.I
)
_KIND = re.compile(
    r"(?:fact\s?sheet|profile|report|ficha|informe|perfil|fiche|profil|rapport|blatt|bericht|l[äa]nderprofil)"
    r"(?:\s+(?:de|del|du|sur|von|on|for|of))?(?:\s+(?:pa[íi]s|pays))?\W+(?:(?:on|for|of)\s+)?",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÀ-ÞŠŽ][\w'’-]*(?:\s+(?:(?:of|and|the|de|du|del|la)\s+)*[A-ZÀ-ÞŠŽ][\w'’-]*){0,3}")
_EDITION = re.compile(r"(?:\bfor|fact\s?sheets?|\bedition|source|fuente|quelle)\b[^.\d]{0,40}(20\d\d)", re.IGNORECASE)
FEWEST_MENTIONS = 2
"""Minimum mentions before a year counts as the edition's; policies mention years of their own."""


def describe_document(path: Path, digest: str, layout: Layout, elements: Sequence[Element]) -> Document:
    """Describe a file as a document. `digest` is the SHA-256 of its bytes."""
    cover = [paragraph.text for element in elements if element.kind == "cover" for paragraph in element.paragraphs]
    front = cover if elements and elements[0].kind == "cover" else []
    if _is_of_another(layout.facts.title, front):
        layout = replace(layout, facts=replace(layout.facts, title=None))
    language = _language(elements)
    return Document(
        id=digest,
        name=path.name,
        title=_title(path, layout, front, elements),
        country=_country(path, layout, front, elements, language),
        year=_year(path, layout, front, elements),
        language=language,
        page_count=layout.page_count,
    )


def _alone(text: str) -> str | None:
    """Return the country if a text consists of its name, possibly with a year."""
    return known_country(re.sub(r"[\d()]+", " ", text))


def _is_of_another(title: str | None, front: Sequence[str]) -> bool:
    """Return True if the title in the metadata is another file's: a line of the cover is another country's name."""
    shown = {found for line in front if (found := _alone(line))}
    named = country_in(title or "")
    return named is not None and bool(shown) and named not in shown


def _title(path: Path, layout: Layout, front: Sequence[str], elements: Sequence[Element]) -> str:
    """Return the title: from the metadata, the cover, the first heading or the file name, in this order."""
    stated = layout.facts.title
    if stated and not _EMPTY_TITLE.fullmatch(stated):
        return stated
    if front:
        return " ".join(_title_lines(front))
    heading = next((element.text for element in elements if element.kind == "heading"), None)
    return heading or path.stem.replace("_", " ")


def _title_lines(front: Sequence[str]) -> list[str]:
    """Return the lines of a cover that name the kind of document and the country."""
    for number, line in enumerate(front):
        if re.search(r"fact\s?sheet|report|profile|ficha|fiche|informe|bericht", line, re.IGNORECASE):
            return list(front[number : number + 2])
    return list(front[:2])


def _country(
    path: Path, layout: Layout, front: Sequence[str], elements: Sequence[Element], language: str
) -> str | None:
    """Return the country from the title or cover, a table's corner, the file name, or the headings and captions.

    An unknown name counts as a country if a title or cover states it after the kind of document.
    """
    first = next((element.text for element in elements if element.kind == "heading"), "")
    titles = [layout.facts.title or "", " ".join(_title_lines(front)), *([] if front else [first])]
    stated = [found for title in titles if (found := country_in(title, language) or _titled(title))]
    corners = [row.group for element in elements if element.table for row in element.table.rows if row.header]
    known = [found for text in (*front, *corners, file_words(path.name)) if (found := _alone(text))]
    folded = {text.casefold() for text in (*corners, file_words(path.name))}
    shared = [_cased(line) for line in front if line.casefold() in folded and _NAME.fullmatch(line)]
    for names in (stated, known, shared):
        if names:
            return names[0]
    named = Counter(
        found for element in elements if _names_topic(element) and (found := country_in(element.text, language))
    )
    return named.most_common(1)[0][0] if named else None


def _names_topic(element: Element) -> bool:
    """Return True if an element is a short text that names the topic of what follows."""
    return element.kind == "heading" or (element.kind == "caption" and not is_source(element.text))


def _titled(title: str) -> str | None:
    """Return the name that a title gives after the kind of document: "Country factsheet: Freedonia (2023)"."""
    found = _KIND.search(title)
    name = _NAME.match(title, found.end()) if found else None
    if name is None or re.search(r"[^\W\d_]", title[name.end() :]):
        return None
    return _cased(name.group().strip())


def _cased(name: str) -> str:
    """Convert a name in capitals to its usual spelling."""
    return name.title() if name.isupper() and len(name) > 3 else name


def _year(path: Path, layout: Layout, front: Sequence[str], elements: Sequence[Element]) -> int | None:
    """Return the year from the title, cover or file name, the edition named most often, or the dates of the metadata.

    The date of the file itself counts only if the text names its year: files keep the date of their template.
    """
    for text in (layout.facts.title or "", " ".join(front), path.stem.replace("_", " ")):
        years = _YEAR.findall(text)
        if years:
            return int(years[-1])
    editions = Counter(match for element in elements for match in _EDITION.findall(element.text))
    if editions and max(editions.values()) >= FEWEST_MENTIONS:
        return int(max(editions, key=lambda year: (editions[year], year)))
    published, created = layout.facts.published, layout.facts.created
    if published and FIRST_YEAR < published < LAST_YEAR:
        return published
    return created if any(str(created) in _YEAR.findall(text) for text in _texts(elements)) else None


def _texts(elements: Sequence[Element]) -> Iterator[str]:
    """Yield the texts of elements, and of the rows of their tables."""
    for element in elements:
        yield element.text
        for row in element.table.rows if element.table else ():
            parts = (part for column in row.cells for part in row.parts(column))
            yield " ".join(paragraph.text for paragraph in (*row.label, *row.sublabel, *parts))


def _language(elements: Sequence[Element]) -> str:
    """Return the ISO 639-1 code of the text's language."""
    text = " ".join(element.text for element in elements if element.kind in ("paragraph", "list_item"))
    if len(text) < 200:
        cells = (
            row.parts(column)
            for element in elements
            if element.table
            for row in element.table.rows
            for column in row.cells
        )
        text += " ".join(paragraph.text for parts in cells for paragraph in parts)
    if len(text) < 200:
        text += " ".join(element.text for element in elements)
    return str(py3langid.classify(text[:SAMPLE])[0])
