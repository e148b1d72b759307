"""How the cost of reading and indexing a report grows with its pages."""
