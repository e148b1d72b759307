"""Split passages into spans, rank them and decide which to quote."""
