"""Passages in, ranked passages out: embedding, FAISS, BM25 and what is on disk."""
