"""Search by words: our BM25 beside tantivy and bm25s, over the same terms of synthetic passages."""
