"""The classifier of question kinds: examples and training."""
