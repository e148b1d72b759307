"""A server over a small index, and a visitor's tab."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attacked_server import EMBEDDER, Running, Tab, running

from qa import FactsheetQA
from qa.settings import Settings


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory, bundled: Path) -> Path:
    """An index of one factsheet with pages and one without."""
    folder = tmp_path_factory.mktemp("attack")
    (folder / "sylvania.md").write_text(
        "# Country factsheet: Sylvania (2023)\n\n## 1. Policy\n\nSylvania funds 3 clusters with EUR 4 million.\n"
    )
    pdf = sorted(bundled.glob("*.pdf"))[0]
    FactsheetQA.build([folder / "sylvania.md", pdf], folder / "index", Settings(embedder=EMBEDDER, threads=1))
    return folder / "index"


@pytest.fixture(scope="session")
def server(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server as anyone starts it."""
    with running(small_index, tmp_path_factory.mktemp("server") / "log", "--metrics") as server:
        yield server


@pytest.fixture
def tab(server: Running) -> Tab:
    """A visitor's open tab."""
    tab = Tab.opened(server)
    assert tab.token
    return tab
