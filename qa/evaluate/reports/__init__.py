"""Reports of an evaluation: tables, Markdown, curves and HTML."""
