"""What a document viewer shows of a PDF beside its page images: words to select, bookmarks and printed page labels."""
