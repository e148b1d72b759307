"""`python -m qa` is the command `factsheet-qa`."""

from qa.cli import main

main()
