"""Embedding models and their packaged weights."""
