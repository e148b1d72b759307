"""Tables of the question sets and documents that nothing was fitted on."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from benchmarks.comparison_tables import table

Result: TypeAlias = Mapping[str, Any]


def unseen_page(result: Result) -> str:
    """Return right answers by kind of question for each set, and table cells read right beside other libraries."""
    return "\n\n".join(
        (
            "## Questions typed into a chat\n\n" + _by_kind(result["asked"]),
            "## Questions on real public documents\n\n" + _by_kind(result["real"]),
            "## Number cells of government PDFs with the right text, row and column\n\n"
            + _cells(result["table_cells"]),
        )
    )


def _by_kind(found: Result) -> str:
    rows = [[kind, str(one["n"]), f"{one['right']:.2f}"] for kind, one in found["by_kind"].items()]
    rows.append(["all", str(found["questions"]), f"{found['right']:.2f}"])
    return table(["kind", "questions", "right or rightly refused"], rows)


def _cells(found: Result) -> str:
    rows = [
        ["this project", f"{found['ours']:.2f}"],
        *([name, f"{share:.2f}"] for name, share in found["peers"].items()),
    ]
    return table(["reader", "cells read right"], rows)
