"""Material of the engine's tests: the bundled factsheets, indexed once."""

from pathlib import Path

import pytest

from qa import FactsheetQA


@pytest.fixture(scope="session")
def bundled_engine(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    engine = FactsheetQA.build([bundled], index=tmp_path_factory.mktemp("bundled") / "index")
    assert not engine.report.refused
    return engine
