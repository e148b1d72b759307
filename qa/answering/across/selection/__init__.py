"""Decide what satisfies the condition of a selection."""
