"""Routes of the document reader."""
