"""Fit the weights that the engine uses."""
