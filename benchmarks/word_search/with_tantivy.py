"""tantivy, as a worker of `benchmarks.word_search`."""

from collections.abc import Iterator
from pathlib import Path

import tantivy

from benchmarks.lines import serve
from benchmarks.word_search.engine import WANTED, WEIGHTS, Terms, answer

FIELDS = ("stems", "ngrams")


class Tantivy:
    """An index with a field for each kind of terms; its BM25 has k1 = 1.2 and lengths in one byte."""

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        for field in FIELDS:
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("number", stored=True)
        self._schema = builder.build()

    def build(self, folder: Path, passages: Iterator[Terms]) -> None:
        """Add the passages, and commit."""
        writer = tantivy.Index(self._schema, path=str(folder)).writer(heap_size=200_000_000, num_threads=2)
        for number, terms in enumerate(passages):
            stems, ngrams = (" ".join(kind) for kind in terms[:2])
            writer.add_document(tantivy.Document(number=number, stems=stems, ngrams=ngrams))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the index."""
        self._searcher = tantivy.Index.open(str(folder)).searcher()

    def search(self, question: Terms) -> list[tuple[int, float]]:
        """Search for the terms, each as often as it is repeated."""
        query, should = tantivy.Query, tantivy.Occur.Should
        parts = [
            (should, query.boost_query(query.term_query(self._schema, field, term, "freq"), weight))
            for field, weight, terms in zip(FIELDS, WEIGHTS, question[:2], strict=True)
            for term in terms
        ]
        hits = self._searcher.search(query.boolean_query(parts), limit=WANTED, count=False).hits
        return [(self._searcher.doc(place)["number"][0], score) for score, place in hits]


if __name__ == "__main__":
    engine = Tantivy()
    serve(lambda request: answer(engine, request))
