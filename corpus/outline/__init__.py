"""The outline of a document: metadata, sections, blocks and footnotes."""
