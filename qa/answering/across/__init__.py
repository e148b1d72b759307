"""Answer from several documents: select, rank, compute and compare editions."""
