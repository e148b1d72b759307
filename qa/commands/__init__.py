"""The commands of `factsheet-qa`, one family per file. Heavy packages are imported inside the commands."""
