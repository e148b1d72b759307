"""Load the labelled sentences, each with the citation that it is checked against."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Document, Passage
from qa import FactsheetQA
from qa.model import Citation

SENTENCES = Path(__file__).parent / "sentences.toml"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence on a quote. `kind` is the kind of error in it; a true sentence has the kind "true"."""

    text: str
    language: str
    kind: str
    citation: Citation

    @property
    def is_true(self) -> bool:
        """Return True if the quote says it."""
        return self.kind == "true"


def labelled(engine: FactsheetQA) -> list[Labelled]:
    """Return all sentences; raises LookupError if a quote is not in its document."""
    documents = {document.name: document for document in engine.documents()}
    entries = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))["quotes"]
    found: list[Labelled] = []
    for entry in entries:
        document = documents[entry["document"]]
        citation = _citation(entry["text"], entry.get("row"), document, engine.passages(document.name))
        kinds = {"true": entry["true"], **entry["false"]}
        found += [
            Labelled(text, language, kind, citation)
            for kind, by_language in kinds.items()
            for language, texts in by_language.items()
            for text in texts
        ]
    return found


def _citation(quote: str, row: str | None, document: Document, passages: Iterator[Passage]) -> Citation:
    """Return the citation of a quote, from the first passage with it that is not a joined row."""
    for passage in passages:
        if quote in " ".join(passage.text.split()) and passage.kind != "row" and row in (None, passage.row):
            return Citation(
                document.name, document.title, document.country, document.year, passage.page, passage.section,
                passage.row, passage.column, quote, passage.boxes, 1.0,
            )  # fmt: skip
    raise LookupError(f"{document.name} does not hold: {quote}")
