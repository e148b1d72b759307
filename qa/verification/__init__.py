"""Verify generated sentences against the quotes they cite."""
