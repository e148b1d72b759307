"""Passages: what is indexed, made from the blocks of a document."""
