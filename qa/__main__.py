"""Run the command `factsheet-qa` as `python -m qa`."""

from qa.cli import main

main()
