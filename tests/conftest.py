"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest

SHARED_VARIABLE = "FACTSHEET_QA_SHARED"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real factsheets, question sets and bad inputs that is not part of the repository."""
    folder = os.environ.get(SHARED_VARIABLE)
    if folder is None:
        pytest.skip(f"{SHARED_VARIABLE} is not set: it names the folder of material that is not in the repository")
    return Path(folder)


@pytest.fixture(scope="session")
def bundled() -> Path:
    """The factsheets that come with the repository."""
    return Path(__file__).parent.parent / "corpus" / "factsheets"
