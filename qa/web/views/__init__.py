"""What the page shows: conversation, sources, documents and comparison."""
