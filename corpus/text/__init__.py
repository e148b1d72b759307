"""Readers of text files: plain text, Markdown, HTML and the tab-separated text form of factsheets."""
