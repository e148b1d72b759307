"""What the reader of a document shows beside its page images: outline, words to select, search, text of web files."""
