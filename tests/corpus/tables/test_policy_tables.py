"""Check that policy tables of many looks keep every cell under its labels, wherever a page ends."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from policy_sheets import Look, Sheet

from corpus.limits import Limits
from corpus.parse import parse_file

LOOKS = st.builds(
    Look,
    columns=st.integers(1, 4),
    levels=st.integers(1, 3),
    filled=st.booleans(),
    repeated=st.booleans(),
    subs=st.booleans(),
    pale=st.booleans(),
    wide=st.booleans(),
    above=st.integers(0, 30),
)


def assert_cells_keep_their_labels(folder: Path, look: Look, seed: int) -> None:
    sheet = Sheet(folder / "sheet.pdf", look, seed).draw()
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for block in parse_file(sheet.path, Limits()).blocks:
        found.setdefault((block.row, block.column), []).extend(block.text.split())
    assert {labels: found.get(labels) for labels in sheet.cells} == sheet.cells


@pytest.mark.parametrize("rules", ["grid", "bars"])
@settings(max_examples=8, deadline=None, derandomize=True)
@example(look=Look(levels=1, filled=False, repeated=False, pale=True, above=13), seed=476).via(
    "a cell's end alone on a page"
)
@example(look=Look(levels=3, filled=False, repeated=False, subs=True, wide=True, above=30), seed=314).via(
    "a header alone"
)
@given(look=LOOKS, seed=st.integers(0, 999))
def test_ruled_in_both_directions(tmp_path_factory: pytest.TempPathFactory, rules: str, look: Look, seed: int) -> None:
    look = Look(**{**vars(look), "rules": rules})
    assert_cells_keep_their_labels(tmp_path_factory.mktemp("sheet"), look, seed)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(look=LOOKS, seed=st.integers(0, 999))
def test_ruled_across_only(tmp_path_factory: pytest.TempPathFactory, look: Look, seed: int) -> None:
    look = Look(**{**vars(look), "rules": "rows", "repeated": True})
    assert_cells_keep_their_labels(tmp_path_factory.mktemp("sheet"), look, seed)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    look=st.builds(
        Look,
        rules=st.just("none"),
        columns=st.integers(1, 3),
        levels=st.integers(1, 3),
        filled=st.booleans(),
        repeated=st.booleans(),
        subs=st.booleans(),
        above=st.integers(0, 5),
    ),
    seed=st.integers(0, 999),
)
def test_not_ruled_at_all(tmp_path_factory: pytest.TempPathFactory, look: Look, seed: int) -> None:
    assert_cells_keep_their_labels(tmp_path_factory.mktemp("sheet"), look, seed)
