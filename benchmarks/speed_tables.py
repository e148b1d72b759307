"""Write the tables of search by words, beside other engines."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from benchmarks.comparison_tables import conditions, table

Result: TypeAlias = Mapping[str, Any]


def word_search_page(result: Result) -> str:
    """Return search by words beside tantivy and bm25s."""
    rows = [
        [
            f"{int(count):,}",
            name,
            f"{found['ms']['p50']:.1f} / {found['ms']['p95']:.1f}",
            str(found["search_mb"]),
            f"{found['build_s']:.1f}",
            str(found["build_peak_mb"]),
            f"{found['disk_mb']:.0f}",
            f"{found['found']['best']:.3f}",
            f"{found['found']['score_difference']:.1g}",
        ]
        for count, engines in result["sizes"].items()
        for name, found in engines.items()
    ]
    head = ["passages", "engine", "p50 / p95, ms", "memory, MB", "build, s", "build peak, MB", "disk, MB"]
    return "\n\n".join(
        (
            "The best 60 passages for ten words, by stems and character n-grams together. The last columns compare the"
            " ten best passages and the scores with the formula:",
            table([*head, "same best", "largest difference"], rows),
            "Here each index is built whole, from terms that are split already; the product's is built from documents."
            " bm25s cannot add or remove passages. tantivy's k1 is fixed at 1.2; after a removal its files list the"
            " words until segments merge, and a flipped byte of its postings is not noticed.",
            conditions(result),
        )
    )
