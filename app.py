"""The web app: `python app.py` serves the index that FACTSHEET_QA_INDEX names."""

from qa.cli import main

if __name__ == "__main__":
    main(["serve"])
