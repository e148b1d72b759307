"""Understand a question: language, spelling, filters, follow-ups and the expected answer type."""
