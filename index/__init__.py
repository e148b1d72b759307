"""Rank passages: embedding, FAISS, BM25 and storage."""
