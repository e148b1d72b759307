"""Tell which place, or other subject, each document of a series is about: factsheets of one kind, one for each.

One document alone does not show which word of "Waste policy – Kingdom of Norhaven" is a name. Beside its siblings it
does: they share the words for the kind of document, and differ in the name, which often is part of the file name, too.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.model import Document
from corpus.text_analysis.normalize import WORD, fold

_SHORTEST = 4
"""Minimum number of letters of a word that a series shares, or by which a name is recognised."""
_IN_SERIES = 0.5
"""Minimum share of documents that must prove to be a series with names of their own."""
_SEPARATOR = re.compile(r"\s[–—|-]\s|[:(),]\s?")
"""What sets the name in a title apart from the kind of document."""
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*")
_LINKS = frozenset(("of", "de", "del", "du", "des", "la", "le", "el", "der", "die", "das", "von"))
"""Words inside a name, or between the kind of a place and its name: "Kingdom of", "La Ribera"."""


def named_series(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents with the names that they are about as countries, if they are a series; else as they are.

    A document of a known country keeps it. Names are found in titles and file names alone.
    """
    unnamed = [document for document in documents if document.country is None]
    counts = Counter(word for document in documents for word in _words(document))
    names = {document.id: _name(document, counts) for document in unnamed}
    in_series = [each for each in unnamed if names[each.id] and any(counts[word] > 1 for word in _words(each))]
    named = [*(each.country for each in documents if each.country), *(names[each.id] for each in in_series)]
    if not in_series or len(set(named)) < 2 or len(named) < _IN_SERIES * len(documents):
        return tuple(documents)
    return tuple(
        replace(document, country=names[document.id]) if names.get(document.id) else document for document in documents
    )


def _words(document: Document) -> frozenset[str]:
    """Return the longer folded words of a title and a file name."""
    found = _spelled(f"{document.title} {file_words(document.name)}")
    return frozenset(word for word in found if len(word) >= _SHORTEST and word.isalpha())


def file_words(name: str) -> str:
    """Return the words of a file's name without its ending and numbers."""
    return " ".join(re.sub(r"[\W\d_]+", " ", Path(name).stem).split())


def _name(document: Document, counts: Counter[str]) -> str | None:
    """Return the name in a title that only this document, or few, have; None if no part of the title is one.

    It is what the file name repeats, of several words the last: "ports_propres_saint_orvan". Otherwise it is in the
    last part of the title that is set apart.
    """
    words = _words(document)
    own = {word for word in words if counts[word] == min(counts[each] for each in words)}
    parts = [part for part in _SEPARATOR.split(document.title) if part.strip()]
    for word in reversed(_spelled(file_words(document.name))):
        if word in own and (name := next(filter(None, (_capitalised(part, {word}) for part in parts)), None)):
            return name
    return _capitalised(parts[-1], own) if len(parts) > 1 else None


def _capitalised(part: str, own: Collection[str]) -> str | None:
    """Return the last run of capitalised words of a part of a title in which one is among the document's own words."""
    runs: list[list[str]] = [[]]
    for token in _TOKEN.finditer(part):
        written = token.group()
        if written[0].isupper() and fold(written) not in _LINKS:
            runs[-1].append(written)
        elif runs[-1]:
            runs.append([])
    named = [run for run in runs if any(word in own for written in run for word in _spelled(written))]
    return " ".join(named[-1]) if named else None


def _spelled(text: str) -> list[str]:
    """Return the folded words of a text, in which file names' spelling of umlauts is that of the text: "haefen"."""
    return [re.sub("([aou])e", r"\1", word) for word in WORD.findall(fold(text))]
