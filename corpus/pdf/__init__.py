"""Readers of PDF files: words and rules in, pieces of layout out."""
