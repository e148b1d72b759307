"""The labelled sentences, each with the citation that it is held against."""

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
    """A sentence on a quote. `kind` says what is wrong with it; a true sentence is of the kind "true"."""

    text: str
    language: str
    kind: str
    citation: Citation

    @property
    def is_true(self) -> bool:
        """Whether the quote says it."""
        return self.kind == "true"


def labelled(engine: FactsheetQA) -> list[Labelled]:
    """All sentences; raises LookupError if a quote does not stand in its document."""
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
    """The citation of a quote from the first passage, not itself a joined row, that holds it."""
    for passage in passages:
        if quote in " ".join(passage.text.split()) and passage.kind != "row" and row in (None, passage.row):
            return Citation(
                document.name, document.title, document.country, document.year, passage.page, passage.section,
                passage.row, passage.column, quote, passage.boxes, 1.0,
            )  # fmt: skip
    raise LookupError(f"{document.name} does not hold: {quote}")
