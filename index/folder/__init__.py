"""An index stored in a folder of files."""
