"""Start the web app: `python app.py` serves the index named by FACTSHEET_QA_INDEX."""

from qa.cli import main

if __name__ == "__main__":
    main(["serve"])
