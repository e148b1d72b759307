"""Export of a conversation with all its citations, and of the documents that it cites."""
