"""Readers of spreadsheets, slides, OpenDocument files and electronic books."""
