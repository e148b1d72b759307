"""Makes the helpers in this folder importable from the folders below it."""
