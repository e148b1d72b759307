"""Readers of HTML, and of formats that are read as HTML: a builder takes tags and text and makes pieces of layout."""
