"""Tables of a document: rows, headers and chosen options, whatever the file format."""
