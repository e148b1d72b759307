"""Search: BM25, dense vectors and late interaction."""
