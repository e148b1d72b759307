"""Measure how well false sentences of a language model are detected by the quotes they cite."""
