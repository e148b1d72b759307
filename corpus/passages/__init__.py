"""Build passages, which are indexed and quoted, from a document's elements."""
