"""Index time is measured on a real worker, and embedding costs as ratios of the same run."""

import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.embed_cost import compare, cosines
from benchmarks.index_time import measure_index, page_count
from benchmarks.worker import Worker

ROOT = Path(__file__).parents[2]


def test_a_library_is_measured_cold_and_warm(tmp_path: Path) -> None:
    sheet = tmp_path / "zubrowka_2023.md"
    sheet.write_text("# Country factsheet: Zubrowka (2023)\n\nThe Alpine Programme was started in 2016.\n")
    start = time.perf_counter()
    found = measure_index(lambda: Worker("ours", sys.executable, "benchmarks.peers.ours"), sheet, pages=1, unit=2.0)
    assert found["passages"] >= 1
    assert 0 < found["import_seconds"] < found["cold_start_seconds"] < time.perf_counter() - start
    assert found["cpu_seconds_of_both"] > 0
    assert abs(found["cpu_as_multiple_of_hashing_1_gib"] - found["cpu_seconds_of_both"] / 2) < 0.01


def test_pages_are_counted() -> None:
    assert page_count(ROOT / "corpus" / "factsheets" / "orlavia_2023.pdf") == 7


def test_embedders_are_compared_by_time_and_vectors() -> None:
    def slow(texts: list[str]) -> NDArray[np.float32]:
        return np.array([[sum(range(300_000)) * 0.0 + len(text), 1.0] for text in texts], dtype=np.float32)

    def quick(texts: list[str]) -> NDArray[np.float32]:
        return np.array([[2.0 * len(text), 2.0] for text in texts], dtype=np.float32)

    found = compare(["one text", "another text"], slow, quick)
    assert found["times_faster"] > 1
    assert found["cosine_min"] == 1.0


def test_cosines_are_of_rows() -> None:
    one = np.array([[1, 0], [0, 2]], dtype=np.float32)
    assert cosines(one, np.array([[3, 0], [4, 0]], dtype=np.float32)).tolist() == [1.0, 0.0]
