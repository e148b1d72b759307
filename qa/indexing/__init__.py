"""Find files, read them and keep the index up to date."""
