"""Readers of question sets in the formats of the field."""
