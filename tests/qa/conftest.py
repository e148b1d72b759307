"""Material of the engine's tests: the bundled factsheets, indexed once, and a cache of the tests' own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from invented_lands import write_lands

from qa import FactsheetQA


@pytest.fixture(scope="session")
def bundled_engine(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    engine = FactsheetQA.build([bundled], index=tmp_path_factory.mktemp("bundled") / "index")
    assert not engine.report.refused
    return engine


@pytest.fixture(scope="session")
def lands_engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    """Return an engine over the factsheets of two invented countries."""
    folder = tmp_path_factory.mktemp("lands")
    write_lands(folder)
    return FactsheetQA.build([folder], index=tmp_path_factory.mktemp("lands_index"))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What evaluation keeps from run to run is kept apart from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
