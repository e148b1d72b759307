"""Files in, documents and passages out. Knows nothing of vectors or questions."""
