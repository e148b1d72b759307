"""Tables of PDF pages: ruled, borderless and continued over pages."""
