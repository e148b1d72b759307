"""Measuring: question sets in, figures out. Judges the engine only by what it gives back."""
