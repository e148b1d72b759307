"""Group documents into editions of one country's factsheet."""

from collections import defaultdict
from collections.abc import Sequence

from corpus.model import Document


def editions(documents: Sequence[Document]) -> dict[str, list[Document]]:
    """Return the dated documents of each country that has several, oldest first."""
    by_country: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.country is not None and document.year is not None:
            by_country[document.country].append(document)
    return {
        country: sorted(found, key=lambda document: document.year or 0)
        for country, found in by_country.items()
        if len({document.year for document in found}) > 1
    }


def newest_editions(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents without those of which there is a newer edition among them."""
    newest = {country: found[-1].year for country, found in editions(documents).items()}
    return tuple(
        document
        for document in documents
        if document.country not in newest or document.year is None or document.year == newest[document.country]
    )
