"""Readers of text files: plain text, Markdown and the tab-separated text form of factsheets."""
