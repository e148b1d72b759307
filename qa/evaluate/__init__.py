"""Measure the engine on question sets, judging it only by what it returns."""
