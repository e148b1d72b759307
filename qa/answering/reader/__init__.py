"""The reader: a cross-encoder that judges whether a text states what a question asks."""
