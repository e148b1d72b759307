"""The commands of `factsheet-qa`, one family a file. Heavy packages are imported inside the commands."""
