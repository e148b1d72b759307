"""The tables of the comparisons are made from results alone."""

import pytest

from benchmarks import comparison_tables as tables
from benchmarks.by_size import each_step
from benchmarks.material import RESULTS
from benchmarks.tables import PAGES, load_result, page_text

LEAST_RECALL = 0.98
MACHINE = {"cores": 2, "platform": "Linux x86_64", "python": "3.11.7", "load": 1.5}


def share(value: float, n: int, labels: float | None) -> dict[str, object]:
    share = {"value": value, "n": n}
    return {
        "whole": share, "enough": share, "page": share, "words": 40.0,
        "labels": None if labels is None else {"value": labels, "n": n},
        "near_labels": None if labels is None else {"value": labels, "n": n},
    }  # fmt: skip


READING = {
    "machine": MACHINE,
    "repeats": 5,
    "pdf_pages": 30,
    "arms": {
        "bundled factsheets, PDF": {
            "this project": {"all": share(1.0, 10, 0.9)},
            "windows": {"all": share(0.5, 10, None)},
        },
        "shared factsheets, PDF": {
            "this project": {"all": share(0.5, 30, 1.0)},
            "windows": {"all": share(0.5, 30, None)},
        },
        "shared factsheet, text form": {"this project": {"all": share(0.1, 30, 0.1)}},
    },
    "speed": {
        name: {"ms_per_page": 20.0, "cpu_ms_per_page": 20.0, "ratio": 0.5, "cpu_ratio": 0.5}
        for name in ("this project", "windows")
    },
    "peak_mb": {"this project": 100.4, "windows": 50.0},
    "cannot_run": {"other": "NoSuchThing: it is not there"},
}


def test_the_table_of_reading_has_all_arms_and_reasons() -> None:
    text = tables.reading_full(READING)
    assert "Shared factsheet, text form:" in text
    assert "other cannot run: `NoSuchThing: it is not there`" in text
    assert "load average 1.5" in text


FIGURES = {"R@1": 0.5, "R@5": 0.75, "nDCG@10": 0.6, "page R@1": None, "page R@5": None, "passages": 12, "p50_ms": 31.0}
COSTS = {"index_seconds": 10.0, "first_answer_seconds": 11.5, "peak_mb": 300.0, "installed_mb": 2000.0}
PEERS = {
    "machine": MACHINE,
    "questions": {"mexico": 67},
    "sets": {"mexico": {"this project": FIGURES, "windows": FIGURES}},
    "load": {"mexico": 1.0},
    "alone": {"set": "mexico", "this project": COSTS},
    "cannot_run": {"other": "no network"},
}


def test_the_table_of_peers_has_each_contender_and_the_reason_of_those_that_cannot_run() -> None:
    text = tables.peers_full(PEERS)
    assert "| this project | 0.50 | 0.75 |" in text
    assert "67 questions" in text
    assert "other cannot run: `no network`" in text


def test_ratios_are_of_the_median_to_the_reference() -> None:
    found = each_step([{"search": value} for value in (1.0, 2.0, 9.0)], ["search"], 4.0)
    assert found["search"]["p50"] == pytest.approx(2.0)
    assert found["search"]["ratio"] == pytest.approx(0.5)


def test_the_tables_of_the_page_show_its_times_and_its_load() -> None:
    times = {"machine": MACHINE, "visits": 3, "ms": {"next quote": {"n": 30, "p50": 20.4, "p95": 90.0, "max": 110.0}}}
    load = {
        "machine": MACHINE, "sessions": 32, "minutes": 10.0, "answers": 900, "errors": [], "wrong": ["one"],
        "mixed_up": [], "seconds_p50": 0.5, "seconds_p95": 1.25, "memory_mb_early": 600, "memory_mb_late": 612,
        "memory_growth": 0.02,
    }  # fmt: skip
    assert "| next quote | 20 | 90 | 110 | 30 |" in tables.page_times_table(times)
    text = tables.load_table(load)
    assert "32 sessions asking for 10 minutes" in text
    assert "| 900 | 0 | 1 | 0 | 0.50 | 1.25 | 600 → 612 | 2.0% |" in text


def test_the_table_of_the_attack_shows_what_was_tried() -> None:
    attacked = {
        "machine": MACHINE, "sessions": 8, "minutes": 3.0, "answers": 90, "errors": ["x"], "wrong": [], "mixed_up": [],
        "seconds_p50": 0.5, "seconds_p95": 1.25, "attacked_seconds_p50": None, "attacked_seconds_p95": 2.0,
        "memory_mb_early": 600, "memory_mb_late": 612, "hostile": {"bomb: waiting": 7},
    }  # fmt: skip
    text = tables.attacked_table(attacked)
    assert "| 90 | 1 | 0 | 0 | 0.50 | 1.25 | – | 2.00 | 600 → 612 |" in text
    assert "| bomb: waiting | 7 |" in text


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_show_the_committed_results(name: str) -> None:
    shown = (RESULTS / f"{name}.md").read_text(encoding="utf-8")
    assert shown == page_text(name), "run python -m benchmarks.tables"


def test_the_graph_of_postgres_finds_nearly_all_of_the_nearest() -> None:
    graphs = [found["graph"] for found in load_result("postgres")["recall"].values()]
    assert min(found["recall"] for by_filter in graphs for found in by_filter.values()) >= LEAST_RECALL
