"""Answer without a search: small talk, and what metadata, structure and tables of the documents state."""
