"""Measure which number cells of real tables are read with the right text, row label and column label."""
