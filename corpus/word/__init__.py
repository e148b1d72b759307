"""Reader of Word files: headings, paragraphs, lists, tables and footnotes."""
