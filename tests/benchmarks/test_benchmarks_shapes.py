"""What the other readers' text and tables are made into."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.readers.shapes import OVERLAP, WINDOW, table_passages, windows

TABLE = [
    ["", None, "National", "Regional"],
    ["BUDGET", "Overall", "EUR 4", "EUR 9"],
    [None, "Annual", "EUR 1", None],
    ["FOCUS", None, "Wood", "Steel"],
]


def test_cells_come_under_their_labels() -> None:
    cells = {(p["row"], p["column"]): p["text"] for p in table_passages(TABLE, 5) if p["column"]}
    assert cells == {
        ("BUDGET / Overall", "National"): "EUR 4",
        ("BUDGET / Overall", "Regional"): "EUR 9",
        ("BUDGET / Annual", "National"): "EUR 1",
        ("FOCUS", "National"): "Wood",
        ("FOCUS", "Regional"): "Steel",
    }


def test_rows_come_whole_too() -> None:
    rows = [p["text"] for p in table_passages(TABLE, 5) if p["column"] is None]
    assert rows == ["BUDGET Overall EUR 4 EUR 9", "Annual EUR 1", "FOCUS Wood Steel"]


@given(st.lists(st.text("abc", min_size=1, max_size=30), max_size=400))
def test_windows_lose_no_word_and_cut_none(words: list[str]) -> None:
    text = " ".join(words)
    found = [window["text"] for window in windows(text, 1)]
    assert [word for window in found for word in window.split() if word not in words] == []
    assert all(len(window) <= WINDOW + 31 for window in found)
    starts, place = [], 0
    for window in found:
        place = text.index(window, max(0, place - OVERLAP - 31))
        starts.append((place, place + len(window)))
        place += len(window)
    covered = {at for start, end in starts for at in range(start, end)}
    assert all(at in covered for at, character in enumerate(text) if character != " ")
