"""Make any number of factsheets that look like the bundled ones and state other facts.

They are made after reading: names and figures are replaced by others of the same length, so that every word keeps its
place on the page. Labels and ordinary words stay, as they do from one country's factsheet to the next.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.model import Document, Passage
from corpus.serialization import Reading

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(19|20)\d\d")
COUNTRIES = 200
"""Number of countries with a factsheet each year; further look-alikes are of earlier years."""
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"


@dataclass(frozen=True, slots=True)
class Base:
    """A factsheet that was read, with its words that are names."""

    path: Path
    reading: Reading
    names: frozenset[str]
    country: frozenset[str]

    @classmethod
    def of(cls, path: Path, reading: Reading) -> "Base":
        """Detect the names: always capitalised, and part of no row label or heading."""
        passages = reading.passages
        texts = [word for passage in passages for word in _WORD.findall(passage.text)]
        labels = [word for one in passages for word in _WORD.findall(f"{one.row or ''} {one.section}")]
        common = {word for word in texts if word[0].islower()} | {word.casefold() for word in labels}
        country = set(_WORD.findall(reading.document.country or ""))
        names = {word for word in texts if word[0].isupper() and len(word) > 3 and word.casefold() not in common}
        return cls(path, reading, frozenset(names), frozenset(country))

    def altered(self, text: str, number: int) -> str:
        """Return a text as look-alike number `number` has it, of the same length."""
        return _WORD.sub(lambda match: self._other(match[0], number), text)

    def _other(self, word: str, number: int) -> str:
        if word.isdecimal() and not _YEAR.fullmatch(word):
            return "".join(str((int(digit) + number) % 9 + 1) for digit in word)
        if word in self.country:
            return _invented(word, number % COUNTRIES)
        return _invented(word, number) if word in self.names else word

    def lookalike(self, number: int, folder: Path, passages: int | None = None) -> tuple[Reading, Path]:
        """Make look-alike number `number`, and a file for it: the factsheet's bytes with a remark at the end.

        It has the factsheet's first `passages`, or all.
        """
        content = self.path.read_bytes() + f"\n% look-alike {number}\n".encode()
        old = self.reading.document
        document = replace(
            old,
            id=hashlib.sha256(content).hexdigest(),
            name=f"lookalike_{number:05}.pdf",
            title=self.altered(old.title, number),
            country=self.altered(old.country or "", number),
            year=(old.year or 0) - number // COUNTRIES,
        )
        path = folder / document.name
        path.write_bytes(content)
        kept = self.reading.passages[:passages]
        return Reading(document, (), tuple(self._passage(document, *one, number) for one in enumerate(kept))), path

    def _passage(self, document: Document, place: int, passage: Passage, number: int) -> Passage:
        return replace(
            passage,
            id=hashlib.sha256(f"{document.id}:{place}".encode()).hexdigest()[:16],
            document_id=document.id,
            text=self.altered(passage.text, number),
            context=self.altered(passage.context, number),
            table=self.altered(passage.table, number) if passage.table else None,
            column=self.altered(passage.column, number) if passage.column else None,
        )


def _invented(name: str, number: int) -> str:
    """Return a name of the same length, always the same for a name and number."""
    digest = hashlib.sha256(f"{name.casefold()} {number}".encode()).digest()
    letters = [
        (_VOWELS if place % 2 else _CONSONANTS)[digest[place % len(digest)] % (5 if place % 2 else 14)]
        for place in range(len(name))
    ]
    return "".join(letters).capitalize() if not name.isupper() else "".join(letters).upper()


def base_of(bases: Sequence[Base], number: int) -> Base:
    """Return the factsheet that a look-alike is made from: each in turn."""
    return bases[number % len(bases)]
