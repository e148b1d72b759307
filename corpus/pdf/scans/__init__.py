"""Scanned pages: images, skew and optical character recognition."""
